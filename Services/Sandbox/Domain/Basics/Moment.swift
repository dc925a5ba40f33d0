import Foundation

/// An instant, in milliseconds since 1970-01-01T00:00:00Z.
struct Moment: Comparable, Hashable, Sendable {
    var milliseconds: Int

    /// Whole Unix seconds, the unit of nearly every TikTok Shop field.
    var seconds: Int { milliseconds / 1000 }

    init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    init(seconds: Int) {
        self.milliseconds = seconds * 1000
    }

    static func < (left: Moment, right: Moment) -> Bool {
        left.milliseconds < right.milliseconds
    }

    static func + (moment: Moment, span: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds + span.milliseconds)
    }

    static func - (moment: Moment, span: Duration) -> Moment {
        Moment(milliseconds: moment.milliseconds - span.milliseconds)
    }

    static func - (left: Moment, right: Moment) -> Duration {
        .milliseconds(left.milliseconds - right.milliseconds)
    }

    /// `2026-01-01T00:00:00.000Z`, as Shippo and webhook 71 write time.
    var iso8601: String {
        let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
