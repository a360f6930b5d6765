// Targets whose protocol fields come twice, contradict each other, or hold what no client can hold.
extension HostileTarget {
    static let contradictory: [HostileTarget] = [
        mangling("offset-twice", "Sends two next offsets that differ.") { answer in
            if answer["Stream-Next-Offset"] != nil { answer.add("Stream-Next-Offset", "zz_another") }
        },
        mangling("offset-empty", "Sends an empty next offset.") { answer in
            if answer["Stream-Next-Offset"] != nil { answer["Stream-Next-Offset"] = "" }
        },
        mangling("offset-not-utf-8", "Sends a next offset that is not UTF-8.") { answer in
            if answer["Stream-Next-Offset"] != nil { answer["Stream-Next-Offset"] = "\u{FF}\u{FE}\u{C3}\u{28}" }
        },
        mangling("closed-and-open", "Says of streams that they are closed, and that they are not.") { answer in
            answer.add("Stream-Closed", "true")
            answer.add("Stream-Closed", "false")
        },
        mangling("up-to-date-and-not", "Says of readers that they have everything, and that they have not.") { answer in
            answer.add("Stream-Up-To-Date", "true")
            answer.add("Stream-Up-To-Date", "false")
        },
        mangling("content-type-twice", "Sends two content types.") { answer in
            answer.add("Content-Type", "application/json; charset=utf-16")
        },
        mangling("numbers-beyond-integers", "Sends numbers that no integer holds.") { answer in
            let huge = String(repeating: "9", count: 60)
            for name in ["Stream-Cursor", "Producer-Epoch", "Producer-Seq", "Stream-TTL", "Retry-After", "Age"] {
                answer[name] = huge
            }
            answer["Stream-Expires-At"] = "999999999999-99-99T99:99:99Z"
            answer["Producer-Expected-Seq"] = "-" + huge
            answer["Producer-Received-Seq"] = huge + "." + huge
        },
        mangling("etag-broken", "Sends entity tags that never end.") { answer in
            answer["ETag"] = "W/\"\\\"open"
            answer["Cache-Control"] = "max-age=-1, max-age=\", private=\"a, no-store"
        },
    ]

    /// A target that answers every request but the first ones as the reference does, the head mangled.
    private static func mangling(
        _ id: String, _ summary: String, _ mangle: @escaping @Sendable (inout Answer) -> Void
    ) -> HostileTarget {
        HostileTarget(id, summary, .after(1)) { turn in
            try turn.relay(head: mangle)
        }
    }
}
