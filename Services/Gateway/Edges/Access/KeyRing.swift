import Contracts
import Crypto
import Foundation
import Messaging
import Synchronization

/// Asks Accounts who holds a key, and remembers the answer for a few seconds: so long a revoked key may still open.
final class KeyRing: Sendable {
    private struct Entry {
        let verdict: Result<Visitor, Problem>
        let until: ContinuousClock.Instant
    }

    private let requests: RequestClient
    private let memory: Duration
    private let known = Mutex<[String: Entry]>([:])
    /// More keys than that are not remembered; they are asked about each time.
    private static let most = 10_000
    private static let longestKey = 256

    /// - Parameter memory: at most 5 seconds, as Accounts promises to those who revoke.
    init(_ requests: RequestClient, memory: Duration = .seconds(5)) {
        self.requests = requests
        self.memory = memory
    }

    /// The holder of a key.
    func visitor(of key: String, _ trace: Trace) async throws(Problem) -> Visitor {
        guard (1...Self.longestKey).contains(key.utf8.count) else {
            throw .badKey("unknownKey", "the key is not known")
        }
        return try await visitor(digest: Self.digest(key), trace)
    }

    /// The holder of the key with this digest.
    func visitor(digest: String, _ trace: Trace) async throws(Problem) -> Visitor {
        let verdict: Result<Visitor, Problem>
        if let entry = entry(digest) {
            verdict = entry
        } else {
            verdict = try await ask(digest, trace)
            remember(digest, verdict)
        }
        let visitor = try verdict.get()
        // A key may end while its verdict is remembered.
        if let end = visitor.expiresAt, end <= Instant(Date()) { throw .badKey("expiredKey", "the key has expired") }
        return visitor
    }

    /// Whether a key was good when it was last asked about, however long ago: its holder is no stranger.
    func isAcquainted(_ key: String) -> Bool {
        known.withLock { known in
            guard case .success = known[Self.digest(key)]?.verdict else { return false }
            return true
        }
    }

    /// Asks about a key anew when it comes next: it opens something that it did not open before.
    func forget(_ visitor: Visitor) {
        known.withLock { $0[visitor.digest] = nil }
    }

    /// SHA-256 of the key's UTF-8 text in 64 lower-case hexadecimal digits.
    static func digest(_ key: String) -> String {
        SHA256.hash(data: Data(key.utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    private func ask(_ digest: String, _ trace: Trace) async throws(Problem) -> Result<Visitor, Problem> {
        do {
            let reply = try await requests.ask(
                KeyVerify(digest: digest), as: Caller(tenants: [], actor: "gateway"), trace: trace.headers)
            return .success(Visitor(reply, digest: digest))
        } catch .refused(let refusal) where refusal.kind == .forbidden {
            return .failure(.badKey(refusal.code, refusal.detail))
        } catch {
            throw Problem(error)
        }
    }

    private func entry(_ digest: String) -> Result<Visitor, Problem>? {
        known.withLock { known in
            guard let entry = known[digest], entry.until > .now else { return nil }
            return entry.verdict
        }
    }

    private func remember(_ digest: String, _ verdict: Result<Visitor, Problem>) {
        known.withLock { known in
            if known.count >= Self.most { known = known.filter { $0.value.until > .now } }
            guard known.count < Self.most else { return }
            known[digest] = Entry(verdict: verdict, until: .now + memory)
        }
    }
}
