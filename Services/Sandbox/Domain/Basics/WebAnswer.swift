/// An HTTP answer, free of the server that sends it.
struct WebAnswer: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func json(_ value: JSON, status: Int = 200, headers: [(String, String)] = []) -> WebAnswer {
        WebAnswer(status: status, headers: [("content-type", "application/json")] + headers, body: value.bytes)
    }

    static func html(_ text: String, status: Int = 200) -> WebAnswer {
        WebAnswer(status: status, headers: [("content-type", "text/html; charset=utf-8")], body: Array(text.utf8))
    }

    static func redirect(to url: String) -> WebAnswer {
        WebAnswer(status: 302, headers: [("location", url)])
    }

    /// What goes back and when: the answer, after a wait that faults may add.
    struct Timed: Sendable {
        var answer: WebAnswer
        var wait: Duration = .zero
    }
}
