import HTTPMessage
import Specification

// §5.2.1 Idempotent Producers: closing a stream, and writing to a closed one

extension Check {
    static let producerClosing: [Check] = [
        // A producer's append with `Stream-Closed: true` is stored, closes the stream and says so.
        Check(.producerCloseWithAppend, needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            let closed = try await stream.append("end", closing: true, as: Producer("writer", seq: 1))
            closed.expectPermittedStatus().expectClosed()
            try await stream.contents().expect("0 end")
            try await stream.expectRefusesAppends()
        },

        Check(.producerCloseWithAppend, "first-append", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            let closed = try await stream.append("all", closing: true, as: Producer("writer", seq: 0))
            closed.expectPermittedStatus().expectClosed()
            try await stream.contents().expect("all")
            try await stream.expectRefusesAppends()
        },

        Check(.producerCloseWithAppend, "gap-leaves-open", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.append("end", closing: true, as: Producer("writer", seq: 2)).expectRefused()
            try await stream.contents().expect("0 ")
            try await stream.expectOpen()
        },

        // Its retry is a success and stores nothing, although the stream is closed.
        Check(.producerCloseWithAppendRetried, needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("end", as: Producer("writer", seq: 0))
            for _ in 0..<3 {
                try await stream.append("end", closing: true, as: Producer("writer", seq: 0)).expectPermittedStatus()
            }
            try await stream.contents().expect("end")
            try await stream.expectRefusesAppends()
        },

        Check(.producerCloseWithAppendRetried, "three-at-once", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("end", as: Producer("writer", seq: 0))
            let answers = try await probe.concurrently(3) { _ in
                try await stream.append(
                    "end", closing: true, as: Producer("writer", seq: 0), freshConnection: true)
            }
            for answer in answers { answer.expectPermittedStatus() }
            try await stream.contents().expect("end")
        },

        // That retry is answered as a duplicate and carries `Stream-Closed: true`.
        Check(.producerCloseWithAppendRetriedStatus, needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.writeClosed("end", as: Producer("writer", seq: 1))
            try await stream.append("end", closing: true, as: Producer("writer", seq: 1))
                .expectPermittedStatus().expectClosed()
        },

        // A producer may close a stream without appending.
        Check(.producerCloseOnly, needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.close(as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("0 ")
            try await stream.expectRefusesAppends()
        },

        Check(.producerCloseOnly, "new-producer", needs: [.closure]) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.close(as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("all of it")
            try await stream.expectRefusesAppends()
        },

        // The retry of a producer's close without data is a success and leaves the stream closed.
        Check(.producerCloseOnlyRetried, needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.writeClosed(as: Producer("writer", seq: 1))
            try await stream.close(as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("0 ")
            try await stream.expectRefusesAppends()
        },

        // An append of a producer that follows the one that closed the stream is refused and stores nothing.
        Check(.producerClosedRejected, "next-of-the-closer", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("end", as: Producer("writer", seq: 0))
            try await stream.append("more", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("end")
        },

        Check(.producerClosedRejected, "another-producer", needs: [.closure]) { probe in
            // The same epoch and sequence as the request that closed the stream, but not the same producer.
            let stream = try await probe.createStream()
            try await stream.writeClosed("end", as: Producer("writer", seq: 0))
            try await stream.append("end", as: Producer("other", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("end")
        },

        Check(.producerClosedRejected, "closed-by-nobody", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.writeClosed()
            try await stream.append("1 ", as: Producer("writer", seq: 1)).expectPermittedStatus()
            try await stream.contents().expect("0 ")
        },

        // That refusal carries `Stream-Closed: true`.
        Check(.producerClosedCarriesClosedHeader, needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("end", as: Producer("writer", seq: 0))
            try await stream.append("more", as: Producer("writer", seq: 1)).expectRefused().expectClosed()
            try await stream.append("more", as: Producer("other", seq: 0)).expectRefused().expectClosed()
        },

        // The retry of an append older than the one that closed the stream stores nothing.
        Check(.producerClosedOlderDuplicate, needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.write("0 ", as: Producer("writer", seq: 0))
            try await stream.writeClosed("end", as: Producer("writer", seq: 1))
            try await stream.append("0 ", as: Producer("writer", seq: 0)).expectPermittedStatus()
            try await stream.contents().expect("0 end")
        },
    ]
}
