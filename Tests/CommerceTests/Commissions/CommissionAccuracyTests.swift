import Commerce
import Contracts
import Testing

@Suite("Commission accuracy (metric 16)")
struct CommissionAccuracyTests {
    private func accuracy(_ ledger: [String: Int64], _ statement: [String: Int64]) throws -> CommissionAccuracy {
        try CommissionAccuracy(
            ledger: ledger.mapValues(usd), statement: statement.mapValues(usd), currency: .usd)
    }

    @Test("is 1 when every line agrees, nil without a statement")
    func ends() throws {
        #expect(try accuracy(["a": 100, "b": -20], ["a": 100, "b": -20]).value == 1)
        #expect(try accuracy(["a": 100], [:]).value == nil)
        #expect(try accuracy([:], [:]).value == nil)
    }

    @Test("loses what differs and, in full, what only one side has")
    func differences() throws {
        // |100 − 90| + |0 − 60| + |50 − 0| = 120 over 90 + 60 = 150: 1 − 0.8
        let value = try #require(try accuracy(["a": 100, "c": 50], ["a": 90, "b": 60]).value)
        #expect(abs(value - 0.2) < 1e-12)
    }

    @Test("counts differences both ways, so that they do not cancel out, and may fall below 0")
    func signs() throws {
        #expect(try accuracy(["a": 110, "b": 90], ["a": 100, "b": 100]).value == 0.9)
        #expect(try accuracy(["a": -100], ["a": 100]).value == -1)
        #expect(try accuracy([:], ["a": -100]).value == 0)
    }

    @Test("adds up over statements by its sums")
    func sums() throws {
        let first = try accuracy(["a": 0], ["a": 100])
        let second = try accuracy(["a": 300], ["a": 300])
        #expect(CommissionAccuracy(error: first.error + second.error).value == 0.75)
    }
}
