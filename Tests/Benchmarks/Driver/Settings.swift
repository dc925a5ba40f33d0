import BenchKit
import Foundation
import PlatformKit

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
    /// Instead of all else, run the floor once and tell what it took.
    var isFloor = false
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
        let told = Environment(environment)
        form = try told.text("BENCH_FORM")
        rounds = try told.number("BENCH_ROUNDS", rounds, in: 1...100)
        orders = try told.number("BENCH_ORDERS", orders, in: 100...1_000_000)
        pacedOrders = try told.number("BENCH_PACED_ORDERS", pacedOrders, in: 100...1_000_000)
        seed = try told.number("SEED", seed, in: 0...UInt64.max)
        skew = try told.number("SKEW", skew, in: 0...1)
        isCrash = told["BENCH_CRASH"] == "1"
        isFloor = told["BENCH_FLOOR"] == "1"
        isKept = told["BENCH_KEEP"] == "1"
        servers = URL(filePath: try told.text("TEST_SERVERS"))
        pgbench = URL(filePath: try told.text("BENCH_PGBENCH"))
        folder = URL(filePath: try told.text("BENCH_FOLDER"))
        last = URL(filePath: try told.text("BENCH_LAST"))
    }
}
