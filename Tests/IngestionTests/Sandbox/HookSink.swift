import Foundation
import Hummingbird
import Synchronization
import TestKit

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
        try await withStandIn { request in
            let bytes = Array(try await request.body.collect(upTo: 1 << 20).readableBytesView)
            let hook = Hook(authorization: request.headers[.authorization], bytes: bytes)
            self.waiting.withLock { $0.append(hook) }
            return Response(status: .ok)
        } _: { address in
            try await body("\(address)/webhooks")
        }
    }
}
