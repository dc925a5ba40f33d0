import Commerce
import Foundation
import Testing

@Suite("Automation success and processing errors (metric 26)")
struct AutomationTests {
    @Test("success is paid to shipped without a person or a failure")
    func success() {
        #expect(AutomationSuccess(isPaid: true, isShipped: true).ratio == Ratio(1, of: 1))
        #expect(AutomationSuccess(isPaid: true, isShipped: false).ratio == Ratio(0, of: 1))
        #expect(AutomationSuccess(isPaid: true, isShipped: true, humanActs: 1).ratio == Ratio(0, of: 1))
        #expect(AutomationSuccess(isPaid: true, isShipped: true, failures: 1).ratio == Ratio(0, of: 1))
    }

    @Test("orders that a rule held, that a buyer cancelled or that are unpaid are in neither sum")
    func eligible() {
        #expect(AutomationSuccess(isPaid: false, isShipped: false).ratio == .none)
        #expect(AutomationSuccess(isPaid: true, isShipped: true, isHeldByRule: true, humanActs: 1).ratio == .none)
        #expect(AutomationSuccess(isPaid: true, isShipped: false, isCancelledByBuyer: true).ratio == .none)
    }

    @Test("an order with errors counts once, an unpaid one not at all")
    func errors() {
        let two: Set<ProcessingErrors.Kind> = [.stuck, .doubleLabelled]
        #expect(ProcessingErrors.ratio(isPaid: true, errors: two) == Ratio(1, of: 1))
        #expect(ProcessingErrors.ratio(isPaid: true, errors: []) == Ratio(0, of: 1))
        #expect(ProcessingErrors.ratio(isPaid: false, errors: two) == .none)
    }

    @Test("an order is stuck after more than an hour that nobody answers for")
    func stuck() {
        let moved = Date(timeIntervalSince1970: 1_767_300_000)
        let hour = moved.addingTimeInterval(3_600)
        #expect(!ProcessingErrors.isStuck(lastMovedAt: moved, hasOwner: false, now: hour))
        #expect(ProcessingErrors.isStuck(lastMovedAt: moved, hasOwner: false, now: hour.addingTimeInterval(1)))
        #expect(!ProcessingErrors.isStuck(lastMovedAt: moved, hasOwner: true, now: hour.addingTimeInterval(1)))
    }
}
