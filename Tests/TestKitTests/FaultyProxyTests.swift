import Foundation
import TestKit
import Testing

@testable import TestKit

/// A server that gives every byte back.
final class Echo: Sendable {
    private let listener: Socket
    let port: Int

    init() throws {
        listener = try Socket.listening()
        port = listener.port
        Thread.detachNewThread { [listener] in
            while let peer = listener.accepted() {
                Thread.detachNewThread {
                    while let bytes = peer.read(atMost: 4096), peer.write(bytes, while: { true }) {}
                    peer.close()
                }
            }
            listener.close()
        }
    }

    deinit { listener.interrupt() }
}

@Suite("A proxy that misbehaves", .timeLimit(.minutes(15)))
struct FaultyProxyTests {
    let echo: Echo
    let proxy: FaultyProxy
    let client: Socket

    init() throws {
        echo = try Echo()
        proxy = try FaultyProxy(port: echo.port)
        client = try Socket.connected(host: "127.0.0.1", port: proxy.port)
    }

    func say(_ text: String) -> Bool { client.write(Array(text.utf8), while: { true }) }

    func hear(within milliseconds: Int32 = 10_000) -> String? {
        guard client.isReadable(within: milliseconds), let bytes = client.read(atMost: 4096) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("bytes pass in both directions")
    func forwards() {
        #expect(say("hello"))
        #expect(hear() == "hello")
        proxy.close()
    }

    @Test("what is sent while it pauses arrives when it goes on")
    func pauses() {
        proxy.pause()
        #expect(say("later"))
        #expect(hear(within: 100) == nil)
        proxy.resume()
        #expect(hear() == "later")
        proxy.close()
    }

    @Test("a delay holds back every direction")
    func delays() {
        proxy.delay(.milliseconds(50))
        let start = ContinuousClock.now
        #expect(say("slow"))
        #expect(hear() == "slow")
        #expect(ContinuousClock.now - start >= .milliseconds(100))
        proxy.close()
    }

    @Test("a cut ends the connection, and new ones pass")
    func cuts() async throws {
        #expect(say("a"))
        #expect(hear() == "a")
        proxy.cut()
        #expect(client.isReadable(within: 10_000))
        #expect(client.read(atMost: 1) == nil)
        try await eventually("the proxy has let go") { proxy.connections == 0 }
        let second = try Socket.connected(host: "127.0.0.1", port: proxy.port)
        #expect(second.write([1], while: { true }))
        #expect(second.isReadable(within: 10_000))
        #expect(second.read(atMost: 1) == [1])
        proxy.close()
    }

    @Test("a cut also ends a connection whose peer does not read")
    func cutsStuck() async throws {
        let silent = try Socket.listening()
        let proxy = try FaultyProxy(port: silent.port)
        let client = try Socket.connected(host: "127.0.0.1", port: proxy.port)
        // Far more than the buffers of three sockets hold; the write goes on until the cut fails it.
        let end = ContinuousClock.now + .milliseconds(300)
        _ = client.write([UInt8](repeating: 0, count: 64 << 20), while: { ContinuousClock.now < end })
        proxy.cut()
        try await eventually("the proxy has let go") { proxy.connections == 0 }
        proxy.close()
        silent.interrupt()
    }

    @Test("it hangs up on new connections while it refuses")
    func refuses() throws {
        proxy.refuse()
        let second = try Socket.connected(host: "127.0.0.1", port: proxy.port)
        #expect(second.isReadable(within: 10_000))
        #expect(second.read(atMost: 1) == nil)
        proxy.accept()
        let third = try Socket.connected(host: "127.0.0.1", port: proxy.port)
        #expect(third.write([7], while: { true }))
        #expect(third.read(atMost: 1) == [7])
        proxy.close()
    }

    @Test("a URL is led through the proxy with all else kept")
    func urls() {
        let url = proxy.url(insteadOf: "amqp://guest:pass@10.0.0.9:5672/my-vhost?heartbeat=5")
        #expect(url == "amqp://guest:pass@127.0.0.1:\(proxy.port)/my-vhost?heartbeat=5")
        proxy.close()
    }
}
