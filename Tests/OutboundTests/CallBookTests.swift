import Foundation
import Testing

@testable import Outbound

/// How partners answered in the last hour.
@Suite struct CallBookTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test("a refusal is an answer, trouble is not, what we cancel does not count")
    func outcomes() {
        let book = CallBook()
        let words = ["ok", "business", "transient", "unreachable", "outcomeUnknown", "malformedAnswer", "throttled"]
        for word in words + ["configuration", "cancelled"] {
            book.note("shippo", "BuyLabel", word, .milliseconds(80), at: start)
        }
        let figures = book.figures("shippo", "BuyLabel", at: start)
        // Nine words less the one that was cancelled; transient, two without an answer, an unreadable one, a version
        // that is gone; one too many.
        #expect(figures.calls == 8 && figures.failed == 5 && figures.throttled == 1)
        #expect(book.figures("shippo", "GetTrack", at: start) == CallBook.Figures())
    }

    @Test("95 of 100 are through by the span in which the 95th lies")
    func slow() {
        let book = CallBook()
        // 94 within 25 ms, the 95th within a second, five for ages.
        for _ in 0..<94 { book.note("shippo", "GetTrack", "ok", .milliseconds(20), at: start) }
        book.note("shippo", "GetTrack", "ok", .milliseconds(900), at: start)
        for _ in 0..<5 { book.note("shippo", "GetTrack", "ok", .seconds(300), at: start) }
        #expect(book.figures("shippo", "GetTrack", at: start).slowest95 == .milliseconds(1000))
        book.note("shippo", "GetTrack", "ok", .seconds(300), at: start)
        // 95 of 101 are 94.06 %: the next span that has anybody is the last.
        #expect(book.figures("shippo", "GetTrack", at: start).slowest95 == .seconds(60))
    }

    @Test("after an hour a call is forgotten, and its slot is written over")
    func past() {
        let book = CallBook()
        book.note("shippo", "GetTrack", "transient", .seconds(1), at: start)
        #expect(book.figures("shippo", "GetTrack", at: start + 54 * 60).failed == 1)
        #expect(book.figures("shippo", "GetTrack", at: start + 61 * 60).calls == 0)
        book.note("shippo", "GetTrack", "ok", .seconds(1), at: start + 60 * 60)
        let later = book.figures("shippo", "GetTrack", at: start + 60 * 60)
        #expect(later.calls == 1 && later.failed == 0)
    }

    @Test("a notice is kept with the time at which it was heard, and an answer without one does not take it back")
    func notices() {
        let book = CallBook()
        book.hear(["Sunset": "Sun, 30 Jun 2030 23:59:59 GMT"], "tiktokshop", "Get Order List 202309", at: start)
        book.hear([:], "tiktokshop", "Get Order List 202309", at: start + 60)
        let figures = book.figures("tiktokshop", "Get Order List 202309", at: start + 60)
        #expect(figures.notice?.endsAt != nil && figures.noticedAt == start)
    }

    @Test("a book has a bound")
    func bound() {
        let book = CallBook()
        for number in 0..<600 { book.note("shippo", "\(number)", "ok", .zero, at: start) }
        #expect(book.figures("shippo", "499", at: start).calls == 1)
        #expect(book.figures("shippo", "599", at: start).calls == 0)
    }
}
