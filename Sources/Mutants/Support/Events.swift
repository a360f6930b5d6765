import HTTPMessage
import Specification

/// The bytes of events with other control events in the place of those among them.
///
/// Data events are written anew, so that their line breaks stay what the parser made of them.
func editingControls(in bytes: [UInt8], _ edit: (SSEControl) -> SSEControl) -> [UInt8] {
    var parser = SSEParser()
    var edited: [UInt8] = []
    for event in (try? parser.consume(bytes)) ?? [] {
        if event.name == SSEEvent.controlName, let control = try? SSEControl(decoding: event.data) {
            SSEEncoder.appendControl(edit(control), to: &edited)
        } else {
            SSEEncoder.append(name: event.name, payload: event.data, to: &edited)
        }
    }
    return edited
}

/// A writer whose response never ends.
final class EndlessWriter: HTTPResponseWriter {
    private let writer: any HTTPResponseWriter

    init(_ writer: any HTTPResponseWriter) { self.writer = writer }

    func respond(_ response: HTTPResponse, body: [UInt8]) { writer.respond(response, body: body) }
    func begin(_ response: HTTPResponse) { writer.begin(response) }
    func send(_ bytes: [UInt8]) { writer.send(bytes) }
    func finish() {}
    func onDisconnect(_ action: @escaping @Sendable () -> Void) { writer.onDisconnect(action) }
    var bufferedByteCount: Int { writer.bufferedByteCount }
    func onDrain(_ action: @escaping @Sendable () -> Void) { writer.onDrain(action) }
}
