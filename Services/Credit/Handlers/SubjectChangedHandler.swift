import Contracts
import Messaging
import Postgres

/// Notes whose accounts are whose, and asks for the past of one that somebody has taken up; what is known of an account
/// that somebody has let go is deleted, and its past is asked for no longer.
struct SubjectChangedHandler: Handler {
    /// What is known of a batch.
    struct View {
        var links: [LinkID: KnownLink]
        /// Which link holds an account at present, through whichever brand.
        var holders: [AccountID: LinkID]
    }

    let wishes: ScoreWishes

    func load(_ messages: [Received<SubjectChanged>], _ pipeline: inout Pipeline) -> Loading<View> {
        let links = AccountStore.links(messages.map(\.body.link), &pipeline)
        let holders = AccountStore.holders(of: messages.map(\.body.link.account), &pipeline)
        return Loading { View(links: try links(), holders: try holders()) }
    }

    func decide(_ message: Received<SubjectChanged>, _ view: View) -> Decision<SubjectLink> {
        let link = message.body.link
        guard message.metadata.tenant == link.subject else { return .reject("a link that is another person's") }
        let before = view.links[link.link]
        guard link.version > before?.version ?? 0 else { return .done() }
        if link.state == .linked, let holder = view.holders[link.account], holder != link.link {
            // It was let go before it was taken up; that is still on its way.
            return .retry("the account is still another link's")
        }
        guard let command = link.asking(after: before) else { return .done([link]) }
        return .done([link], events: [Draft(command, tenant: link.brand, subject: link.account.description)])
    }

    func apply(_ link: SubjectLink, to view: inout View) {
        view.links[link.link] = KnownLink(version: link.version, isLinked: link.state == .linked)
        if link.state == .linked {
            view.holders[link.account] = link.link
        } else if view.holders[link.account] == link.link {
            view.holders[link.account] = nil
        }
    }

    func save(_ links: [SubjectLink], _ pipeline: inout Pipeline) throws {
        AccountStore.save(links, &pipeline)
        try wishes.want(links.map(\.subject), &pipeline)
    }
}
