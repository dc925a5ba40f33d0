extension World {
    /// Every address of the sandbox: TikTok Shop stands at the root, since its paths are signed.
    mutating func answer(_ request: WebRequest) -> WebAnswer.Timed {
        switch request.segments.first {
        case "livez": .init(answer: WebAnswer(status: 200, body: Array("ok\n".utf8)))
        case "_sandbox": .init(answer: answerAdmin(request))
        case "shippo": answerShippo(request)
        case "shippo-labels": .init(answer: answerLabelFile(request))
        case "documents": .init(answer: answerDocument(request))
        case "api" where request.path == "/api/v2/token/get" || request.path == "/api/v2/token/refresh":
            answerToken(request)
        case "open" where request.path == "/open/authorize", "us" where request.path == "/us/open/authorize":
            .init(answer: answerAuthorize(request))
        case "alliance" where request.path == "/alliance/creator/auth":
            .init(answer: answerCreatorAuthorize(request))
        default: answerTikTok(request)
        }
    }
}
