import Foundation
import TestKit
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite("A service as a process")
struct ServiceTests {
    static let password = ["PROBE_PASSWORD": "hunter2"]

    func settings(_ behaviour: String, _ more: [String: String] = [:]) -> [String: String] {
        Self.password.merging(["PROBE_BEHAVIOUR": behaviour]) { $1 }.merging(more) { $1 }
    }

    @Test("a missing setting ends it with 78 and one sentence on the standard error, and nothing else")
    func missingSetting() async throws {
        let probe = try ProbeProcess()
        #expect(try await probe.exitStatus() == 78)
        #expect(probe.output == "")
        let file = "or the path of a file that holds it in PROBE_PASSWORD_FILE"
        let sentence = "PROBE_PASSWORD is not set: it is what must not be said, and must be a secret text, \(file)."
        #expect(probe.complaints == "probe: \(sentence)\n")
    }

    @Test("a wrong setting of the kit itself does the same")
    func wrongSetting() async throws {
        let probe = try ProbeProcess([], Self.password.merging(["LOG_LEVEL": "loud"]) { $1 })
        #expect(try await probe.exitStatus() == 78)
        #expect(probe.complaints.hasPrefix("probe: LOG_LEVEL must be one of trace, debug, "))
    }

    @Test("SIGTERM ends it in order, with 0", arguments: [SIGTERM, SIGINT])
    func graceful(signal: Int32) async throws {
        let probe = try ProbeProcess(["run"], Self.password)
        _ = try await probe.adminPort()
        probe.signal(signal)
        #expect(try await probe.exitStatus() == 0)
        let messages = try probe.messages()
        #expect(messages.first == "hello")
        #expect(messages.suffix(2) == ["service stopping", "service stopped"])
        #expect(!probe.output.contains("hunter2"))
    }

    @Test("a part that ignores the request is cancelled after the grace")
    func escalation() async throws {
        let probe = try ProbeProcess([], settings("slow", ["SHUTDOWN_GRACE": "100ms", "SHUTDOWN_FORCE": "10m"]))
        _ = try await probe.adminPort()
        probe.signal(SIGTERM)
        #expect(try await probe.exitStatus() == 1)
        #expect(try probe.messages().contains("service failed"))
    }

    @Test("a part that cannot be cancelled is left behind when the force's time has come")
    func force() async throws {
        let probe = try ProbeProcess([], settings("stubborn", ["SHUTDOWN_GRACE": "100ms", "SHUTDOWN_FORCE": "100ms"]))
        _ = try await probe.adminPort()
        probe.signal(SIGTERM)
        #expect(try await probe.exitStatus() == 1)
        #expect(try probe.messages().last == "ended by force, as parts did not stop in time")
    }

    @Test("a second signal ends it at once, with 128 and the signal's number")
    func secondSignal() async throws {
        let probe = try ProbeProcess([], settings("stubborn", ["SHUTDOWN_GRACE": "1h"]))
        _ = try await probe.adminPort()
        probe.signal(SIGTERM)
        try await probe.untilLogged("service stopping")
        probe.signal(SIGTERM)
        #expect(try await probe.exitStatus() == 128 + SIGTERM)
    }

    @Test("a part that fails ends the service with 1, and the log says which and why, without passwords")
    func failure() async throws {
        let probe = try ProbeProcess([], settings("failing"))
        #expect(try await probe.exitStatus() == 1)
        let line = try #require(try probe.log().first { $0["message"] as? String == "a part of the service failed" })
        #expect(line["level"] as? String == "critical")
        #expect(line["part"] as? String == "Idler")
        #expect(line["error.message"] as? String == "broken amqp://user:***@host/")
        #expect(!probe.output.contains("hunter2"))
    }

    @Test("a part that fails beside one that cannot be stopped still ends the service")
    func wedged() async throws {
        let probe = try ProbeProcess([], settings("wedged", ["SHUTDOWN_GRACE": "100ms", "SHUTDOWN_FORCE": "100ms"]))
        #expect(try await probe.exitStatus() == 1)
        #expect(try probe.messages().last == "ended by force, as parts did not stop in time")
    }

