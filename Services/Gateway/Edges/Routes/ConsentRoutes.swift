import Contracts
import Schemas

/// Who may read a score, who has, and what the person contests.
enum ConsentRoutes {
    /// What is sent to let a lender read.
    struct Wanted: Codable, Sendable {
        /// Who may read; the lender tells its id.
        var lender: TenantID
        /// What for; 1 to 200 characters.
        var purpose: String
        /// When it ends by itself: in the future, and within two years.
        var until: Instant
    }

    /// Consents, on one page.
    struct ConsentPage: Codable, Sendable {
        /// Last given first.
        var consents: [ConsentRecord]
        /// Where the next page begins; nil at the end, and all are told at once: the newest 500.
        var next: String?
    }

    /// What is sent to contest a datum.
    struct Complaint: Codable, Sendable {
        /// The account whose datum it is.
        var account: AccountID
        /// The datum, as `data` of the score names it.
        var datum: String
        /// What is wrong with it; 1 to 1,000 characters.
        var words: String
    }

    /// Disputes, on one page.
    struct DisputePage: Codable, Sendable {
        /// Last opened first.
        var disputes: [DisputeRecord]
        /// Where the next page begins; nil at the end, and all are told at once: the newest 500.
        var next: String?
    }

    static let routes = [
        Route(
            .get, "/v1/credit/consents", "listConsents",
            "The consents that the person has given, or the lender was given.", .needs(.creditRead),
            gives: .json(ConsentPage.self, "All of them on one page.")
        ) { call in
            try .json(ConsentPage(consents: try await call.ask(ConsentList())))
        },
        Route(
            .post, "/v1/credit/consents", "giveConsent", "Lets a lender read the score.", .needs(.creditWrite),
            details: """
                The lender reads the score as it is at the time of each reading, until the consent ends. Of the \
                history it reads the score that is current now, and those from now on; nothing before.
                """,
            body: Wanted.self,
            example: ["lender": .text(Examples.id), "purpose": "Working capital", "until": "2030-01-31T12:00:00Z"],
            gives: .json(ConsentRecord.self, "The consent.", status: 201)
        ) { call in
            let body = try call.body(Wanted.self)
            let question = ConsentGive(lender: body.lender, purpose: body.purpose, until: body.until)
            return try await call.relay(question, status: 201)
        },
        Route(
            .post, "/v1/credit/consents/{consent}/revoke", "revokeConsent", "Ends a consent at once.",
            .needs(.creditWrite), gives: .json(ConsentRecord.self, "The consent as it is now.")
        ) { call in
            try await call.relay(ConsentRevoke(consent: try call.id("consent")))
        },
        Route(
            .get, "/v1/credit/reads", "listReads", "Who has read the score, newest first.", .needs(.creditRead),
            query: [Query.cursor, Query.limit], gives: .json(CreditReadList.Reply.self, "One page.")
        ) { call in
            let question = CreditReadList(cursor: try call.value(Query.cursor), limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
        Route(
            .get, "/v1/credit/disputes", "listDisputes", "What the person contests.", .needs(.creditRead),
            gives: .json(DisputePage.self, "All of them on one page.")
        ) { call in
            try .json(DisputePage(disputes: try await call.ask(DisputeList())))
        },
        Route(
            .post, "/v1/credit/disputes", "openDispute", "Contests a datum.", .needs(.creditWrite),
            details: "It goes on counting, marked, until the dispute is settled; what is accepted counts as missing.",
            body: Complaint.self,
            example: ["account": .text(Examples.id), "datum": "returns", "words": "Two returns are another shop's."],
            gives: .json(DisputeRecord.self, "The dispute.", status: 201)
        ) { call in
            let body = try call.body(Complaint.self)
            let question = DisputeOpen(account: body.account, datum: body.datum, words: body.words)
            return try await call.relay(question, status: 201)
        },
        Route(
            .post, "/v1/credit/disputes/{dispute}/withdraw", "withdrawDispute", "Contests a datum no more.",
            .needs(.creditWrite), gives: .json(DisputeRecord.self, "The dispute as it is now.")
        ) { call in
            try await call.relay(DisputeWithdraw(dispute: try call.id("dispute")))
        },
    ]
}
