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
        let app = question.body.app.map { PartnerApp($0) } ?? .operations
        let holder: Holder = question.body.holder == .creator ? .creator : .seller
        guard app == .credit || holder == .seller else {
            throw Refusal(
                .invalid, code: "sellersOnly", "a creator's account is only read: ask for the app credit",
                field: "/holder")
        }
        return try await desk.write { transaction in
            let address = try await connect.begin(
                market, app: app, holder: holder, tenant: tenant, transaction.database)
            guard let address else {
                throw Refusal(.invalid, code: "noSuchApp", "this platform has no app that only reads", field: "/app")
            }
            return ConnectionBegin.Reply(address: address)
        }
    }
}
