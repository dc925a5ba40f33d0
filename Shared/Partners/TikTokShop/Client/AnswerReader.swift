import Contracts
import Foundation
import Outbound

/// Turns an answer into a reply or the error that it means.
struct AnswerReader {
    let endpoint: Endpoint
    let now: Date

    func read<Reply: Decodable>(_ response: HTTPResponse, as type: Reply.Type) throws(TikTokShopError) -> Reply {
        let envelope: Envelope<Reply>
        do {
            envelope = try JSONDecoder().decode(Envelope<Reply>.self, from: Data(MendedJSON.mend(response.body)))
        } catch {
            throw unreadable(response, error)
        }
        guard let reply = envelope.reply else {
            throw refused(response, envelope.code, envelope.message, envelope.requestID)
        }
        return reply
    }

    private func refused(_ response: HTTPResponse, _ code: Int, _ message: String, _ requestID: String?)
        -> TikTokShopError
    {
        TikTokShopError(
            kind: ErrorTable.kind(code: code, message: message, status: response.status), endpoint: endpoint,
            code: code, message: message, requestID: requestID, status: response.status,
            retryAfter: retryAfter(response))
    }

    /// No envelope: something before the API answered, or the answer has changed its shape.
    private func unreadable(_ response: HTTPResponse, _ error: any Error) -> TikTokShopError {
        let problem = (error as? DecodingError)?.inWords ?? "is no JSON"
        let kind: TikTokShopError.Kind =
            switch ResponseClass(response, now: now) {
            case .throttled: .throttled
            // The channel says of a token in its envelope what is wrong: this is somebody else's no.
            case .transient, .unauthorized: .transient
            case .success: .malformedAnswer
            case .permanent: .business
            }
        return TikTokShopError(
            kind: kind, endpoint: endpoint, message: "HTTP \(response.status), the answer \(problem)",
            status: response.status, retryAfter: retryAfter(response))
    }

    private func retryAfter(_ response: HTTPResponse) -> Duration? {
        RetryAfter.wait(response.headers["Retry-After"], now: now)
    }
}
