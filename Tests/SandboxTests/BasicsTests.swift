import Foundation
import Testing

@testable import Sandbox

@Suite struct BasicsTests {
    @Test("JSON is written as others read it: controls escaped, order kept, numbers whole")
    func json() throws {
        let value: JSON = ["b": "a\"\\\n\u{1}é", "a": [1, true, .null, .double(0.5)], "n": 1_729_500_000_000_009_007]
        let text = String(decoding: value.bytes, as: UTF8.self)
        #expect(text == #"{"b":"a\"\\\n\u0001é","a":[1,true,null,0.5],"n":1729500000000009007}"#)
        let read = try JSONDecoder().decode(JSON.self, from: Data(value.bytes))
        #expect(read["b"]?.text == "a\"\\\n\u{1}é")
        #expect(read["n"]?.number == 1_729_500_000_000_009_007)
    }

    @Test("page tokens survive the round trip and contain what must be escaped")
    func tokens() {
        for value in [0, 7, 1_767_225_600, -5] {
            for id in ["1", "12", "576400000000000001"] {
                let key = PageKey(value: value, id: id)
                #expect(PageKey(token: key.token) == key)
                #expect(["+", "/", "="].allSatisfy { key.token.contains($0) })
            }
        }
        for nonsense in ["", "x", "====", "AAAA", "+//+", String(repeating: "A", count: 10_000)] {
            #expect(PageKey(token: nonsense) == nil)
        }
    }

    @Test("a PDF's table says where its objects start")
    func pdf() throws {
        let text = String(decoding: PlainPDF.page(["Label (1)", "back\\slash", "日本"]), as: UTF8.self)
        #expect(text.hasPrefix("%PDF-1.4\n"))
        #expect(text.hasSuffix("%%EOF\n"))
        #expect(text.contains(#"(Label \(1\))"#))
        #expect(text.contains(#"(back\\slash)"#))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "startxref"))
        let table = try #require(Int(lines[start + 1]))
        let bytes = Array(text.utf8)
        #expect(bytes[table...].starts(with: Array("xref".utf8)))
        for (number, line) in lines.filter({ $0.hasSuffix(" 00000 n ") }).enumerated() {
            let offset = try #require(Int(line.prefix(10)))
            #expect(bytes[offset...].starts(with: Array("\(number + 1) 0 obj".utf8)))
        }
    }

    @Test("the agenda keeps time, then the order of booking")
    func agenda() {
        var world = World(settings: .test, now: ManualClock.start)
        var plan = world
        for (index, wait) in [3, 1, 2, 1].enumerated() {
            plan.at(plan.now + .seconds(wait)) { $0.note("act \(index)", shop: "", code: 0) }
        }
        plan.advance(to: plan.now + .seconds(2))
        #expect(plan.calls.recent.map(\.endpoint) == ["act 1", "act 3", "act 2"])
        plan.advance(to: plan.now + .seconds(1))
        #expect(plan.calls.recent.last?.endpoint == "act 0")
        world.advance(to: world.now - .seconds(5))
        #expect(world.now == ManualClock.start)
    }

    @Test("a bucket gives its capacity at once and refills evenly")
    func bucket() {
        var bucket = Bucket(capacity: 2, refillPerSecond: 4, now: ManualClock.start)
        var now = ManualClock.start
        #expect([bucket.take(now: now), bucket.take(now: now), bucket.take(now: now)] == [true, true, false])
        now = now + .milliseconds(249)
        #expect(bucket.take(now: now) == false)
        now = now + .milliseconds(1)
        #expect([bucket.take(now: now)] == [true])
        now = now + .days(1)
        #expect([bucket.take(now: now), bucket.take(now: now), bucket.take(now: now)] == [true, true, false])
    }

    @Test("the machine's moments read as ISO 8601")
    func moments() {
        #expect(Moment(seconds: 1_767_225_600).iso8601 == "2026-01-01T00:00:00.000Z")
        #expect(Duration.milliseconds(1_500).milliseconds == 1_500)
        #expect(Duration.hours(1.5) == .seconds(5_400))
    }
}
