import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// What goes back to a caller.
struct Answer: Sendable {
    var status: Int
    var headers: HTTPFields
    var body: ResponseBody

    init(_ status: Int, headers: HTTPFields = [:], body: ResponseBody = ResponseBody()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A value as JSON, which nobody may keep.
    static func json(_ value: some Encodable, status: Int = 200, media: String = "application/json") throws -> Answer {
        bytes(try encoder.encode(value), media: media, status: status)
    }

    /// Bytes, which nobody may keep.
    static func bytes(_ bytes: some Sequence<UInt8>, media: String, status: Int = 200) -> Answer {
        Answer(
            status, headers: [.contentType: media, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A page to go to instead.
    static func redirect(to address: String) -> Answer {
        Answer(302, headers: [.location: address, .cacheControl: "no-store"])
    }

    /// A problem document.
    static func problem(_ problem: Problem, request: String) -> Answer {
        let document = try? encoder.encode(problem.document(request: request))
        var answer = bytes(document ?? Data(), media: "application/problem+json", status: problem.kind.rawValue)
        for (name, value) in problem.headers {
            if let name = HTTPField.Name(name) { answer.headers[name] = value }
        }
        return answer
    }

    /// As Hummingbird wants it.
    var response: Response {
        Response(status: .init(code: status), headers: headers, body: body)
    }

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()
}
