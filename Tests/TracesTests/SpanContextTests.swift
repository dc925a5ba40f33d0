import Testing
import Tracing

@testable import Traces

@Suite("W3C Trace Context")
struct SpanContextTests {
    /// The example of the recommendation, level 1, §3.2.3.
    private static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test("the recommendation's example is read and written")
    func example() throws {
        let span = try #require(SpanContext(traceparent: Self.example))
        #expect(span.trace.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(span.span.description == "00f067aa0ba902b7")
        #expect(span.isSampled)
        #expect(span.traceparent == Self.example)
    }

    @Test("only the lowest flag says whether it is recorded", arguments: [("00", false), ("01", true), ("fe", false)])
    func flags(text: String, isSampled: Bool) throws {
        #expect(try #require(SpanContext(traceparent: Self.example.dropLast(2) + text)).isSampled == isSampled)
    }

    @Test("a later version is read as far as this one goes")
    func laterVersion() throws {
        let later = "cc" + Self.example.dropFirst(2) + "-what-the-future-will-be-like"
        #expect(try #require(SpanContext(traceparent: later)).traceparent == Self.example)
        #expect(SpanContext(traceparent: "cc" + Self.example.dropFirst(2) + ".what") == nil)
    }

    @Test(
        "what is none is not taken for one",
        arguments: [
            "", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4bf92f3577b34da6a3ce929d0e0e473600f067aa0ba902b7---01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bé-01",
        ])
    func refused(text: String) { #expect(SpanContext(traceparent: text) == nil) }

    @Test("tracestate is kept as it came, or left out when it is none")
    func state() throws {
        func kept(_ state: String) throws -> String? {
            try #require(SpanContext(traceparent: Self.example, tracestate: state)).state
        }
        let example = "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"
        #expect(try kept(example) == example)
        #expect(try kept("a@b=1, c/d=2,") == "a@b=1, c/d=2,")
        #expect(try kept("no list") == nil)
        #expect(try kept("Key=upper case") == nil)
        #expect(try kept(String(repeating: "a", count: 500) + "=1") == nil)
        #expect(try kept((1...33).map { "k\($0)=1" }.joined(separator: ",")) == nil)
    }
}

@Suite("What is recorded")
struct SamplerTests {
    private func trace(_ low: UInt64) throws -> TraceID { try #require(TraceID(high: 1, low: low)) }

    @Test("a quarter takes what lies in the highest quarter of 56 bits, whatever the other bits are")
    func quarter() throws {
        let sampler = Sampler(share: 0.25)
        // T = (1 − 0.25) · 2⁵⁶ = 0xC0000000000000.
        #expect(sampler.takes(try trace(0x00C0_0000_0000_0000)))
        #expect(sampler.takes(try trace(0xAAFF_FFFF_FFFF_FFFF)))
        #expect(!sampler.takes(try trace(0xFFBF_FFFF_FFFF_FFFF)))
    }

    @Test("all and nothing are exact")
    func ends() throws {
        for low in [1, 0x00FF_FFFF_FFFF_FFFF, UInt64.max] as [UInt64] {
            #expect(Sampler(share: 1).takes(try trace(low)))
            #expect(!Sampler(share: 0).takes(try trace(low)))
        }
    }
}
