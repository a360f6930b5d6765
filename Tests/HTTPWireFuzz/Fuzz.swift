import HTTPMessage

/// The entry that libFuzzer calls. The first byte chooses what is tried and where the input is cut; see `scripts/fuzz`.
///
/// Whatever the bytes are: nothing traps, the pieces they come in make no difference, and what was read can be written
/// and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let start, count > 1 else { return 0 }
    let choice = start[0]
    let bytes = [UInt8](UnsafeBufferPointer(start: start + 1, count: count - 1))
    // Small limits bring the refusals for size within reach of small inputs.
    let limits = choice & 2 == 0 ? HTTPLimits.standard : small
    if choice & 1 == 0 {
        fuzzRequests(bytes, limits, step: Int(choice >> 2))
    } else {
        fuzzResponses(bytes, limits, step: Int(choice >> 2))
    }
    return 0
}

private let small = HTTPLimits(
    maximumStartLineBytes: 40, maximumHeaderBytes: 60, maximumHeaderCount: 3, maximumBodyBytes: 20,
    maximumChunkLineBytes: 12, maximumLeadingEmptyLines: 1, maximumInterimResponses: 1
)

private struct Reading<Message: Equatable>: Equatable {
    var messages: [Message] = []
    var pauses = 0
    var error: HTTPMessageError?
}

private func pieces(_ bytes: [UInt8], _ step: Int) -> [ArraySlice<UInt8>] {
    guard step > 0 else { return [bytes[...]] }
    return stride(from: 0, to: bytes.count, by: step).map { bytes[$0..<min(bytes.count, $0 + step)] }
}

private func requests(_ bytes: [UInt8], _ limits: HTTPLimits, step: Int) -> Reading<HTTPIncomingRequest> {
    var reading = Reading<HTTPIncomingRequest>()
    var parser = HTTPRequestParser(limits: limits)
    var held: [UInt8] = []
    for piece in pieces(bytes, step) {
        held += piece
        var isHungry = false
        while !isHungry {
            var consumed = 0
            do {
                switch try parser.parse(held, consumed: &consumed) {
                case .needsMore: isHungry = true
                case .expectsContinue: reading.pauses += 1
                case .request(let request): reading.messages.append(request)
                }
            } catch {
                reading.error = error
                return reading
            }
            precondition(consumed <= held.count, "no more is consumed than there is")
            held.removeFirst(consumed)
        }
    }
    return reading
}

private func responses(_ bytes: [UInt8], _ limits: HTTPLimits, step: Int) -> Reading<HTTPIncomingResponse> {
    var reading = Reading<HTTPIncomingResponse>()
    var parser = HTTPResponseParser(answering: step & 1 == 0 ? .get : .head, limits: limits)
    var held: [UInt8] = []
    do {
        for piece in pieces(bytes, step) {
            held += piece
            var isHungry = false
            while !isHungry {
                var consumed = 0
                switch try parser.parse(held, consumed: &consumed) {
                case .needsMore: isHungry = true
                case .response(let response): reading.messages.append(response)
                }
                precondition(consumed <= held.count, "no more is consumed than there is")
                held.removeFirst(consumed)
            }
        }
        reading.messages.append(try parser.finish())
    } catch {
        reading.error = error
    }
    return reading
}

private func fuzzRequests(_ bytes: [UInt8], _ limits: HTTPLimits, step: Int) {
    let whole = requests(bytes, limits, step: 0)
    precondition(requests(bytes, limits, step: 1) == whole, "requests read byte by byte differ")
    precondition(requests(bytes, limits, step: max(2, step)) == whole, "requests read in pieces differ")
    for message in whole.messages {
        var message = message
        // The writer speaks the origin form, in which the authority is that of Host.
        if message.request.scheme != nil { message.request.authority = nil }
        let body: HTTPSerializer.Body =
            message.trailerFields.isEmpty
            ? .fixed(message.body) : .chunked([message.body], trailerFields: message.trailerFields)
        guard let written = try? HTTPSerializer.bytes(of: message.request, body: body, version: message.version) else {
            preconditionFailure("a request that was read cannot be written")
        }
        guard let again = requests(written, .standard, step: 0).messages.first else {
            preconditionFailure("a request that was written cannot be read")
        }
        precondition(again.request.method == message.request.method, "the method changed")
        precondition(again.request.path == message.request.path, "the target changed")
        precondition(again.body == message.body, "the body changed")
        precondition(again.trailerFields == message.trailerFields, "the trailer changed")
        precondition(again.keepsConnection == message.keepsConnection, "the connection's end changed")
        precondition(unframed(again.request.headerFields) == unframed(message.request.headerFields), "fields changed")
    }
}

private func fuzzResponses(_ bytes: [UInt8], _ limits: HTTPLimits, step: Int) {
    let pace = max(2, step)
    let whole = responses(bytes, limits, step: pace & 1 == 0 ? 0 : bytes.count | 1)
    precondition(responses(bytes, limits, step: pace) == whole, "responses read in pieces differ")
    for message in whole.messages {
        let hasBody = message.response.status.code != 204 && message.response.status.code != 304
        let body: HTTPSerializer.Body =
            !hasBody
            ? .none
            : message.trailerFields.isEmpty
                ? .fixed(message.body) : .chunked([message.body], trailerFields: message.trailerFields)
        guard let written = try? HTTPSerializer.bytes(of: message.response, body: body) else {
            preconditionFailure("a response that was read cannot be written")
        }
        guard let again = responses(written, .standard, step: 0).messages.first else {
            preconditionFailure("a response that was written cannot be read")
        }
        precondition(again.response.status == message.response.status, "the status changed")
        precondition(again.body == message.body, "the body changed")
        precondition(again.trailerFields == message.trailerFields, "the trailer changed")
        precondition(unframed(again.response.headerFields) == unframed(message.response.headerFields), "fields changed")
    }
}

// Framing belongs to the writer, and the letter case of names is not compared.
private func unframed(_ fields: HTTPFields) -> [HTTPField] {
    fields.filter { $0.name != .contentLength && $0.name != .transferEncoding }
}
