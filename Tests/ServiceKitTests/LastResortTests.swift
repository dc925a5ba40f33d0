import Foundation
import TestKit
import Testing

@testable import ServiceKit

@Suite("The last resort")
struct LastResortTests {
    let ends = Notes<Int32>()

    func lastResort(_ patience: Duration) -> LastResort {
        LastResort(patience: patience, logger: silent) { [ends] in
            ends.add($0)
        }
    }

    @Test("one signal ends nothing by itself; the second ends the process with 128 and its number")
    func secondSignal() {
        let lastResort = lastResort(.seconds(3600))
        lastResort.caught(SIGTERM)
        #expect(ends.all == [])
        lastResort.caught(SIGINT)
        #expect(ends.all == [130])
    }

    @Test("after its patience the process is ended with 1, once, however often the clock was started")
    func patience() async throws {
        let lastResort = lastResort(.milliseconds(10))
        lastResort.arm()
        lastResort.arm()
        lastResort.caught(SIGTERM)
        try await eventually("the process has been ended") { ends.all == [1] }
    }
}
