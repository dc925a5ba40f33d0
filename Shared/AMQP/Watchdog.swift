import Foundation
import Synchronization

/// Looks once a second whether a connection's thread is stuck inside a C call.
///
/// One thread for the whole process: a stuck thread cannot look after itself, and a task of the cooperative pool could
/// be starved by the very trouble that it should find.
final class Watchdog: Sendable {
    static let shared = Watchdog()

    private struct Watched {
        weak var health: ConnectionHealth?
    }

    private let watched = Mutex<[Watched]>([])
    private let started = Mutex(false)

    func watch(_ health: ConnectionHealth) {
        watched.withLock { list in
            list.removeAll { $0.health == nil }
            list.append(Watched(health: health))
        }
        let isFirst = started.withLock { flag in
            defer { flag = true }
            return !flag
        }
        if isFirst { start() }
    }

    private func start() {
        let thread = Thread {
            while true {
                Thread.sleep(forTimeInterval: 1)
                for entry in self.watched.withLock({ $0 }) { entry.health?.breakIfStuck() }
            }
        }
        thread.name = "amqp-watchdog"
        thread.stackSize = 128 * 1024
        thread.start()
    }
}
