public import Foundation
import Outbound

/// A headless Chromium, driven over WebDriver (W3C).
public struct Browser: Sendable {
    private static let driver = "/usr/bin/chromedriver"
    private static let chromium = "/usr/bin/chromium"

    /// What a browser refused, or what did not come true in its page.
    public struct Trouble: Error, CustomStringConvertible {
        /// One sentence.
        public let description: String
    }

    /// Why there is none; nil when there is one.
    public static var missing: String? {
        let absent = [driver, chromium].filter { !FileManager.default.isExecutableFile(atPath: $0) }
        return absent.isEmpty ? nil : "\(absent.joined(separator: " and ")) not installed: apt install chromium-driver"
    }

    private static let http = HTTPClient()

    private let port: Int
    private let session: String

    /// Lends a browser with a window of this size, in points.
    public static func lend<Value>(
        width: Int, height: Int, isolation: isolated (any Actor)? = #isolation,
        _ body: (Browser) async throws -> Value
    ) async throws -> Value {
        // Profiles and sockets of a browser that is ended hard would stay behind anywhere else.
        let folder = FileManager.default.temporaryDirectory.appending(path: "browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: driver)
        process.arguments = ["--port=0"]
        // Amounts and times are written in the browser's language: in every place the same.
        process.environment = ProcessInfo.processInfo.environment.merging([
            "TMPDIR": folder.path(), "LANGUAGE": "en_US",
        ]) { $1 }
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // A child of a Swift process may have SIGTERM blocked; the browser itself ends with its session.
        defer {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let port = try await port(output.fileHandleForReading)
        let browser = Browser(port: port, session: try await begin(port, width, height))
        do {
            let value = try await body(browser)
            _ = try? await call(port, .delete, "/session/\(browser.session)", nil)
            return value
        } catch {
            _ = try? await call(port, .delete, "/session/\(browser.session)", nil)
            throw error
        }
    }

    private static func begin(_ port: Int, _ width: Int, _ height: Int) async throws -> String {
        let capabilities: [String: Any] = [
            "browserName": "chrome",
            "goog:loggingPrefs": ["browser": "ALL"],
            "goog:chromeOptions": [
                "binary": chromium,
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
                "mobileEmulation": ["deviceMetrics": ["width": width, "height": height, "pixelRatio": 1]],
            ],
        ]
        let made = try JSONSerialization.jsonObject(
            with: try await call(port, .post, "/session", ["capabilities": ["alwaysMatch": capabilities]]),
            options: .fragmentsAllowed)
        guard let session = (made as? [String: Any])?["sessionId"] as? String else {
            throw Trouble(description: "no session: \(made)")
        }
        return session
    }

    /// The driver says on which port it listens, within its first lines.
    private static func port(_ output: FileHandle) async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try readPort(output) }) }
        }
    }

    private static func readPort(_ output: FileHandle) throws -> Int {
        var text = ""
        while text.utf8.count < 10_000, let data = try output.read(upToCount: 1), !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            if let found = text.firstMatch(of: /on port (\d+)\./), let port = Int(found.1) { return port }
        }
        throw Trouble(description: "the driver did not start: \(text)")
    }

    /// Asks the driver; answers the JSON of the answer's `value`.
    private static func call(
        _ port: Int, _ method: HTTPMethod, _ path: String, _ body: [String: Any]?
    ) async throws -> Data {
        let bytes = try body.map { [UInt8](try JSONSerialization.data(withJSONObject: $0)) } ?? []
        let response = try await http.send(
            HTTPRequest(
                method, "http://127.0.0.1:\(port)\(path)", headers: ["Content-Type": "application/json"], body: bytes),
            deadline: .seconds(120))
        let content = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
        guard response.status == 200, let value = content?["value"] else {
            throw Trouble(
                description: "WebDriver \(path): \(String(decoding: response.body.prefix(500), as: UTF8.self))")
        }
        return try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
    }
}

// MARK: - Looking and acting

extension Browser {
    /// Goes to an address.
    public func go(to address: String) async throws {
        _ = try await Self.call(port, .post, "/session/\(session)/url", ["url": address])
    }

    /// Loads the page anew.
    public func reload() async throws {
        _ = try await Self.call(port, .post, "/session/\(session)/refresh", [:])
    }

    /// Runs a script in the page.
    public func run(_ script: String) async throws {
        _ = try await json(script)
    }

    /// The text that a script returns; empty for anything else.
    public func text(_ script: String) async throws -> String { try await read(script) as? String ?? "" }

    /// The number that a script returns; -1 for anything else.
    public func number(_ script: String) async throws -> Int { try await read(script) as? Int ?? -1 }

    /// The list of texts that a script returns.
    public func texts(_ script: String) async throws -> [String] { try await read(script) as? [String] ?? [] }

    /// Waits for a script to return true, for a minute unless told otherwise.
    public func wait(
        _ condition: String, within patience: Duration = .seconds(60), _ script: String
    ) async throws {
        do {
            try await eventually(within: patience, condition) { try await read(script) as? Bool == true }
        } catch {
            let notice = try await text("return document.getElementById('notice')?.textContent")
            throw Trouble(description: "\(error); the page says: \(notice); console: \(try await console())")
        }
    }

    /// What the page has written to its console, since last asked.
    public func console() async throws -> [String] {
        let entries = try await Self.call(port, .post, "/session/\(session)/se/log", ["type": "browser"])
        let list = try JSONSerialization.jsonObject(with: entries) as? [[String: Any]]
        return list?.compactMap { $0["message"] as? String } ?? []
    }

    /// A picture of the page, as PNG.
    public func picture() async throws -> Data {
        let answer = try await Self.call(port, .get, "/session/\(session)/screenshot", nil)
        let text = try JSONSerialization.jsonObject(with: answer, options: .fragmentsAllowed) as? String
        return text.flatMap { Data(base64Encoded: $0) } ?? Data()
    }

    private func read(_ script: String) async throws -> Any {
        try JSONSerialization.jsonObject(with: try await json(script), options: .fragmentsAllowed)
    }

    private func json(_ script: String) async throws -> Data {
        try await Self.call(port, .post, "/session/\(session)/execute/sync", ["script": script, "args": [Any]()])
    }
}
