import Foundation
import Outbound
import Testing

struct RetryAfterTests {
    /// 1994-11-06T08:49:37Z, the instant of RFC 9110 §5.6.7's examples.
    private static let instant = Date(timeIntervalSince1970: 784_111_777)

    @Test(
        "The three date forms of the standard name one instant",
        arguments: [
            "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        ])
    func dates(field: String) {
        #expect(RetryAfter.wait(field, now: Self.instant - 90) == .seconds(90))
        #expect(RetryAfter.wait(field, now: Self.instant + 90) == .zero)
    }

    @Test(
        "Dates near the edges of the calendar",
        arguments: [
            // Seconds since 1970 by `date -u -d … +%s`.
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
            ("Thu, 31 Dec 2026 23:59:59 GMT", 1_798_761_599), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
        ])
    func calendar(field: String, seconds: Double) {
        let now = Date(timeIntervalSince1970: seconds - 60)
        #expect(RetryAfter.wait(field, now: now) == .seconds(60))
    }

    @Test(
        "Seconds are taken as they are, up to a day",
        arguments: [("0", 0), ("120", 120), (" 7 ", 7), ("86401", 86_400)])
    func seconds(field: String, expected: Int) {
        #expect(RetryAfter.wait(field, now: Self.instant) == .seconds(expected))
    }

    @Test("An absurd number means the longest wait, not a crash")
    func absurd() {
        #expect(RetryAfter.wait("99999999999999999999999999", now: Self.instant) == RetryAfter.longest)
        #expect(RetryAfter.wait("Fri, 31 Dec 9999 23:59:59 GMT", now: Self.instant) == RetryAfter.longest)
    }

    @Test(
        "Nonsense is no wait at all",
        arguments: [
            "", "soon", "-5", "1.5", "Sun, 06 Nov 1994", "Sun, 06 Foo 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 PST", "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49 GMT",
        ])
    func nonsense(field: String) {
        #expect(RetryAfter.wait(field, now: Self.instant) == nil)
    }

    @Test("No field, no wait")
    func missing() {
        #expect(RetryAfter.wait(nil, now: Self.instant) == nil)
    }
}
