import Testing

@testable import AMQP

/// The accounting of confirms, without a broker.
struct ConfirmWindowTests {
    private func window(_ count: Int) -> ConfirmWindow<Int> {
        var window = ConfirmWindow<Int>()
        for slot in 0..<count { window.append(slot) }
        return window
    }

    private func answers(
        _ window: inout ConfirmWindow<Int>, _ tag: UInt64, multiple: Bool, _ outcome: PublishOutcome = .confirmed
    ) -> [Int: PublishOutcome] {
        var answers: [Int: PublishOutcome] = [:]
        window.answered(tag, isMultiple: multiple, outcome) { answers[$0] = $1 }
        return answers
    }

    @Test("a single confirm answers one tag, counted from 1")
    func singleConfirmAnswers() {
        var window = window(3)
        #expect(answers(&window, 2, multiple: false) == [1: .confirmed])
        #expect(window.count == 3, "tag 1 is still open, so nothing leaves")
        #expect(answers(&window, 1, multiple: false) == [0: .confirmed])
        #expect(window.count == 1)
    }

    @Test("a multiple confirm answers all up to its tag that were open")
    func multipleConfirmAnswers() {
        var window = window(5)
        _ = answers(&window, 2, multiple: false)
        #expect(answers(&window, 4, multiple: true) == [0: .confirmed, 2: .confirmed, 3: .confirmed])
        #expect(window.count == 1)
    }

    @Test("a returned message is no success although its confirm follows")
    func returnedMessageNo() {
        var window = window(2)
        window.returned(.returned(code: 312, text: "NO_ROUTE")) { $0 == 1 }
        #expect(
            answers(&window, 2, multiple: true) == [0: .confirmed, 1: .returned(code: 312, text: "NO_ROUTE")])
    }

    @Test("a tag that was never used or is answered already changes nothing")
    func tagNeverUsed() {
        var window = window(2)
        _ = answers(&window, 1, multiple: false)
        #expect(answers(&window, 1, multiple: false) == [:])
        #expect(answers(&window, 9, multiple: true) == [:])
        #expect(answers(&window, 0, multiple: true) == [:])
        #expect(window.count == 1)
    }

    @Test("a new connection starts over, and what was open is handed back in order")
    func newConnectionStarts() {
        var window = window(4)
        _ = answers(&window, 2, multiple: false)
        #expect(window.reset() == [0, 2, 3])
        window.append(7)
        #expect(answers(&window, 1, multiple: false) == [7: .confirmed])
    }

    @Test("a refusal is told as such")
    func refusalToldSuch() {
        var window = window(1)
        #expect(answers(&window, 1, multiple: false, .refused) == [0: .refused])
    }
}
