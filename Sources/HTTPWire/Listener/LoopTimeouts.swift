/// The timeouts of a configuration in the milliseconds of a loop's clock.
struct LoopTimeouts: Sendable {
    let idle: Int
    let header: Int
    let body: Int
    let write: Int
    let linger: Int

    init(_ configuration: HTTPServer.Configuration) {
        idle = configuration.idleTimeout.milliseconds
        header = configuration.headerTimeout.milliseconds
        body = configuration.bodyTimeout.milliseconds
        write = configuration.writeTimeout.milliseconds
        linger = configuration.lingerTimeout.milliseconds
    }

    var shortest: Int { min(idle, header, body, write, linger) }
}
