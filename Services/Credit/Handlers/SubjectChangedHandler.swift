import Contracts
import Messaging
import Postgres

/// Notes whose accounts are whose; what is known of an account that somebody has let go is deleted.
struct SubjectChangedHandler: Handler {
    let wishes: ScoreWishes

    func decide(_ message: Received<SubjectChanged>, _: Void) -> Decision<SubjectLink> {
        guard message.metadata.tenant == message.body.link.subject else {
            return .reject("a link that is another person's")
        }
        return .done([message.body.link])
    }

    func save(_ links: [SubjectLink], _ pipeline: inout Pipeline) throws {
        AccountStore.save(links, &pipeline)
        try wishes.want(links.map(\.subject), &pipeline)
    }
}
