import Contracts
import Messaging
import TikTokShop

/// Answers where a seller's browser is to be sent.
struct ConnectionBeginHandler: RequestHandler {
    let connect: Connect

    func answer(_ question: Received<ConnectionBegin>, _ desk: Desk) async throws -> ConnectionBegin.Reply {
        guard desk.caller.tenants.count == 1, let tenant = desk.caller.tenants.first else {
            throw Refusal(
                .invalid, code: "tenantOpen", "a connection is begun for one brand: ask with its key, or name it")
        }
        let market: AuthorizationPage.Market =
            switch question.body.market {
            case .restOfWorld: .restOfWorld
            case .unitedStates: .unitedStates
            }
        return try await desk.write { transaction in
            ConnectionBegin.Reply(
                address: try await connect.begin(market, tenant: tenant, transaction.database))
        }
    }
}
