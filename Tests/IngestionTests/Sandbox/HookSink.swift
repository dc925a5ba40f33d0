import Foundation
import Hummingbird
import Logging
import Synchronization
import Testing

/// Takes webhooks as our gateway would, and keeps them for the test.
final class HookSink: Sendable {
    /// A webhook as it came.
    struct Hook: Sendable {
        let authorization: String?
        let bytes: [UInt8]
    }

    private let waiting = Mutex<[Hook]>([])

    /// What came since the last time.
    func take() -> [Hook] {
        waiting.withLock { hooks in
            defer { hooks.removeAll() }
            return hooks
        }
    }

    /// Listens while the body runs, which gets the address.
    func listen<Value: Sendable>(_ body: @escaping @Sendable (String) async throws -> Value) async throws -> Value {
        let logger = Logger(label: "sink") { _ in SwiftLogNoOpLogHandler() }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            let bytes = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            let hook = Hook(authorization: request.headers[.authorization], bytes: bytes)
            self.waiting.withLock { $0.append(hook) }
            return Response(status: .ok)
        }
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        return try await serving(application, logger) {
            let chosen = try #require(await ports.first { _ in true })
            return try await body("http://127.0.0.1:\(chosen)/webhooks")
        }
    }
}
