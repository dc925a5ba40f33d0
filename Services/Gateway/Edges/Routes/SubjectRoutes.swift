import Contracts
import Schemas

/// People whose income is scored, as the brands meet them whose shops are theirs.
enum SubjectRoutes {
    /// What is sent to add a person.
    struct Wanted: Codable, Sendable {
        /// What they will be called; 1 to 100 characters. A pseudonym will do: no score asks for it.
        var name: String
    }

    /// What is sent to offer an account.
    struct Offer: Codable, Sendable {
        /// Our id of the connected shop, as `shop` of the list of connections says, or of the creator account.
        var account: AccountID
        /// What the account is for.
        var kind: SubjectLink.Kind
    }

    /// Links, on one page.
    struct LinkPage: Codable, Sendable {
        /// Last changed first.
        var links: [SubjectLink]
        /// Where the next page begins; nil at the end, and all are told at once: the newest 500.
        var next: String?
    }

    static let routes = [
        Route(
            .post, "/v1/subjects", "createSubject", "Adds a person whose income is scored.", .needs(.subjectsWrite),
            details: """
                The answer holds their first key, which is theirs to keep: whoever adds a person sees nothing of \
                theirs. The key's text is told this once.
                """,
            body: Wanted.self, example: ["name": "Founder of Tea & Tumblers"],
            gives: .json(NewSubject.self, "The person and their key.", status: 201)
        ) { call in
            let body = try call.body(Wanted.self)
            return try .json(try await call.ask(SubjectCreate(name: body.name), for: try call.brand()), status: 201)
        },
        Route(
            .get, "/v1/subjects/links", "listOfferedLinks", "The accounts that the brand has offered.",
            .needs(.subjectsWrite), gives: .json(LinkPage.self, "All of them on one page.")
        ) { call in
            try .json(LinkPage(links: try await call.ask(LinkList(), for: try call.brand())))
        },
        Route(
            .post, "/v1/subjects/{subject}/links", "offerLink", "Offers a person an account of the brand's.",
            .needs(.subjectsWrite),
            details: """
                Nothing is read before the person takes the account up (`POST /v1/credit/links/{link}/accept`). That \
                the account is the brand's is proved by what is told of it: an account that is another's leads to \
                nothing.
                """,
            body: Offer.self, example: ["account": .text(Examples.id), "kind": "seller"],
            gives: .json(SubjectLink.self, "The link.", status: 201)
        ) { call in
            let body = try call.body(Offer.self)
            let question = LinkOffer(subject: try call.id("subject"), account: body.account, kind: body.kind)
            return try .json(try await call.ask(question, for: try call.brand()), status: 201)
        },
        Route(
            .post, "/v1/subjects/links/{link}/end", "endOfferedLink", "Ends a link, as the brand.",
            .needs(.subjectsWrite), details: "What was read of the account for the person is deleted.",
            gives: .json(SubjectLink.self, "The link as it is now.")
        ) { call in
            try .json(try await call.ask(LinkEnd(link: try call.id("link")), for: try call.brand()))
        },
    ]
}
