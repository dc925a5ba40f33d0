import Contracts
import Messaging
import Postgres

/// Notes whose accounts are whose, and asks for the past of one that somebody has taken up; what is known of an account
/// that somebody has let go is deleted, and its past is asked for no longer.
struct SubjectChangedHandler: Handler {
    let wishes: ScoreWishes

    func load(_ messages: [Received<SubjectChanged>], _ pipeline: inout Pipeline) -> Loading<[LinkID: KnownLink]> {
        Loading(AccountStore.links(messages.map(\.body.link), &pipeline))
    }

    func decide(_ message: Received<SubjectChanged>, _ known: [LinkID: KnownLink]) -> Decision<SubjectLink> {
        let link = message.body.link
        guard message.metadata.tenant == link.subject else { return .reject("a link that is another person's") }
        let before = known[link.link]
        guard link.version > before?.version ?? 0 else { return .done() }
        guard let command = link.asking(after: before) else { return .done([link]) }
        return .done([link], events: [Draft(command, tenant: link.brand, subject: link.account.description)])
    }

    func apply(_ link: SubjectLink, to known: inout [LinkID: KnownLink]) {
        known[link.link] = KnownLink(version: link.version, isLinked: link.state == .linked)
    }

    func save(_ links: [SubjectLink], _ pipeline: inout Pipeline) throws {
        AccountStore.save(links, &pipeline)
        try wishes.want(links.map(\.subject), &pipeline)
    }
}
