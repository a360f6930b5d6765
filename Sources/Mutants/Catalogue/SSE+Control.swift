import HTTPMessage
import Specification

// §5.8: live reads by Server-Sent Events: control and closure.
extension Mutant {
    static let sseControl: [Mutant] = sseState + sseClosure

    // MARK: The state of the read

    private static let sseState: [Mutant] = [
        Mutant(
            "sse.control-at-the-beginning-only", "A control event comes at the beginning of a connection, none later.",
            .state, breaks: .sseControlAfterData
        ) {
            $0.onEvents { passage in
                if passage.isLate { passage.dropControl() }
            }
        },
        Mutant(
            "sse.control-before-data", "Of new data, the control event comes first.", .race,
            breaks: .sseControlAfterData
        ) {
            $0.onEvents { passage in
                if passage.isLate { passage.events.reverse() }
            }
        },
        Mutant(
            "sse.control-in-snake-case", "The members of control events are named in snake case.", .encoding,
            breaks: .sseControlJson, .sseControlNextOffset
        ) {
            $0.onControlEvent { event in
                for (name, snake) in [
                    ("streamNextOffset", "stream_next_offset"), ("streamCursor", "stream_cursor"),
                    ("upToDate", "up_to_date"), ("streamClosed", "stream_closed"),
                ] {
                    event.text = event.text.replacing(name, with: snake)
                }
            }
        },
        Mutant(
            "sse.control-flags-are-text", "The flags of control events are texts: \"true\".", .encoding,
            breaks: .sseControlJson
        ) {
            $0.onControlEvent { $0.text = $0.text.replacing(":true", with: #":"true""#) }
        },
        Mutant(
            "sse.control-is-an-offset", "A control event is the next offset, not an object.", .encoding,
            breaks: .sseControlJson, .sseControlNextOffset
        ) {
            $0.onControlEvent { event in
                if let control = event.control { event.text = JSONText.quoted(control.streamNextOffset.token) }
            }
        },
        Mutant(
            "sse.control-without-offset", "Control events at the tail have no `streamNextOffset`.", .field,
            breaks: .sseControlNextOffset, .sseControlJson
        ) {
            $0.onControlEvent { event in
                guard let control = event.control else { return }
                event.text = event.text.replacing(
                    "\"streamNextOffset\":\"\(control.streamNextOffset.token)\",", with: "")
            }
        },
        Mutant(
            "sse.control-offset-stands-still", "Control events repeat the `streamNextOffset` of the first.", .state,
            breaks: .sseControlNextOffset
        ) {
            let first = Memory<String, Offset>()
            $0.onEvents { passage in
                let key = "\(passage.connection) \(passage.request.streamPath)"
                let stands = first[key] ?? passage.control?.streamNextOffset
                first[key] = stands
                if let stands { passage.changeControl { $0.rewrite(nextOffset: stands) } }
            }
        },
        Mutant(
            "sse.control-offset-before-the-data", "A control event names the offset before the data in front of it.",
            .rule, breaks: .sseControlNextOffset, .sseControlResumes
        ) {
            let position = $0.rules.position
            let offset = $0.rules.offset
            $0.onEvents { passage in
                guard !passage.isBase64, passage.control?.streamClosed == false,
                    let end = passage.control.flatMap({ position($0.streamNextOffset.token) }), !passage.data.isEmpty
                else { return }
                let start = Offset(unchecked: offset(max(0, end - 1)))
                passage.changeControl { $0.rewrite(nextOffset: start) }
            }
        },
        Mutant(
            "sse.control-offset-beyond-the-data", "A control event names the tail of the moment in which it leaves.",
            .race, breaks: .sseControlResumes, .sseControlNextOffset
        ) {
            let (position, offset) = ($0.rules.position, $0.rules.offset)
            $0.onControlEvent { event in
                guard let control = event.control, !control.streamClosed,
                    let end = position(control.streamNextOffset.token), end > 0
                else { return }
                event.rewrite(nextOffset: Offset(unchecked: offset(end + 1)))
            }
        },
        Mutant(
            "sse.control-without-cursor", "Control events carry no `streamCursor`.", .field, breaks: .sseControlCursor
        ) {
            $0.onControlEvent { $0.rewriteWithoutCursor() }
        },
        Mutant(
            "sse.cursor-only-once", "Only the first control event of a connection carries `streamCursor`.", .field,
            breaks: .sseControlCursor
        ) {
            $0.onEvents { passage in
                if passage.piece > 1 { passage.changeControl { $0.rewriteWithoutCursor() } }
            }
        },
        Mutant(
            "sse.never-up-to-date", "Control events never carry `upToDate`.", .field, breaks: .sseControlUpToDate
        ) {
            $0.onControlEvent { $0.text = $0.text.replacing(",\"upToDate\":true", with: "") }
        },
        Mutant(
            "sse.empty-stream-not-up-to-date", "A connection to an empty stream is not told that it is up to date.",
            .rule, breaks: .sseControlUpToDate
        ) {
            let beginning = $0.rules.offset(0)
            $0.onControlEvent { event in
                if event.control?.streamNextOffset.token == beginning {
                    event.text = event.text.replacing(",\"upToDate\":true", with: "")
                }
            }
        },
        Mutant(
            "sse.tail-not-up-to-date", "A connection made at the tail is told nothing until data comes.", .state,
            breaks: .sseControlUpToDate
        ) {
            $0.onEvents { passage in
                if passage.piece == 1, passage.data.isEmpty, passage.control?.streamClosed == false {
                    passage.events = []
                }
            }
        },
        Mutant(
            "sse.up-to-date-too-early",
            "Every control event carries `upToDate: true`, with more data behind it or not.",
            .rule, breaks: .sseControlUpToDateTruthful
        ) {
            $0.onControlEvent { event in
                if event.control?.upToDate == false, event.control?.streamClosed == false {
                    event.text = event.text.dropLast() + ",\"upToDate\":true}"
                }
            }
        },
        Mutant(
            "sse.data-without-control-between", "Of several data events only the last is followed by a control event.",
            .state, breaks: .sseControlAfterEachData
        ) {
            $0.onEvents { passage in
                passage.cutData(after: 4)
            }
        },
    ]

    // MARK: Closure

    private static let sseClosure: [Mutant] = [
        Mutant(
            "sse.closure-not-told", "A connection to a closed stream ends behind the data without `streamClosed`.",
            .field, breaks: .sseControlClosed
        ) {
            $0.onEvents { passage in
                if !passage.isLate, !passage.data.isEmpty { passage.changeControl { $0.rewriteAsOpen() } }
            }
        },
        Mutant(
            "sse.up-to-date-is-closed", "A control event at the tail of an open stream says `streamClosed: true`.",
            .rule, breaks: .sseOpenNotClosed
        ) {
            $0.onControlEvent { event in
                if event.control?.upToDate == true, event.control?.streamClosed == false {
                    event.text = event.text.dropLast() + ",\"streamClosed\":true}"
                }
            }
        },
        Mutant(
            "sse.closed-stays-open", "Behind the last data of a closed stream the connection stays open.", .state,
            breaks: .sseClosedConnectionEnds
        ) {
            $0.onEvents { passage in
                if !passage.isLate, !passage.data.isEmpty { passage.keepsOpen = true }
            }
        },
        Mutant(
            "sse.close-not-noticed", "Connected readers do not notice that a stream is closed without data.", .race,
            breaks: .sseClosedWhileConnected
        ) {
            $0.onEvents { passage in
                guard passage.isLate, passage.data.isEmpty, passage.control?.streamClosed == true else { return }
                passage.events = []
                passage.keepsOpen = true
            }
        },
        Mutant(
            "sse.closed-before-the-last-bytes",
            "When the last append closes a stream, connected readers are told of the end and not sent the data.", .race,
            breaks: .sseClosedWhileConnected
        ) {
            $0.onEvents { passage in
                if passage.isLate, passage.control?.streamClosed == true { passage.dropData() }
            }
        },
        Mutant(
            "sse.closing-control-before-data", "The control event that tells of the end comes before the last data.",
            .race, breaks: .sseClosedWhileConnected
        ) {
            $0.onEvents { passage in
                if passage.isLate, passage.control?.streamClosed == true { passage.events.reverse() }
            }
        },
        Mutant(
            "sse.hangs-up-on-closure", "When a stream is closed, connections are ended without a control event.",
            .state, breaks: .sseClosedWhileConnected
        ) {
            $0.onEvents { passage in
                if passage.isLate, passage.control?.streamClosed == true { passage.dropControl() }
            }
        },
        Mutant(
            "sse.closure-told-and-open", "Connected readers are told that a stream was closed and stay connected.",
            .state, breaks: .sseClosedWhileConnected
        ) {
            $0.onEvents { passage in
                if passage.isLate { passage.keepsOpen = true }
            }
        },
        Mutant(
            "sse.closure-told-to-seven-in-eight", "The eighth reader of a stream is not told that it was closed.",
            .rare, breaks: .sseClosedWhileConnected
        ) {
            $0.onEvents { passage in
                guard passage.connection == 8, passage.control?.streamClosed == true else { return }
                passage.events = []
                passage.keepsOpen = true
            }
        },
        Mutant(
            "sse.closed-tail-is-open",
            "A connection made at the tail of a closed stream is told it is up to date only.",
            .field, breaks: .sseClosedAtTailReported
        ) {
            $0.onEvents { passage in
                if !passage.isLate, passage.data.isEmpty, passage.control?.streamClosed == true {
                    passage.changeControl { $0.rewriteAsOpen() }
                }
            }
        },
        Mutant(
            "sse.closed-now-waits", "A connection from `now` to a closed stream is told nothing and waits.", .rule,
            breaks: .sseClosedAtTailReported
        ) {
            $0.onEvents { passage in
                guard passage.request.readQuery?.isNow == true, passage.control?.streamClosed == true,
                    !passage.isLate
                else { return }
                passage.events = []
                passage.keepsOpen = true
            }
        },
        Mutant(
            "sse.closed-tail-not-up-to-date", "At the tail of a closed stream `upToDate` is left out.", .field,
            breaks: .sseClosedAtTailUpToDate
        ) {
            $0.onControlEvent { event in
                if event.control?.streamClosed == true {
                    event.text = event.text.replacing(",\"upToDate\":true", with: "")
                }
            }
        },
        Mutant(
            "sse.closed-tail-stays-connected", "A connection made at the tail of a closed stream is not ended.", .state,
            breaks: .sseClosedAtTailConnectionEnds
        ) {
            $0.onEvents { passage in
                if !passage.isLate, passage.data.isEmpty { passage.keepsOpen = true }
            }
        },
    ]
}

extension SentEvent {
    /// Puts another offset into a control event.
    fileprivate mutating func rewrite(nextOffset: Offset) {
        guard let control else { return }
        payload =
            SSEControl(
                streamNextOffset: nextOffset, streamCursor: control.streamCursor, upToDate: control.upToDate,
                streamClosed: control.streamClosed
            ).encoded
    }

    /// Takes the cursor out of a control event.
    fileprivate mutating func rewriteWithoutCursor() {
        guard let control, !control.streamClosed else { return }
        payload =
            SSEControl(streamNextOffset: control.streamNextOffset, streamCursor: nil, upToDate: control.upToDate)
            .encoded
    }

    /// Takes the closure out of a control event.
    fileprivate mutating func rewriteAsOpen() {
        guard let control, control.streamClosed else { return }
        payload =
            SSEControl(
                streamNextOffset: control.streamNextOffset, streamCursor: control.streamCursor ?? "1", upToDate: true
            ).encoded
    }
}
