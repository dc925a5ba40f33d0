import Contracts
import Foundation
import Outbound

/// Turns an answer into a reply or the error that it means.
struct ShippoAnswer {
    let changesSomething: Bool
    let now: Date

    /// Any 2xx is read: 201 for what is made, 200 for what is read and for tracks, 204 for what is deleted.
    func read<Reply: Decodable>(_ response: HTTPResponse, as type: Reply.Type) throws(ShippoError) -> Reply {
        guard case .success = ResponseClass(response, now: now) else { throw refused(response) }
        let body = response.body.isEmpty ? Array("{}".utf8) : response.body
        do {
            return try JSONDecoder().decode(type, from: Data(MendedJSON.mend(body)))
        } catch {
            let problem = (error as? DecodingError)?.inWords ?? "is no JSON"
            throw ShippoError(
                kind: .malformedAnswer, status: response.status, message: "the answer \(problem)",
                changesSomething: changesSomething)
        }
    }

    private func refused(_ response: HTTPResponse) -> ShippoError {
        ShippoError(
            kind: kind(response), status: response.status, message: Complaint(response.body).text,
            changesSomething: changesSomething, retryAfter: RetryAfter.wait(response.headers["Retry-After"], now: now))
    }

    private func kind(_ response: HTTPResponse) -> ShippoError.Kind {
        switch (response.status, ResponseClass(response, now: now)) {
        // Too many calls at once.
        case (409, _), (_, .throttled): .throttled
        case (401, _), (403, _): .unauthorized
        case (404, _): .notFound
        case (400, _), (422, _): .invalidRequest
        case (_, .transient): .transient
        default: .refused
        }
    }
}
