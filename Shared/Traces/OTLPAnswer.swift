import Foundation
import Outbound

/// What a collector has said to a batch (OTLP/HTTP, "OTLP/HTTP Response").
enum OTLPAnswer: Equatable {
    /// Taken; of so many spans not (a "partial success"), which must not be sent again.
    case taken(rejected: Int, reason: String)
    /// Not now: once more after the pause, or after one's own backoff where none is named.
    case again(after: Duration?)
    /// Never.
    case refused(status: Int)

    /// Only 429, 502, 503 and 504 may be tried again, says the specification.
    init(_ response: HTTPResponse, now: Date) {
        switch response.status {
        case 200..<300: self = Self.taken(response.body)
        case 429, 502, 503, 504: self = .again(after: RetryAfter.wait(response.headers["Retry-After"], now: now))
        default: self = .refused(status: response.status)
        }
    }

    private static func taken(_ body: [UInt8]) -> OTLPAnswer {
        // What cannot be read says nothing of rejections.
        let answer = try? JSONDecoder().decode(Body.self, from: Data(body))
        let partial = answer?.partialSuccess
        return .taken(
            rejected: max(0, partial?.rejectedSpans?.value ?? 0), reason: partial?.errorMessage ?? "")
    }

    private struct Body: Decodable {
        struct PartialSuccess: Decodable {
            let rejectedSpans: Number?
            let errorMessage: String?
        }
        let partialSuccess: PartialSuccess?
    }

    /// A 64-bit integer: a string, or a number all the same.
    private struct Number: Decodable {
        let value: Int

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                value = number
            } else {
                value = Int(try container.decode(String.self)) ?? 0
            }
        }
    }
}
