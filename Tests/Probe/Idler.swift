import Foundation
import ServiceLifecycle

/// The probe's only part.
struct Idler: Service {
    let behaviour: Behaviour

    struct Broken: Error, CustomStringConvertible {
        var description: String { "broken amqp://user:hunter2@host/" }
    }

    func run() async throws {
        switch behaviour {
        case .good, .moody: try await gracefulShutdown()
        case .slow: try await Task.sleep(for: .seconds(3600))
        case .stubborn: block()
        case .failing, .wedged: throw Broken()
        case .leaving: return
        }
    }

    private func block() {
        while true { Thread.sleep(forTimeInterval: 3600) }
    }
}
