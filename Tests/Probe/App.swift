import Logging
import ServiceKit

/// The smallest service there is, for the tests of the kit: it does nothing, as well or as badly as it is told to.
@main struct App: ShopService {
    static let name = "probe"
    static let summary = "Does nothing, for the tests of the kit."

    static func assemble(_ config: ProbeConfig, _ context: ServiceContext) async throws -> Assembly {
        context.logger.info("hello", metadata: ["greeting": "\(config.greeting)", "password": "\(config.password)"])
        let mood = ReadinessCheck("mood") {
            if config.behaviour == .moody { throw NotReady(reason: "not in the mood") }
        }
        return Assembly(
            (config.behaviour == .wedged ? [Idler(behaviour: .stubborn)] : []) + [Idler(behaviour: config.behaviour)],
            readiness: [mood])
    }
}
