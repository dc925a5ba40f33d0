import Contracts
import Messaging
import Outbound
import TikTokShop

/// Takes what a seller's browser brought back. Whoever asks is nobody: the state says whose it is.
struct ConnectionFinishHandler: RequestHandler {
    let connect: Connect

    /// What a browser may bring.
    private static let mostParameters = 50

    func answer(_ question: Received<ConnectionFinish>, _ desk: Desk) async throws -> ConnectionFinish.Reply {
        let query = question.body.query
        guard query.count <= Self.mostParameters else {
            throw Refusal(
                .invalid, code: "tooMany", "query has more than \(Self.mostParameters) names", field: "/query")
        }
        let redirect = AuthorizationRedirect(query: query.map { QueryItem($0.key, $0.value) })
        let outcome = try await connect.finish(redirect) { body in try await desk.writeAsService(body) }
        switch outcome {
        case .connected(let tenant, let shops, let advice):
            return ConnectionFinish.Reply(tenant: tenant, shops: shops, advice: advice)
        case .refused(let sentence): throw Refusal(.conflict, code: "notConnected", sentence)
        case .unreachable: throw Refusal(.unavailable, code: "channelUnreachable", Explanation.unreachable)
        }
    }
}
