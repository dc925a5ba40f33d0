import Foundation
import Logging
import Messaging
import ServiceKit
import TestKit
import Testing

/// Keeps lines instead of writing them.
final class Lines: LogSink {
    private let lines = Notes<String>()

    func write(_ line: [UInt8]) {
        lines.add(String(decoding: line, as: UTF8.self))
    }

    var all: [String] { lines.all }

    func last() throws -> [String: Any] {
        let line = try #require(all.last)
        return try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
}

@Suite("Log lines")
struct LogTests {
    let lines = Lines()

    func logger(_ level: Logger.Level = .info, at time: TimeInterval = 0) -> Logger {
        Logger(label: "shop.test") { [lines] label in
            JSONLogHandler(
                label: label, origin: .init(service: "inventory", instance: "i-1"), level: level, sink: lines,
                now: { Date(timeIntervalSince1970: time) })
        }
    }

    @Test("a line is one JSON object with time, level, constant message, service, instance and logger")
    func fields() throws {
        // 2000-02-29T00:00:00Z is 951 782 400 s after the epoch: 11 016 days of 86 400 s.
        logger(at: 951_782_400.125).warning("stock is low", metadata: ["sku": "A-1"])
        #expect(lines.all.count == 1)
        #expect(lines.all[0].hasSuffix("}\n") && lines.all[0].count(where: \.isNewline) == 1)
        let line = try lines.last()
        #expect(line["time"] as? String == "2000-02-29T00:00:00.125Z")
        #expect(line["level"] as? String == "warning")
        #expect(line["message"] as? String == "stock is low")
        #expect(line["service"] as? String == "inventory")
        #expect(line["instance"] as? String == "i-1")
        #expect(line["logger"] as? String == "shop.test")
        #expect(line["sku"] as? String == "A-1")
    }

    @Test("lines below the level are not written")
    func level() {
        logger(.warning).info("quiet")
        #expect(lines.all.isEmpty)
    }

    @Test("numbers and truth values stay numbers and truth values")
    func numbers() throws {
        logger().info(
            "x", metadata: ["n": .stringConvertible(42), "d": .stringConvertible(0.5), "b": .stringConvertible(true)])
        let line = try lines.last()
        #expect(line["n"] as? Int == 42)
        #expect(line["d"] as? Double == 0.5)
        #expect(line["b"] as? Bool == true)
        #expect(lines.all[0].contains("\"b\":true"))
    }

    @Test(
        "whatever a value contains, the line is valid JSON and gives the value back",
        arguments: [
            "quote \" backslash \\ slash /", "line\nfeed\r\ttab", "\u{0}\u{1}\u{1F}\u{7F}", "émoji 🧾 \u{2028}", "",
        ])
    func escaping(value: String) throws {
        logger().info("x", metadata: ["value": "\(value)", "key \"\(value)": "y"])
        #expect(try lines.last()["value"] as? String == value)
        #expect(try lines.last()["key \"\(value)"] as? String == "y")
    }

    @Test(
        "keys that name secrets show no value, at any depth",
        arguments: [
            "password", "db.password", "apiKey", "api_key", "access-key", "refreshToken", "Authorization",
            "webhook.signature",
            "clientSecret", "recipient", "buyer.email",
        ])
    func redaction(key: String) throws {
        logger().info("x", metadata: [key: "hunter2", "nested": .dictionary([key: ["hunter2"]]), "safe": "shown"])
        #expect(!lines.all[0].contains("hunter2"))
        #expect(try lines.last()[key] as? String == "***")
        #expect(try lines.last()["safe"] as? String == "shown")
    }

    @Test(
        "keys that only resemble secrets are shown", arguments: ["order.id", "tokenize", "keys", "secretary", "passed"])
    func noRedaction(key: String) throws {
        logger().info("x", metadata: [key: "shown"])
        #expect(try lines.last()[key] as? String == "shown")
    }

    @Test(
        "a password inside a URL is removed, wherever the URL stands",
        arguments: [
            ("amqp://guest:hunter2@host:5672/", "amqp://guest:***@host:5672/"),
            ("a postgresql://u:p@ss@h/db and b amqps://v:w@i", "a postgresql://u:***@h/db and b amqps://v:***@i"),
            ("https://host/path?x=a:b@c", "https://host/path?x=a:b@c"), ("no url: a@b", "no url: a@b"),
            ("amqp://guest@host/", "amqp://guest@host/"), ("://", "://"),
        ])
    func urls(text: String, shown: String) throws {
        logger().info("x", metadata: ["address": "\(text)"])
        #expect(try lines.last()["address"] as? String == shown)
    }

    @Test("a task's context is on every line of the task, inner over outer, call over context")
    func context() async throws {
        let logger = logger()
        await LogContext.with(["order.id": "1", "message.id": "a"]) {
            await LogContext.with(["message.id": "b"]) {
                logger.info("x", metadata: ["tenant.id": "t"])
            }
        }
        let line = try lines.last()
        #expect(line["order.id"] as? String == "1")
        #expect(line["message.id"] as? String == "b")
        #expect(line["tenant.id"] as? String == "t")
        logger.info("outside")
        #expect(try lines.last()["order.id"] == nil)
    }

    @Test("metadata cannot replace the fields of the line itself")
    func reserved() throws {
        logger().info("real", metadata: ["message": "forged", "level": "critical"])
        let line = try lines.last()
        #expect(line["message"] as? String == "real")
        #expect(line["level"] as? String == "info")
        #expect(line["metadata.message"] as? String == "forged")
    }

    @Test("an error is told by type and text, without passwords")
    func errors() throws {
        struct Refused: Error, CustomStringConvertible { let description = "refused by amqp://u:hunter2@h/" }
        logger().error("no connection", error: Refused(), metadata: nil)
        #expect(try lines.last()["error.type"] as? String == "Refused")
        #expect(try lines.last()["error.message"] as? String == "refused by amqp://u:***@h/")
    }

    @Test("long texts, long lists and deep nesting are cut, so that a line has a bound")
    func bounds() throws {
        var deep: Logger.MetadataValue = "bottom"
        for _ in 0..<20 { deep = .array([deep]) }
        let long = String(repeating: "x", count: 10_000)
        logger().info(
            "x", metadata: ["long": "\(long)", "list": .array(Array(repeating: "y", count: 1000)), "deep": deep])
        let line = try lines.last()
        #expect((line["long"] as? String)?.hasSuffix("… (5904 more characters)") == true)  // 10 000 − 4096
        #expect((line["list"] as? [Any])?.count == 64)
        #expect(lines.all[0].contains("too deep"))
        #expect(lines.all[0].utf8.count < 6000)
    }
}
