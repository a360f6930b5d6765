import HTTPMessage
import Specification

// §5.1 Create Stream

extension Check {
    static let create: [Check] = creating + createMatching + createAnswers

    // MARK: Creating

    private static let creating: [Check] = [
        // A `PUT` to a URL without a stream creates one.
        Check(.createNewStreamCreated) { probe in
            try await probe.unusedStream().put().expectPermittedStatus()
        },

        Check(.createNewStreamCreated, "after-a-missing-read") { probe in
            let stream = probe.unusedStream()
            try await stream.read()
            try await stream.put().expectPermittedStatus()
        },

        // A created stream exists at once: metadata and reads of its URL succeed.
        Check(.createExistsAfterwards, "head") { probe in
            let stream = try await probe.createStream()
            try await stream.head().expectPermittedStatus()
        },

        Check(.createExistsAfterwards, "read") { probe in
            let stream = try await probe.createStream()
            try await stream.read().expectPermittedStatus()
        },

        // The body of a create request becomes the first content of the stream, byte for byte.
        Check(.createBodyBecomesContent) { probe in
            let stream = probe.unusedStream()
            try await stream.put("first words").expectPermittedStatus()
            try await stream.contents().expect("first words")
        },

        Check(.createBodyBecomesContent, "every-byte-value") { probe in
            let bytes = Payload((0...255).map { UInt8($0) })
            let stream = probe.unusedStream(contentType: "application/octet-stream")
            try await stream.put(bytes).expectPermittedStatus()
            try await stream.contents().expect(bytes)
        },

        Check(.createBodyBecomesContent, "before-appends") { probe in
            let stream = try await probe.createStream("one ")
            try await stream.write("two")
            try await stream.contents().expect("one two")
        },

        // A create request without a body makes an empty stream.
        Check(.createNoBodyEmptyStream) { probe in
            let stream = probe.unusedStream()
            try await stream.put().expectPermittedStatus()
            try await stream.contents().expect("")
        },
    ]

    // MARK: Creating what exists

    private static let createMatching: [Check] = [
        // Repeating a create request against the stream it made succeeds without creating anything.
        Check(.createSameConfigurationSucceeds) { probe in
            let stream = try await probe.createStream()
            try await stream.put().expectPermittedStatus()
        },

        Check(.createSameConfigurationSucceeds, "after-appends") { probe in
            let stream = try await probe.createStream()
            try await stream.write("more")
            try await stream.put().expectPermittedStatus()
        },

        // A repeated create request leaves content and tail offset as they are.
        Check(.createRepeatChangesNothing) { probe in
            let stream = try await probe.createStream("kept")
            let tail = try await stream.tail()
            try await stream.put("kept").requireSuccess("a repeated create request")
            try await stream.contents().expect("kept")
            try await stream.head().expectNextOffset(tail)
        },

        // A create request for an existing stream with another content type is refused.
        Check(.createOtherContentTypeConflicts) { probe in
            let stream = try await probe.createStream()
            try await stream.put(contentType: "application/octet-stream").expectPermittedStatus()
        },
    ]

    // MARK: Answers

    private static let createAnswers: [Check] = [
        // The answer to a created stream carries `Location`, and it names the stream's URL.
        Check(.createLocation) { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put().requireSuccess("creating a stream")
            let location = created[.location]
            let expected = [stream.path, probe.context.target.base.origin + stream.path]
            created.expect(
                location.map { expected.contains($0) } ?? false, "Location: \(expected[1])",
                observed: location.map { "Location: \($0)" } ?? "no Location")
        }
    ]
}
