import Contracts
import Foundation
import Messaging
import Testing

@testable import Gateway

struct DomainTests {
    @Test("an address fits a pattern part by part, and places take what is decoded")
    func addressFitsPattern() throws {
        let pattern = PathPattern("/v1/stock/listings/{shop}/{channelSKU}")
        let segments = try #require(PathPattern.segments(of: "/v1/stock/listings/s1/a%20b%2Fc"))
        #expect(pattern.match(segments) == ["shop": "s1", "channelSKU": "a b/c"])
        #expect(pattern.match(["v1", "stock", "listings", "s1"]) == nil)
        #expect(pattern.match(["v1", "stock", "listings", "s1", String(repeating: "x", count: 201)]) == nil)
        #expect(pattern.places == ["shop", "channelSKU"])
    }

    @Test("an address that is not properly encoded, or endless, is none")
    func addressNotProperly() {
        #expect(PathPattern.segments(of: "/v1/%ZZ") == nil)
        #expect(PathPattern.segments(of: String(repeating: "/a", count: 13)) == nil)
    }

    @Test("parameters are decoded, and one that comes twice is refused")
    func parametersDecodedComes() throws {
        #expect(try QueryText.read("a=1&b=x%20y+z&c") == ["a": "1", "b": "x y z", "c": ""])
        #expect(try QueryText.read("") == [:])
        #expect(throws: Problem.malformed("parameterRepeated", "a parameter comes twice", field: "/a")) {
            try QueryText.read("a=1&a=2")
        }
        #expect(throws: Problem.self) { try QueryText.read("a=%FF") }
        #expect(throws: Problem.self) { try QueryText.read(String(repeating: "a=1&", count: 51)) }
    }

    @Test("brackets count for depth, those inside strings do not")
    func bracketsCountDepth() {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(!JSONShape.isTooDeep(nested(32)))
        #expect(JSONShape.isTooDeep(nested(33)))
        #expect(!JSONShape.isTooDeep(Array(#"{"a":"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"[[["}"#.utf8)))
        #expect(!JSONShape.isTooDeep(Array(String(repeating: "[]", count: 100).utf8)))
    }

    /// Ten at once and two in each second: after ten there is none, half a second later there is one.
    @Test("a bucket lets its burst pass at once and then its rate")
    func bucketLetsBurst() {
        let size = TokenBucket.Size(burst: 10, perSecond: 2)
        var bucket = TokenBucket(size, now: 100)
        let first = (1...10).map { _ in bucket.take(size, now: 100) }
        #expect(first.allSatisfy { $0.isOpen })
        #expect(first.map(\.remaining) == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
        let shut = bucket.take(size, now: 100)
        #expect(shut == .init(isOpen: false, remaining: 0, reset: 5, retryAfter: 1))
        #expect(bucket.take(size, now: 100.5).isOpen)
        #expect(!bucket.take(size, now: 100.5).isOpen)
        #expect(!bucket.isFull(size, now: 105))
        #expect(bucket.isFull(size, now: 105.5))
        // A clock that goes back takes nothing away.
        #expect(bucket.take(size, now: 50).isOpen == false)
    }

    /// The example of W3C Trace Context, level 1, section 3.2.2.
    @Test("a trace that a caller began goes on, and anything else begins a new one")
    func traceCallerBegan() {
        let given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let trace = Trace(requestID: "abc-1", traceparent: given, fresh: { 0xFF })
        #expect(trace.parent == "00-0af7651916cd43dd8448eb211c80319c-00000000000000ff-01")
        #expect(trace.request == "abc-1")
        for wrong in [
            nil, "", "00-00000000000000000000000000000000-b7ad6b7169203331-01", given.uppercased(), given + "-x",
            "ff" + given.dropFirst(2),
        ] {
            let fresh = Trace(requestID: "two\nlines", traceparent: wrong, fresh: { 0xAB })
            #expect(fresh.parent == "00-00000000000000ab00000000000000ab-00000000000000ab-01")
            #expect(fresh.request == "00000000000000ab00000000000000ab")
        }
    }

    @Test("a cookie is found among others")
    func cookieFoundAmong() {
        #expect(Cookies.value(of: "b", in: "a=1; b=2=3; c=4") == "2=3")
        #expect(Cookies.value(of: "d", in: "a=1; b=2") == nil)
        #expect(Cookies.value(of: "a", in: nil) == nil)
    }

    @Test(
        "a refusal keeps its code, its sentence and its field",
        arguments: [
            (Refusal.Kind.invalid, 400), (.notFound, 404), (.conflict, 409), (.forbidden, 403), (.unavailable, 503),
            (.broken, 500),
        ])
    func refusalKeepsCode(_ kind: Refusal.Kind, status: Int) {
        let problem = Problem(Refusal(kind, code: "c", "d", field: "/f"))
        #expect(problem.kind.rawValue == status)
        #expect([problem.code, problem.detail, problem.field] == ["c", "d", "/f"])
    }

    @Test("a request without an answer is 503, 504 or our fault")
    func requestWithoutAnswer() {
        #expect(Problem(RequestTrouble.unavailable).kind == .unavailable)
        #expect(Problem(RequestTrouble.timedOut).kind == .timedOut)
        #expect(Problem(RequestTrouble.unreadable("secret detail")).detail.contains("secret") == false)
    }

    @Test("a question that no queue takes, and one that an old service does not know, count as silence")
    func silence() {
        let unknown = Refusal(.unavailable, code: "unknownRequest", "this version does not serve shop.a.get.v1")
        #expect(Problem(RequestTrouble.unavailable).kind.isSilence)
        #expect(Problem(RequestTrouble.refused(unknown)).kind.isSilence)
        #expect(Problem(RequestTrouble.timedOut).kind.isSilence)
        #expect(!Problem(RequestTrouble.refused(Refusal(.notFound, code: "unknownOrder", ""))).kind.isSilence)
    }

    @Test("failures of several services become one list, page by page")
    func failuresSeveralServices() throws {
        let records = (0..<5).map { failure(at: Int64(1000 + $0), lane: $0 % 2 == 0 ? "inventory.orders" : "a.b") }
        let lists = [records.filter { $0.lane == "a.b" }, records.filter { $0.lane != "a.b" }]
        let page = FailurePage(state: .open)
        let (first, next) = try page.merge(lists, limit: 3)
        #expect(first.map(\.lastAt.milliseconds) == [1004, 1003, 1002])
        let cursor = try #require(next)
        let mark = try page.mark(cursor)
        let rest = lists.map { $0.filter { $0.mark < mark } }
        let (second, end) = try page.merge(rest, limit: 3)
        #expect(second.map(\.lastAt.milliseconds) == [1001, 1000])
        #expect(end == nil)
        #expect(throws: Wrong.unknownCursor, "it belongs to another state") {
            try FailurePage(state: .discarded).mark(cursor)
        }
        let zero = try PageCursor(at: mark.at, keys: [mark.message.description, "a.\u{0}"])
            .text(of: PageCursor.Filter("failures", ["open"]))
        for wrong in ["", "x", "1.2.3", zero] {
            #expect(throws: Wrong.unknownCursor) { try page.mark(wrong) }
        }
    }

    private func failure(at time: Int64, lane: String) -> FailureRecord {
        FailureRecord(
            message: .mint(), lane: lane, tenant: GatewayWorld.tenant, type: "t", cause: "c", detail: "", attempts: 1,
            firstAt: Instant(milliseconds: 0), lastAt: Instant(milliseconds: time), state: .open)
    }

    @Test("a notice is an event with counts by kind, in one order")
    func noticeEventCounts() {
        var news = News()
        #expect(news.isEmpty)
        news.add(.stock)
        news.add(.order)
        news.add(.stock)
        #expect(news.event == "event: change\ndata: {\"order\":1,\"stock\":2}\n\n")
        news.noteGap()
        #expect(news.event.hasPrefix("event: gap\n"))
    }
}
