import Synchronization

/// The one world of a process, behind a lock, always advanced to the present before anybody sees it.
final class Sandbox: Sendable {
    private let world: Mutex<World>
    let clock: any WallClock

    init(settings: Settings, clock: any WallClock) {
        self.clock = clock
        world = Mutex(World(settings: settings, now: clock.now))
    }

    /// Lets `body` see and change the world as it is now.
    func use<Result: Sendable>(_ body: (inout World) throws -> Result) rethrows -> Result {
        try world.withLock { world in
            world.advance(to: clock.now)
            return try body(&world)
        }
    }
}
