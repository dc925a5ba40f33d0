public import Foundation

/// The `Retry-After` field: how long a server asks us to stay away (RFC 9110 §10.2.3).
public enum RetryAfter {
    /// A server that asks for more is not believed: work must not stall on a foreign typing error.
    public static let longest: Duration = .seconds(86_400)

    /// The wait asked for, from whole seconds or an HTTP date; a date in the past means zero, nonsense means nil.
    public static func wait(_ field: String?, now: Date) -> Duration? {
        guard let text = field?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than fit an integer are still a number, only an absurd one.
            return bounded(Int64(text).map { Duration.seconds($0) } ?? longest)
        }
        return HTTPDate.parse(text).map { bounded(.seconds($0.timeIntervalSince(now))) }
    }

    private static func bounded(_ wait: Duration) -> Duration {
        min(max(wait, .zero), longest)
    }
}
