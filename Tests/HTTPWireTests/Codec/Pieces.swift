import HTTPMessage

@testable import HTTPWire

/// What a parser made of some bytes: the messages it found, and the error that stopped it.
struct Reading<Message: Hashable & Sendable>: Hashable, Sendable {
    var messages: [Message] = []
    var interruptions = 0
    var error: HTTPMessageError?
}

/// Feeds a request parser pieces, as a connection does.
func readRequests(_ pieces: [ArraySlice<UInt8>], limits: HTTPLimits = .standard) -> Reading<HTTPIncomingRequest> {
    var reading = Reading<HTTPIncomingRequest>()
    var parser = HTTPRequestParser(limits: limits)
    var held: [UInt8] = []
    for piece in pieces {
        held += piece
        var isHungry = false
        while !isHungry {
            var consumed = 0
            do {
                switch try parser.parse(held, consumed: &consumed) {
                case .needsMore: isHungry = true
                case .expectsContinue: reading.interruptions += 1
                case .request(let request): reading.messages.append(request)
                }
            } catch {
                reading.error = error
                return reading
            }
            held.removeFirst(consumed)
        }
    }
    return reading
}

func readRequests(_ text: String, limits: HTTPLimits = .standard) -> Reading<HTTPIncomingRequest> {
    readRequests([bytes(text)[...]], limits: limits)
}

/// Feeds a response parser pieces; `closes` tells it that the connection has ended behind them.
func readResponses(
    _ pieces: [ArraySlice<UInt8>], answering method: HTTPRequest.Method = .get, limits: HTTPLimits = .standard,
    closes: Bool = false
) -> Reading<HTTPIncomingResponse> {
    var reading = Reading<HTTPIncomingResponse>()
    var parser = HTTPResponseParser(answering: method, limits: limits)
    var held: [UInt8] = []
    do {
        for piece in pieces {
            held += piece
            var isHungry = false
            while !isHungry {
                var consumed = 0
                switch try parser.parse(held, consumed: &consumed) {
                case .needsMore: isHungry = true
                case .response(let response): reading.messages.append(response)
                }
                held.removeFirst(consumed)
            }
        }
        if closes { reading.messages.append(try parser.finish()) }
    } catch {
        reading.error = error
    }
    return reading
}

func readResponses(
    _ text: String, answering method: HTTPRequest.Method = .get, limits: HTTPLimits = .standard, closes: Bool = false
) -> Reading<HTTPIncomingResponse> {
    readResponses([bytes(text)[...]], answering: method, limits: limits, closes: closes)
}

/// Text as bytes of the wire: one scalar is one byte.
func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8($0.value) }
}

/// Every way to cut bytes in two, one byte at a time, and all in one.
func cuts(of bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
    var ways = [bytes.indices.map { bytes[$0...$0] }]
    for cut in 0...bytes.count { ways.append([bytes[..<cut], bytes[cut...]]) }
    return ways
}
