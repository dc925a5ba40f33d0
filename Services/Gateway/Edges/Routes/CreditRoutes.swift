import Contracts
import Schemas

/// Scores of people, as they themselves and lenders see them.
enum CreditRoutes {
    /// What is sent to see what a score would be.
    struct Simulation: Codable, Sendable {
        /// What is assumed, one to three.
        var changes: [CreditChange]
    }

    /// What is sent to declare a paper.
    struct Paper: Codable, Sendable {
        /// The market, ISO 3166-1 alpha-2, such as `US`.
        var market: String
        /// Which of the papers that the market asks for.
        var document: DocumentRecord.Kind
    }

    /// Papers, on one page.
    struct PaperPage: Codable, Sendable {
        /// What was declared, by market.
        var documents: [DocumentRecord]
        /// Where the next page begins; nil at the end, and all are told at once.
        var next: String?
    }

    /// Platforms, on one page.
    struct PlatformPage: Codable, Sendable {
        /// Those that can be connected first.
        var platforms: [CreditPlatform]
        /// Where the next page begins; nil at the end, and all are told at once.
        var next: String?
    }

    static let routes = [
        Route(
            .get, "/v1/credit/score", "getScore", "A score with everything that explains it.", .needs(.creditRead),
            details: """
                A person is told of themselves. A lender names the consent that it reads by; every such reading is \
                written down where the person sees it. Where there is no score, `obstacles` says why.
                """,
            query: [Query.consent], gives: .json(ScoreGet.Reply.self, "The score, or why there is none.")
        ) { call in
            try await call.relay(ScoreGet(consent: try call.consent()))
        },
        Route(
            .get, "/v1/credit/history", "getScoreHistory", "The last score of each day.", .needs(.creditRead),
            details: """
                A lender names the consent that it reads by, as for the score, and sees none before the one that was \
                current when the consent was given.
                """,
            query: [Query.consent, Query.days], gives: .json(ScoreHistory.Reply.self, "The oldest first.")
        ) { call in
            let question = ScoreHistory(consent: try call.consent(), days: try call.value(Query.days))
            return try await call.relay(question)
        },
        Route(
            .post, "/v1/credit/simulate", "simulateScore", "What the score would be if something were different.",
            .needs(.creditRead), details: "It begins with the facts of the newest score, and writes nothing.",
            body: Simulation.self, example: ["changes": [["what": "returnRate", "value": "0.03"]]],
            gives: .json(ScoreSimulate.Reply.self, "Both scores."), isWrite: false
        ) { call in
            let body = try call.body(Simulation.self)
            return try await call.relay(ScoreSimulate(changes: body.changes))
        },
        Route(
            .get, "/v1/credit/platforms", "listPlatforms",
            "Where income can be read from, how good the data are, and where the person is connected.",
            .needs(.creditRead),
            details: """
                Data of high quality are what a platform has booked; of medium quality is what is worked out of what \
                it shows.
                """,
            gives: .json(PlatformPage.self, "All of them on one page.")
        ) { call in
            try .json(PlatformPage(platforms: try await call.ask(PlatformList())))
        },
        Route(
            .get, "/v1/credit/documents", "listDocuments", "The papers that were declared.", .needs(.creditRead),
            gives: .json(PaperPage.self, "All of them on one page.")
        ) { call in
            try .json(PaperPage(documents: try await call.ask(DocumentList())))
        },
        Route(
            .post, "/v1/credit/documents", "declareDocument", "Declares a paper that a market asks for.",
            .needs(.creditWrite), details: "What somebody has verified or refused stays so.",
            body: Paper.self, example: ["market": "US", "document": "businessEntity"],
            gives: .json(DocumentRecord.self, "The paper.")
        ) { call in
            let body = try call.body(Paper.self)
            return try await call.relay(DocumentDeclare(market: body.market, document: body.document))
        },
        Route(
            .get, "/v1/credit/links", "listLinks", "The accounts that the person was offered.", .needs(.creditRead),
            gives: .json(SubjectRoutes.LinkPage.self, "All of them on one page.")
        ) { call in
            try .json(SubjectRoutes.LinkPage(links: try await call.ask(LinkList())))
        },
        Route(
            .post, "/v1/credit/links/{link}/accept", "acceptLink", "Takes up an account that a brand has offered.",
            .needs(.creditWrite), details: "From then on what is told of the account counts for the score.",
            gives: .json(SubjectLink.self, "The link as it is now.")
        ) { call in
            try await call.relay(LinkAccept(link: try call.id("link")))
        },
        Route(
            .post, "/v1/credit/links/{link}/end", "endLink", "Ends a link, as the person.", .needs(.creditWrite),
            details: """
                What was read of the account is deleted. A score that was made of it stays, with the sums by day that \
                it was made of, since a lender may have read it: delete everything to delete those.
                """,
            gives: .json(SubjectLink.self, "The link as it is now.")
        ) { call in
            try await call.relay(LinkEnd(link: try call.id("link")))
        },
        Route(
            .delete, "/v1/credit", "deleteCredit", "Deletes everything that is known of the person.",
            .needs(.creditWrite),
            details: """
                Facts, scores, disputes and papers go, consents end, and the log of readings loses the scores. \
                What an account that is still linked sold before is not read again; what it sells from now on is: end \
                the link to stop that, too.
                """,
            gives: .json(CreditDelete.Reply.self, "What was deleted.")
        ) { call in
            try await call.relay(CreditDelete())
        },
    ]
}

extension Call {
    /// The consent that is read by. A lender has to name one.
    func consent() throws(Problem) -> ConsentID? {
        let consent = try value(Query.consent)
        let kind = try known().kind
        guard consent != nil || kind != .lender else {
            throw Problem(
                .forbidden, code: "consentNeeded", "a lender names the consent that it reads by", field: "/consent")
        }
        return consent
    }
}
