extension Duration {
    /// The duration in milliseconds.
    var milliseconds: Double {
        Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
    }

    /// The duration in milliseconds to the microsecond, as reports for programs have it.
    var reportedMilliseconds: Double {
        (milliseconds * 1000).rounded() / 1000
    }

    /// The duration for people: `0.4 ms`, `120 ms`, `4.1 s`, `2 min 5 s`.
    var spoken: String {
        let value = milliseconds
        if value < 10 { return "\((value * 10).rounded() / 10) ms" }
        if value < 1000 { return "\(Int(value.rounded())) ms" }
        if value < 60_000 { return "\((value / 100).rounded() / 10) s" }
        let seconds = Int((value / 1000).rounded())
        return "\(seconds / 60) min \(seconds % 60) s"
    }
}

extension Duration {
    /// The duration in seconds to the millisecond.
    var seconds: Double {
        milliseconds.rounded() / 1000
    }
}
