internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
import Synchronization

/// An HTTP server that keeps what it is sent and answers as it was told: a collector of traces, say.
public final class RecordingServer: Sendable {
    /// A request that came.
    public struct Seen: Sendable {
        /// Such as `POST`.
        public let method: String
        /// With its query.
        public let path: String
        /// By names in lower case; of several of one name the first.
        public let headers: [String: String]
        /// As it came.
        public let body: [UInt8]
    }

    /// What is answered.
    public struct Reply: Sendable {
        let status: Int
        let headers: [String: String]
        let body: String

        /// An answer.
        public init(_ status: Int, headers: [String: String] = [:], body: String = "{}") {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    private struct State {
        var seen: [Seen] = []
        var replies: [Reply]
    }

    private let state: Mutex<State>
    private let location = Mutex("")
    private static let mostBytes = 16 << 20

    private init(_ replies: [Reply]) { state = Mutex(State(replies: replies)) }

    /// Where it listens, such as `http://127.0.0.1:4711`.
    public var address: String { location.withLock { $0 } }

    /// What has come so far.
    public var seen: [Seen] { state.withLock { $0.seen } }

    /// Runs while the body runs.
    ///
    /// - Parameter replies: The first answers; what comes after them is answered with 200.
    public static func run<Value: Sendable>(
        _ replies: [Reply] = [], _ body: @Sendable (RecordingServer) async throws -> Value
    ) async throws -> Value {
        let server = RecordingServer(replies)
        return try await withStandIn(server.answer) { address in
            server.location.withLock { $0 = address }
            return try await body(server)
        }
    }

    @Sendable private func answer(_ request: Request) async throws -> Response {
        let body = Array(try await request.body.collect(upTo: Self.mostBytes).readableBytesView)
        var headers: [String: String] = [:]
        for field in request.headers where headers[field.name.canonicalName] == nil {
            headers[field.name.canonicalName] = field.value
        }
        let seen = Seen(method: request.method.rawValue, path: "\(request.uri)", headers: headers, body: body)
        let reply = state.withLock { state in
            state.seen.append(seen)
            return state.replies.isEmpty ? Reply(200) : state.replies.removeFirst()
        }
        var fields: HTTPFields = [.contentType: "application/json"]
        for (name, value) in reply.headers { if let name = HTTPField.Name(name) { fields[name] = value } }
        return Response(
            status: .init(code: reply.status), headers: fields, body: .init(byteBuffer: ByteBuffer(string: reply.body)))
    }
}
