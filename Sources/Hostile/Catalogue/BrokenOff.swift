// Targets that end connections where nothing has ended.
extension HostileTarget {
    static let brokenOff: [HostileTarget] = [
        HostileTarget(connecting: "closes-at-once", "Accepts connections and closes them.") { try $0.close() },
        HostileTarget(connecting: "resets-at-once", "Accepts connections and resets them.") { try $0.reset() },
        HostileTarget("closes-after-request", "Reads requests and closes the connection.") { try $0.peer.close() },
        HostileTarget("resets-after-request", "Reads requests and resets the connection.") { try $0.peer.reset() },
        HostileTarget("closes-in-status-line", "Closes the connection in the middle of the status line.") { turn in
            try turn.peer.send("HTTP/1.")
            try turn.peer.close()
        },
        HostileTarget("closes-in-fields", "Closes the connection in the middle of the fields.", .reads) { turn in
            try turn.peer.send(try turn.answer().statusLine + "Stream-Next-Off".latin1)
            try turn.peer.close()
        },
        HostileTarget("resets-in-body", "Resets the connection in the middle of what is read.", .reads) { turn in
            var answer = try turn.answer()
            answer["Content-Length"] = "\(answer.body.count + 10)"
            try turn.peer.send(answer.bytes)
            try turn.peer.reset()
        },
        HostileTarget("resets-at-every-byte", "Resets every answer one byte later than the one before.", .after(20)) {
            turn in
            let bytes = try turn.answer().bytes
            try turn.peer.send(Array(bytes.prefix(turn.strikes % bytes.count)))
            try turn.peer.reset()
        },
        HostileTarget("closes-at-every-byte", "Closes every answer one byte later than the one before.", .after(20)) {
            turn in
            let bytes = try turn.answer().bytes
            try turn.peer.send(Array(bytes.prefix(turn.strikes % bytes.count)))
            try turn.peer.close()
        },
        HostileTarget("resets-now-and-then", "Resets the connection on one request of fifty.", .oneIn(50)) {
            try $0.peer.reset()
        },
        HostileTarget("dies-after-100-requests", "Goes away for good after a hundred requests.", .after(100)) { turn in
            turn.server.die()
            try turn.peer.reset()
        },
    ]
}
