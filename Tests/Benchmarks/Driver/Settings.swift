import Foundation

/// What a run does, read from the environment; `infra/local/bench.sh` sets it. The servers are those of
/// `TEST_AMQP_URL`, `TEST_MANAGEMENT_URL` and `TEST_DATABASE_URL`.
struct BenchmarkSettings: Sendable {
    /// Under which name the result is kept: only like is compared with like.
    var form = "short"
    var rounds = 1
    /// Orders of a run that goes as fast as it can, and of one at an even pace.
    var orders = 8000
    var pacedOrders = 1000
    /// Orders a second of the even pace.
    var pace = 200.0
    /// Decides every order.
    var seed: UInt64 = 1
    /// The share of lines that name a viral SKU.
    var skew = 0.3
    /// Instead of measuring, kill each stage once and see that all is right.
    var isCrash = false
    /// Whether the result takes the place of the stored one.
    var isKept = false
    /// Where broker.sh and database.sh keep the servers.
    var servers = URL(filePath: "/")
    var pgbench = URL(filePath: "/")
    /// Logs and the result.
    var folder = FileManager.default.temporaryDirectory
    /// The stored result, with which this one is compared.
    var last = URL(filePath: "/")

    /// Reads the environment.
    ///
    /// - Throws: ``WrongSetting`` that names the variable.
    init(_ environment: [String: String]) throws {
        form = try Self.text("BENCH_FORM", environment)
        rounds = try Self.number("BENCH_ROUNDS", environment, rounds, in: 1...100)
        orders = try Self.number("BENCH_ORDERS", environment, orders, in: 100...1_000_000)
        pacedOrders = try Self.number("BENCH_PACED_ORDERS", environment, pacedOrders, in: 100...1_000_000)
        seed = try Self.number("SEED", environment, seed, in: 0...UInt64.max)
        skew = try Self.number("SKEW", environment, skew, in: 0...1)
        isCrash = environment["BENCH_CRASH"] == "1"
        isKept = environment["BENCH_KEEP"] == "1"
        servers = URL(filePath: try Self.text("TEST_SERVERS", environment))
        pgbench = URL(filePath: try Self.text("BENCH_PGBENCH", environment))
        folder = URL(filePath: try Self.text("BENCH_FOLDER", environment))
        last = URL(filePath: try Self.text("BENCH_LAST", environment))
    }

    private static func text(_ name: String, _ environment: [String: String]) throws -> String {
        guard let text = environment[name], !text.isEmpty else { throw WrongSetting(text: "\(name) is not set.") }
        return text
    }

    private static func number<Number: LosslessStringConvertible & Comparable>(
        _ name: String, _ environment: [String: String], _ otherwise: Number, in range: ClosedRange<Number>
    ) throws -> Number {
        guard let text = environment[name], !text.isEmpty else { return otherwise }
        guard let number = Number(text), range.contains(number) else {
            throw WrongSetting(
                text: "\(name) must be a number from \(range.lowerBound) to \(range.upperBound), not \(text).")
        }
        return number
    }
}

/// A setting that cannot be used, in one sentence.
struct WrongSetting: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}
