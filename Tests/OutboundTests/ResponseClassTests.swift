import Foundation
import Outbound
import Testing

struct ResponseClassTests {
    @Test(
        "Every kind of status has its class",
        arguments: [
            (200, ResponseClass.success), (201, .success), (204, .success), (301, .permanent), (304, .permanent),
            (400, .permanent), (401, .unauthorized), (403, .permanent), (404, .permanent), (408, .transient),
            (409, .permanent), (422, .permanent), (425, .transient), (429, .throttled(retryAfter: nil)),
            (500, .transient), (501, .permanent), (502, .transient), (503, .transient), (504, .transient),
            (505, .permanent), (599, .transient), (999, .permanent),
        ])
    func byStatus(status: Int, expected: ResponseClass) {
        #expect(ResponseClass(HTTPResponse(status: status)) == expected)
    }

    @Test("A throttle carries the wait that was asked for", arguments: [429, 503])
    func withWait(status: Int) {
        let response = HTTPResponse(status: status, headers: ["retry-after": "30"])
        #expect(ResponseClass(response) == .throttled(retryAfter: .seconds(30)))
    }

    @Test("A wait on another status changes nothing")
    func waitElsewhere() {
        #expect(ResponseClass(HTTPResponse(status: 500, headers: ["Retry-After": "30"])) == .transient)
        #expect(ResponseClass(HTTPResponse(status: 200, headers: ["Retry-After": "30"])) == .success)
    }
}
