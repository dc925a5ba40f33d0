import Foundation
import Hummingbird
import Synchronization
import TestKit

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
        try await withStandIn(take) { address in try await body("\(address)/webhooks") }
    }

    @Sendable private func take(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let bytes = Array(body.readableBytesView)
        let headers = request.headers.reduce(into: [String: String]()) { $0[$1.name.canonicalName] = $1.value }
        let json = (try? JSONDecoder().decode(JSON.self, from: Data(bytes))) ?? .null
        kept.withLock { $0.append(Message(headers: headers, bytes: bytes, json: json)) }
        let status = statuses.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        return Response(status: .init(code: status))
    }
}
