import Foundation
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Sandbox

/// An endpoint that keeps what it is sent and answers as it is told.
final class WebhookSink: Sendable {
    struct Message: Sendable {
        let headers: [String: String]
        let bytes: [UInt8]
        let json: JSON
    }

    private let kept = Mutex<[Message]>([])
    private let statuses: Mutex<[Int]>

    /// The statuses to answer with, the last one for all that follow.
    init(_ statuses: [Int] = [200]) {
        self.statuses = Mutex(statuses)
    }

    var messages: [Message] { kept.withLock { $0 } }

    func messages(type: Int) -> [Message] {
        messages.filter { $0.json["type"]?.number == type }
    }

    /// Listens while `body` runs, which gets the address.
    func listen<Result: Sendable>(_ body: @escaping @Sendable (String) async throws -> Result) async throws -> Result {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let logger = Logger(label: "sink") { _ in SwiftLogNoOpLogHandler() }
        let responder = CallbackResponder<BasicRequestContext> { request, _ in try await self.take(request) }
        let application = Application(
            responder: responder, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [application], logger: logger))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let chosen = try #require(await ports.first { _ in true })
            let result = try await body("http://127.0.0.1:\(chosen)/webhooks")
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            return result
        }
    }

    private func take(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let bytes = Array(body.readableBytesView)
        let headers = request.headers.reduce(into: [String: String]()) { $0[$1.name.canonicalName] = $1.value }
        let json = (try? JSONDecoder().decode(JSON.self, from: Data(bytes))) ?? .null
        kept.withLock { $0.append(Message(headers: headers, bytes: bytes, json: json)) }
        let status = statuses.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        return Response(status: .init(code: status))
    }
}

/// Waits until a condition holds, and fails the test when it does not within ten seconds.
func eventually(
    _ what: Comment, location: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try await !condition() {
        try #require(ContinuousClock.now < deadline, what, sourceLocation: location)
        try await Task.sleep(for: .milliseconds(5))
    }
}
