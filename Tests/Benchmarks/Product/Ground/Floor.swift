import BenchKit
import Foundation
import PlatformKit
import TestKit

/// The floor of W1, run by its own driver on the same servers, so that a slow minute of the machine meets both.
enum Floor {
    static func run(_ settings: ProductSettings) async throws -> FloorResult {
        let orders = settings.isFull ? 20_000 : 8000
        let driver = try Program(
            try BuiltProgram.find("W1Driver"), [],
            settings: ProcessInfo.processInfo.environment.merging([
                "BENCH_FORM": "floor", "BENCH_FLOOR": "1", "BENCH_ORDERS": "\(orders)",
            ]),
            log: settings.folder.appending(path: "floor.log"))
        try await driver.ended(within: .seconds(600))
        return try FloorResult(at: settings.folder.appending(path: "floor.json"))
    }
}
