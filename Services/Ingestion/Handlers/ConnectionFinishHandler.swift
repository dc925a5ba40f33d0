import Contracts
import Messaging
import Outbound
import TikTokShop

/// Takes what a seller's browser brought back. Whoever asks is nobody: the state says whose it is.
///
/// The channel is called by work, which goes on when nobody waits any more: a code works once, and must not be lost to
/// a channel that is slow or to one of us that dies.
struct ConnectionFinishHandler: RequestHandler {
    let connect: Connect
    /// How long the browser is kept waiting; the gateway gives up after 5 s.
    var patience = Duration.seconds(4)
    /// Whoever waits holds one of the service's 16 places for requests, and anybody can bring a made-up code: the
    /// brands' own requests must not stand behind those.
    var room = WaitingRoom(seats: 8)

    /// What a browser may bring.
    private static let mostParameters = 50

    func answer(_ question: Received<ConnectionFinish>, _ desk: Desk) async throws -> ConnectionFinish.Reply {
        let query = question.body.query
        guard query.count <= Self.mostParameters else {
            throw Refusal(
                .invalid, code: "tooMany", "query has more than \(Self.mostParameters) names", field: "/query")
        }
        let brought = query.map { QueryItem($0.key, $0.value) }
        // What the browser brought is good for one time.
        switch try await desk.writeAsService(isEvenLate: true, { try await connect.take(brought, $0) }) {
        case .refused(let sentence): throw Refusal(.conflict, code: "notConnected", sentence)
        case .wanted(let id):
            connect.desk.queue.nudge()
            let outcome = try await room.seat { try await connect.outcome(of: id, within: patience) }
            return try reply(outcome ?? nil)
        }
    }

    private func reply(_ callback: Callback?) throws(Refusal) -> ConnectionFinish.Reply {
        guard let callback else {
            throw Refusal(.unavailable, code: "channelSlow", Explanation.slow)
        }
        guard callback.state == .connected, let tenant = callback.tenant else {
            throw Refusal(.conflict, code: "notConnected", callback.sentence ?? Explanation.usedCode)
        }
        return ConnectionFinish.Reply(
            tenant: tenant, shops: callback.shops, creator: callback.creator, advice: callback.sentence)
    }
}
