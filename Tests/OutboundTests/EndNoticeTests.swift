import Foundation
import Testing

@testable import Outbound

/// What answers say of an endpoint's end: RFC 9745 (Deprecation), RFC 8594 (Sunset), RFC 8288 (Link).
@Suite struct EndNoticeTests {
    @Test("the examples of the standards are read")
    func standards() throws {
        // RFC 9745 §2.1 and §5: @1688169599 is 2023-06-30T23:59:59Z.
        let both = try #require(
            EndNotice([
                "Deprecation": "@1688169599", "Sunset": "Sun, 30 Jun 2024 23:59:59 GMT",
                "Link": #"<https://developer.example.com/deprecation>; rel="deprecation"; type="text/html""#,
            ]))
        #expect(both.deprecatedAt == Date(timeIntervalSince1970: 1_688_169_599))
        // 366 days later, as 2024 has a leap day.
        #expect(both.endsAt == Date(timeIntervalSince1970: 1_688_169_599 + 366 * 86_400))
        #expect(both.link == "https://developer.example.com/deprecation")
    }

    @Test("one field alone is enough, and the words of the drafts are understood")
    func alone() throws {
        #expect(EndNotice(["Sunset": "Sat, 31 Dec 2018 23:59:59 GMT"])?.endsAt != nil)
        let draft = try #require(EndNotice(["deprecation": "true"]))
        #expect(draft.deprecatedAt == nil && draft.endsAt == nil && draft.link == nil)
        #expect(
            EndNotice(["Deprecation": "Sun, 11 Nov 2018 23:59:59 GMT"])?.deprecatedAt
                == Date(timeIntervalSince1970: 1_541_980_799))
        #expect(EndNotice(["Deprecation": "@1688169599;q=1"])?.deprecatedAt?.timeIntervalSince1970 == 1_688_169_599)
    }

    @Test(
        "what announces nothing, or makes no sense, is no notice",
        arguments: [
            [:], ["Deprecation": "false"], ["Deprecation": ""], ["Deprecation": "@"], ["Deprecation": "@12x"],
            ["Deprecation": "@99999999999999999999"], ["Sunset": "soon"],
            ["Link": #"<https://example.com/>; rel="deprecation""#],
        ] as [HTTPHeaders])
    func nothing(_ headers: HTTPHeaders) {
        #expect(EndNotice(headers) == nil)
    }

    @Test("a link is taken by its relation, and one without bound is left")
    func links() {
        let others = #"<https://a.example/>; rel="next", <https://b.example/>; rel=sunset"#
        #expect(EndNotice(["Deprecation": "true", "Link": others])?.link == "https://b.example/")
        let long = "<https://a.example/\(String(repeating: "x", count: 600))>; rel=\"sunset\""
        #expect(EndNotice(["Deprecation": "true", "Link": long])?.link == nil)
        #expect(EndNotice(["Deprecation": "true", "Link": "<<<>>>;rel"])?.link == nil)
    }
}
