import Testing

@testable import Ingestion

struct CatalogueSpanTests {
    private static let now: Int = 1_800_000_000

    private func span(_ from: Int?, _ until: Int?) -> CatalogueSpan {
        var span = CatalogueSpan()
        (span.from, span.until) = (from, until)
        return span
    }

    @Test("a round is one search without an end, page by page, as long as the channel goes on")
    func pages() {
        let first = CatalogueSpan(token: nil)
        #expect(first == span(nil, nil))
        #expect(first.following("two")?.page == "two")
        #expect(first.following(nil) == nil)
    }

    @Test("of a span that has too many its first half is read, then all behind it")
    func halves() {
        // (1,577,836,800 + 1,800,000,001) ÷ 2 = 1,688,918,400.5
        let half = span(nil, nil).halved(now: Self.now).next
        #expect(half == span(nil, 1_688_918_400))
        #expect(half?.following(nil) == span(1_688_918_400, nil))
        #expect(span(100, 110).halved(now: Self.now).next == span(100, 105))
    }

    @Test("halves come to an end: one second that has too many is told of and passed by")
    func seconds() {
        var step = CatalogueSpan.Step(next: span(nil, nil))
        var halvings = 0
        while let next = step.next, step.fault == nil, halvings < 100 {
            step = next.halved(now: Self.now)
            halvings += 1
        }
        #expect(step.fault?.field == "update_time")
        // 2^28 > 1,800,000,001 − 1,577,836,800 leads to 2020, and 2^31 > 1,577,836,801 from there to the first second.
        #expect(halvings <= 28 + 31 + 1)
        #expect(step.next?.until == nil && step.next?.from != nil)
        #expect(span(100, 101).halved(now: Self.now).next == span(101, nil))
        #expect(span(Self.now, nil).halved(now: Self.now).next == nil)
        #expect(span(nil, 5).halved(now: Self.now).next == span(nil, 2), "long before there were shops")
    }

    @Test("a cursor's token brings the span back, and the channel's own from before there were spans")
    func tokens() throws {
        var span = span(1, 2)
        (span.page, span.refusals) = ("b+/=", 2)
        #expect(CatalogueSpan(token: try span.token()) == span)
        #expect(CatalogueSpan(token: "page 101").page == "page 101")
    }
}
