import Glibc

/// How many file descriptors this process may have open.
public enum DescriptorLimit {
    /// Raises the soft limit as far as the system lets this user, and no further than asked for.
    ///
    /// - Returns: The limit from now on.
    public static func raise(to wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return Int(FOPEN_MAX) }
        let affordable = min(rlim_t(wanted), limit.rlim_max)
        if limit.rlim_cur < affordable {
            let before = limit.rlim_cur
            limit.rlim_cur = affordable
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) != 0 { limit.rlim_cur = before }
        }
        return Int(clamping: limit.rlim_cur)
    }
}