    @Test("it is unready from the moment it is told to stop, while its parts still work")
    func unreadyWhileStopping() async throws {
        let probe = try ProbeProcess([], settings("slow", ["SHUTDOWN_GRACE": "1h"]))
        let port = try await probe.adminPort()
        try await eventually("it is ready") { try await get(port, "readyz").status == 200 }
        probe.signal(SIGTERM)
        try await eventually("it is stopping") { try await get(port, "readyz").body.contains(#""status":"stopping""#) }
        #expect(try await get(port, "readyz").status == 503)
        #expect(try await get(port, "livez").status == 200)
    }

    @Test("a part that ends unasked ends the service with 1")
    func leaving() async throws {
        let probe = try ProbeProcess([], settings("leaving"))
        #expect(try await probe.exitStatus() == 1)
        #expect(try probe.messages().contains("a part of the service ended unasked"))
    }

    @Test("the admin server tells of life, readiness and metrics")
    func admin() async throws {
        let probe = try ProbeProcess([], Self.password.merging(["SERVICE_VERSION": "1.2.3"]) { $1 })
        let port = try await probe.adminPort()
        #expect(try await get(port, "livez").body == #"{"status":"live"}"#)
        try await eventually("it is ready") { try await get(port, "readyz").status == 200 }
        let report = try await get(port, "readyz").body
        #expect(report.contains(#""status":"ready""#) && report.contains(#""name":"mood""#), "\(report)")
        let metrics = try await get(port, "metrics")
        #expect(metrics.type == "text/plain; version=0.0.4; charset=utf-8")
        let read = try Exposition(metrics.body)
        #expect(read.value("service_build_info", ["service": "probe", "version": "1.2.3"]) == 1)
        #expect(read.value("service_ready", ["check": "mood"]) == 1)
        #expect(try #require(read.value("process_resident_memory_bytes")) > 1_000_000)
        let started = try #require(read.value("process_start_time_seconds"))
        #expect(abs(started - Date().timeIntervalSince1970) < 600)
        #expect(try await get(port, "nothing").status == 404)
    }

    @Test("an unready service answers 503 and says why")
    func unready() async throws {
        let probe = try ProbeProcess([], settings("moody"))
        let port = try await probe.adminPort()
        try await eventually("it says why") { try await get(port, "readyz").body.contains("not in the mood") }
        #expect(try await get(port, "readyz").status == 503)
        #expect(try await get(port, "livez").status == 200)
    }

    @Test("config lists every key with its state, even when some are wrong, and no secret")
    func config() async throws {
        let probe = try ProbeProcess(["config"], Self.password.merging(["PROBE_VOLUME": "11"]) { $1 })
        #expect(try await probe.exitStatus() == 0)
        let rows = probe.output.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        let states = Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0) })
        #expect(states["PROBE_PASSWORD"]?[1...2] == ["(required)", "set"])
        #expect(states["PROBE_VOLUME"]?[1...2] == ["5", "wrong"])
        #expect(states["ADMIN_PORT"]?[1...2] == ["0", "default"])
        #expect(!probe.output.contains("hunter2"))
    }

    @Test("version needs no settings; an unknown command is refused with the usage status")
    func commands() async throws {
        let version = try ProbeProcess(["version"], ["SERVICE_VERSION": "1.2.3"])
        #expect(try await version.exitStatus() == 0)
        #expect(version.output == "probe 1.2.3\n")
        let unknown = try ProbeProcess(["dance"], Self.password)
        #expect(try await unknown.exitStatus() == 64)
        let migrate = try ProbeProcess(["migrate"], Self.password)
        #expect(try await migrate.exitStatus() == 0)
        #expect(try migrate.messages() == ["no schema to migrate"])
    }

    private func get(_ port: Int, _ path: String) async throws -> (status: Int, type: String?, body: String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        let http = try #require(response as? HTTPURLResponse)
        return (http.statusCode, http.value(forHTTPHeaderField: "Content-Type"), String(decoding: data, as: UTF8.self))
    }
}
