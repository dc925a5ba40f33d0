import Foundation
import TestKit

/// A headless Chromium, driven over WebDriver (W3C).
struct Browser: Sendable {
    private static let driver = "/usr/bin/chromedriver"
    private static let chromium = "/usr/bin/chromium"

    /// Why there is none; nil when there is one.
    static var missing: String? {
        let absent = [driver, chromium].filter { !FileManager.default.isExecutableFile(atPath: $0) }
        return absent.isEmpty ? nil : "\(absent.joined(separator: " and ")) not installed: apt install chromium-driver"
    }

    private let port: Int
    private let session: String

    /// Lends a browser with a window of this size, in points.
    static func lend<Value>(width: Int, height: Int, _ body: (Browser) async throws -> Value) async throws -> Value {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: driver)
        process.arguments = ["--port=0"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { process.terminate() }
        let port = try await Wire.elsewhere { try Self.port(output.fileHandleForReading) }
        let capabilities: [String: Any] = [
            "browserName": "chrome",
            "goog:loggingPrefs": ["browser": "ALL"],
            "goog:chromeOptions": [
                "binary": chromium,
                "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
                "mobileEmulation": ["deviceMetrics": ["width": width, "height": height, "pixelRatio": 1]],
            ],
        ]
        let made = try await Self.call(port, "POST", "/session", ["capabilities": ["alwaysMatch": capabilities]])
        guard let session = (made as? [String: Any])?["sessionId"] as? String else {
            throw Wire.Trouble(sentence: "no session: \(made)")
        }
        let browser = Browser(port: port, session: session)
        let result = await Result { try await body(browser) }
        _ = try? await Self.call(port, "DELETE", "/session/\(session)", nil)
        return try result.get()
    }

    private static func port(_ output: FileHandle) throws -> Int {
        var text = ""
        while let data = try output.read(upToCount: 1), !data.isEmpty {
            text += String(decoding: data, as: UTF8.self)
            if let found = text.firstMatch(of: /on port (\d+)\./), let port = Int(found.1) { return port }
        }
        throw Wire.Trouble(sentence: "the driver did not start: \(text)")
    }

    private static func call(_ port: Int, _ method: String, _ path: String, _ body: [String: Any]?) async throws -> Any
    {
        let data = try body.map { try JSONSerialization.data(withJSONObject: $0) }
        let request = Wire.request(
            method, path, headers: ["Content-Type": "application/json", "Connection": "close"], body: data)
        let reply = try await Wire.elsewhere {
            let wire = try Wire(port: port, patience: 120)
            try wire.send(request)
            return try wire.reply()
        }
        let content = try JSONSerialization.jsonObject(with: reply.body) as? [String: Any]
        guard reply.status == 200, let value = content?["value"] else {
            throw Wire.Trouble(sentence: "WebDriver \(path): \(reply.text.prefix(500))")
        }
        return value
    }

    func go(to address: String) async throws {
        _ = try await Self.call(port, "POST", "/session/\(session)/url", ["url": address])
    }

    func reload() async throws {
        _ = try await Self.call(port, "POST", "/session/\(session)/refresh", [:])
    }

    /// Runs a script in the page.
    @discardableResult
    func run(_ script: String) async throws -> Any {
        try await Self.call(port, "POST", "/session/\(session)/execute/sync", ["script": script, "args": [Any]()])
    }

    /// The text that a script returns; empty for anything else.
    func text(_ script: String) async throws -> String { try await run(script) as? String ?? "" }

    /// The number that a script returns.
    func number(_ script: String) async throws -> Int { try await run(script) as? Int ?? -1 }

    /// Waits for a script to return true.
    func wait(_ condition: String, _ script: String) async throws {
        do {
            try await eventually(within: .seconds(60), condition) { try await self.run(script) as? Bool == true }
        } catch {
            let notice = try await text("return document.getElementById('notice')?.textContent")
            throw Wire.Trouble(sentence: "\(error); the page says: \(notice); console: \(try await console())")
        }
    }

    /// What the page has written to its console, since last asked.
    func console() async throws -> [String] {
        let entries = try await Self.call(port, "POST", "/session/\(session)/se/log", ["type": "browser"])
        return (entries as? [[String: Any]])?.compactMap { $0["message"] as? String } ?? []
    }

    /// A picture of the page, as PNG.
    func picture() async throws -> Data {
        let text = try await Self.call(port, "GET", "/session/\(session)/screenshot", nil) as? String
        return text.flatMap { Data(base64Encoded: $0) } ?? Data()
    }
}
