import Foundation
import Testing

@testable import AMQP

/// A thread that is stuck inside of librabbitmq is freed by breaking its socket, and only then.
struct ConnectionHealthTests {
    /// Longer than any test, so that the process's own watchdog, which looks by the real clock, stays out of it.
    private static let patience = Duration.seconds(3600)

    /// Two ends of a connection.
    private func pair() throws -> (ours: Int32, theirs: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        return (ends[0], ends[1])
    }

    /// Whether the other end has been told that nothing more comes.
    private func isBroken(_ theirs: Int32) -> Bool {
        var byte: UInt8 = 0
        return recv(theirs, &byte, 1, Int32(MSG_DONTWAIT)) == 0
    }

    @Test("a socket is broken after eight patiences inside of one call, and not before")
    func socketBrokenAfter() throws {
        let (ours, theirs) = try pair()
        defer { [ours, theirs].forEach { _ = close($0) } }
        let health = ConnectionHealth()
        let before = ContinuousClock.now
        health.up(ours, patience: Self.patience)
        let after = ContinuousClock.now
        health.breakIfStuck(now: before + Self.patience * 8)
        #expect(!isBroken(theirs))
        health.breakIfStuck(now: after + Self.patience * 8 + .nanoseconds(1))
        #expect(isBroken(theirs))
    }

    @Test("a thread that sleeps is not stuck, and its time counts from when it woke")
    func threadSleepsNot() throws {
        let (ours, theirs) = try pair()
        defer { [ours, theirs].forEach { _ = close($0) } }
        let health = ConnectionHealth()
        health.up(ours, patience: Self.patience)
        health.asleep()
        health.breakIfStuck(now: .now + Self.patience * 100)
        #expect(!isBroken(theirs))
        health.awake()
        health.breakIfStuck(now: .now + Self.patience * 7)
        #expect(!isBroken(theirs))
        health.breakIfStuck(now: .now + Self.patience * 9)
        #expect(isBroken(theirs))
    }

    @Test("a socket that was given up is touched no more, since its number may be another's")
    func socketGivenUp() throws {
        let (ours, theirs) = try pair()
        defer { [ours, theirs].forEach { _ = close($0) } }
        let health = ConnectionHealth()
        health.up(ours, patience: Self.patience)
        health.down(nil)
        health.breakIfStuck(now: .now + Self.patience * 100)
        #expect(!isBroken(theirs))
    }
}
