import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// RabbitMQ's management interface, as far as tests need it.
struct Management: Sendable {
    /// What the interface refused.
    struct Failure: Error, CustomStringConvertible {
        let request: String
        let status: Int
        let body: String
        var description: String { "\(request) was answered \(status): \(body)" }
    }

    private let origin: String
    private let authorization: String
    private let session: URLSession

    /// - Parameter url: such as `http://guest:guest@127.0.0.1:15672`.
    init(_ url: String) throws {
        guard let parts = URLComponents(string: url), let host = parts.host, let port = parts.port else {
            throw MissingServer(variable: "TEST_MANAGEMENT_URL", problem: "is no URL with a host and a port")
        }
        origin = "\(parts.scheme ?? "http")://\(host):\(port)/api"
        let credentials = "\(parts.user ?? "guest"):\(parts.password ?? "guest")"
        authorization = "Basic " + Data(credentials.utf8).base64EncodedString()
        let configuration = URLSessionConfiguration.ephemeral
        // A broker that several platforms share with a build answers slowly.
        configuration.timeoutIntervalForRequest = 120
        session = URLSession(configuration: configuration)
    }

    /// Asks for something that may not be there.
    func get<Answer: Decodable>(_ path: [String], as _: Answer.Type = Answer.self) async throws -> Answer? {
        do {
            return try JSONDecoder().decode(Answer.self, from: try await send("GET", path))
        } catch let failure as Failure where failure.status == 404 {
            return nil
        }
    }

    /// Creates or changes something.
    func put(_ path: [String], _ body: JSONValue = [:]) async throws {
        _ = try await send("PUT", path, body)
    }

    /// Does something, and reads the answer.
    func post<Answer: Decodable>(
        _ path: [String], _ body: JSONValue, as _: Answer.Type = Answer.self
    ) async throws -> Answer {
        try JSONDecoder().decode(Answer.self, from: try await send("POST", path, body))
    }

    /// Does something that has no answer.
    func post(_ path: [String], _ body: JSONValue) async throws {
        _ = try await send("POST", path, body)
    }

    /// Does something that has no answer, from JSON as it is written.
    func post(_ path: [String], text: String) async throws {
        _ = try await send("POST", path, data: Data(text.utf8))
    }

    /// Removes something; false when it was not there.
    @discardableResult
    func delete(_ path: [String]) async throws -> Bool {
        do {
            _ = try await send("DELETE", path)
            return true
        } catch let failure as Failure where failure.status == 404 {
            return false
        }
    }

    private func send(_ method: String, _ path: [String], _ body: JSONValue? = nil) async throws -> Data {
        try await send(method, path, data: try body.map { try JSONEncoder().encode($0) })
    }

    private func send(_ method: String, _ path: [String], data body: Data?) async throws -> Data {
        let text = origin + path.map { "/" + Self.escaped($0) }.joined()
        guard let url = URL(string: text) else { throw Failure(request: text, status: 0, body: "no URL") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue(authorization, forHTTPHeaderField: "Authorization")
        if let body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = body
        }
        let (data, response) = try await session.data(for: request)
        let status = (response as? HTTPURLResponse)?.statusCode ?? 0
        guard (200..<300).contains(status) else {
            throw Failure(request: "\(method) \(text)", status: status, body: String(decoding: data, as: UTF8.self))
        }
        return data
    }

    /// One segment of a path; a virtual host's or a queue's name may contain anything.
    private static func escaped(_ segment: String) -> String {
        segment.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? segment
    }
}

/// The servers that tests need are not there.
struct MissingServer: Error, CustomStringConvertible {
    let variable: String
    let problem: String
    var description: String { "\(variable) \(problem); `make test` starts the servers and sets it." }

    /// The value of a variable that `make test` sets.
    static func value(of variable: String) throws -> String {
        guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else {
            throw MissingServer(variable: variable, problem: "is not set")
        }
        return value
    }
}
