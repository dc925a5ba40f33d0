import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Accounts

/// People whose income is scored, the accounts that they are linked to, and lenders.
@Suite(.timeLimit(.minutes(3)))
struct SubjectTests {
    /// A brand's key, and a person whom the brand has added.
    private struct Pair {
        let brand: Holder
        let person: Holder
    }

    private func pair(_ world: AccountsWorld, _ name: String) async throws -> Pair {
        let agency = try await world.agency("Agency of \(name)")
        let tenant = try await world.ask(TenantCreate(name: name), as: agency)
        let brand = try await world.key(of: tenant.id, from: try await world.again(agency))
        let added = try await world.ask(SubjectCreate(name: "Founder of \(name)"), as: brand)
        let secret = try #require(added.key.secret)
        return Pair(brand: brand, person: Holder(secret: secret, verified: try await world.verify(secret)))
    }

    @Test("a person is a tenant apart: their key is theirs, and whoever added them sees nothing of theirs")
    func personApart() async throws {
        try await AccountsWorld.run { world in
            let pair = try await pair(world, "Acme")
            #expect(pair.person.verified.kind == .subject && pair.person.verified.tenants == [pair.person.tenant])
            #expect(
                Set(pair.person.verified.scopes)
                    == [.creditRead, .creditWrite, .keysRead, .keysWrite, .actionsRead])
            let refusal = await world.refusal(KeyList(tenant: pair.person.tenant), as: pair.brand)
            #expect(refusal?.code == "unknownTenant")
            let seen = try await world.ask(TenantList(), as: pair.brand).map(\.id)
            #expect(!seen.contains(pair.person.tenant))
        }
    }

    @Test("the first key is told once, also to whoever asks twice")
    func keyToldOnce() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            let first = try await world.ask(SubjectCreate(name: "Ada"), as: agency, idempotencyKey: "k")
            let second = try await world.ask(SubjectCreate(name: "Ada"), as: agency, idempotencyKey: "k")
            #expect(first.key.secret != nil && second.key.secret == nil)
            #expect(first.subject == second.subject && first.key.key == second.key.key)
        }
    }

    @Test("no key of an agency or a brand may read scores, whoever makes it")
    func scopesByKind() async throws {
        try await AccountsWorld.run { world in
            let pair = try await pair(world, "Acme")
            for scope in [AccessScope.creditRead, .creditWrite] {
                #expect(!pair.brand.verified.scopes.contains(scope))
                let wanted = KeyCreate(tenant: pair.brand.tenant, name: "key", scopes: [scope])
                #expect(await world.refusal(wanted, as: pair.brand)?.code == "scopeNotOwn")
            }
            let more = KeyCreate(tenant: pair.person.tenant, name: "key", scopes: [.ordersRead])
            #expect(await world.refusal(more, as: pair.person)?.code == "scopeNotOwn")
            let own = KeyCreate(tenant: pair.person.tenant, name: "phone", scopes: [.creditRead])
            #expect(try await world.ask(own, as: pair.person).secret != nil)
        }
    }

    @Test("it takes two: the brand offers, the person takes up, and everybody who has to know is told")
    func linkTakesTwo() async throws {
        try await AccountsWorld.run { world in
            let pair = try await pair(world, "Acme")
            let shop = AccountID.mint()
            let offer = LinkOffer(subject: pair.person.tenant, account: shop, kind: .seller)
            let offered = try await world.ask(offer, as: pair.brand)
            #expect(offered.state == .offered && offered.brand == pair.brand.tenant)
            #expect(try await world.ask(offer, as: pair.brand) == offered, "the same offer again is the same link")
            #expect(await world.refusal(LinkAccept(link: offered.link), as: pair.brand)?.code == "notTheSubject")

            let linked = try await world.ask(LinkAccept(link: offered.link), as: pair.person)
            #expect(linked.state == .linked && linked.version == 2)
            #expect(try await world.ask(LinkList(), as: pair.brand) == [linked])
            let ended = try await world.ask(LinkEnd(link: offered.link), as: pair.brand)
            #expect(ended.state == .ended && ended.version == 3)
            let told = try await world.events(SubjectChanged.self, from: "test.links", count: 2)
            #expect(told.map(\.link) == [linked, ended], "an offer says nothing yet")
            #expect(await world.refusal(LinkAccept(link: offered.link), as: pair.person)?.code == "linkState")
            #expect(try await world.ask(offer, as: pair.brand).state == .offered, "it may be offered anew")
        }
    }

    @Test("an account is one person's at a time, and nobody sees others' links")
    func accountOnePersons() async throws {
        try await AccountsWorld.run { world in
            let (first, second) = (try await pair(world, "Acme"), try await pair(world, "Beta"))
            let shop = AccountID.mint()
            let mine = try await world.ask(
                LinkOffer(subject: first.person.tenant, account: shop, kind: .seller), as: first.brand)
            let theirs = try await world.ask(
                LinkOffer(subject: second.person.tenant, account: shop, kind: .seller), as: first.brand)
            _ = try await world.ask(LinkAccept(link: mine.link), as: first.person)
            let refusal = await world.refusal(LinkAccept(link: theirs.link), as: second.person)
            #expect(refusal?.code == "linkedElsewhere")
            #expect(try await world.ask(LinkList(), as: second.brand).isEmpty)
            for link in [mine.link, theirs.link] {
                #expect(await world.refusal(LinkEnd(link: link), as: second.brand)?.code == "unknownLink")
            }
            let nobody = LinkOffer(subject: .mint(), account: shop, kind: .seller)
            #expect(await world.refusal(nobody, as: first.brand)?.code == "unknownSubject")
            let brand = LinkOffer(subject: second.brand.tenant, account: shop, kind: .seller)
            #expect(await world.refusal(brand, as: first.brand)?.code == "unknownSubject", "a brand is no person")
        }
    }

    @Test("an account that two brands have connected is taken up through one of them alone")
    func accountOneBrands() async throws {
        try await AccountsWorld.run { world in
            let (first, second) = (try await pair(world, "Acme"), try await pair(world, "Beta"))
            let shop = AccountID.mint()
            let offer = LinkOffer(subject: first.person.tenant, account: shop, kind: .seller)
            let links = [
                try await world.ask(offer, as: first.brand), try await world.ask(offer, as: second.brand),
            ]
            #expect(links[0].link != links[1].link)
            _ = try await world.ask(LinkAccept(link: links[0].link), as: first.person)
            let refusal = await world.refusal(LinkAccept(link: links[1].link), as: first.person)
            #expect(refusal?.code == "linkedElsewhere")
            _ = try await world.ask(LinkEnd(link: links[0].link), as: first.person)
            #expect(try await world.ask(LinkAccept(link: links[1].link), as: first.person).state == .linked)
        }
    }

    @Test("what is offered as a shop is no creator account, until that offer has ended")
    func otherKind() async throws {
        try await AccountsWorld.run { world in
            let pair = try await pair(world, "Acme")
            let (person, account) = (pair.person.tenant, AccountID.mint())
            let wrong = LinkOffer(subject: person, account: account, kind: .seller)
            let right = LinkOffer(subject: person, account: account, kind: .creator)
            let offered = try await world.ask(wrong, as: pair.brand)
            let refusal = await world.refusal(right, as: pair.brand)
            #expect(refusal?.code == "otherKind" && refusal?.field == "/kind")
            _ = try await world.ask(LinkEnd(link: offered.link), as: pair.brand)
            let again = try await world.ask(right, as: pair.brand)
            #expect(again.kind == .creator && again.state == .offered && again.version == 3)
            #expect(try await world.ask(LinkList(), as: pair.brand).map(\.kind) == [.creator])
        }
    }

    @Test("two who offer the same at the same time have offered it once")
    func twice() async throws {
        try await AccountsWorld.run { world in
            let pair = try await pair(world, "Acme")
            let offer = LinkOffer(subject: pair.person.tenant, account: .mint(), kind: .seller)
            let links = try await withThrowingTaskGroup(of: LinkID.self) { group in
                for _ in 0..<8 { group.addTask { try await world.ask(offer, as: pair.brand).link } }
                return try await group.reduce(into: Set<LinkID>()) { $0.insert($1) }
            }
            #expect(links.count == 1)
        }
    }

    @Test("lenders are told whenever the service starts, since whoever hears of them may be younger")
    func lendersTold() async throws {
        try await AccountsWorld.run { world in
            let lender = TenantRecord(
                id: .mint(), kind: .lender, name: "First Bank", createdAt: Instant(Date()))
            try await world.database.transaction { try await TenantStore.insert(lender, $0) }
            try await LenderTelling.tell(world.messaging)
            let told = try await world.events(LenderAdded.self, from: "test.lenders", count: 1)
            #expect(told == [LenderAdded(lender: lender.id, name: "First Bank")])
        }
    }

    @Test("the database lets no brand say yes for a person")
    func databaseForbids() async throws {
        try await AccountsWorld.run { world in
            let pair = try await pair(world, "Acme")
            let link = try await world.ask(
                LinkOffer(subject: pair.person.tenant, account: .mint(), kind: .seller), as: pair.brand)
            var options = TransactionOptions(role: "accounts_tenant")
            options.settings = [("app.tenants", pair.brand.caller.setting)]
            await #expect(throws: PostgresError.self) {
                try await world.database.transaction(options) { transaction in
                    _ = try await transaction.run(
                        "UPDATE links SET state = 'linked' WHERE link_id = \(link.link.uuid)")
                }
            }
        }
    }

    @Test("operators alone add lenders, whose keys read scores and nothing else")
    func lenders() async throws {
        try await AccountsWorld.run { world in
            let agency = try await world.agency("North")
            #expect(await world.refusal(LenderAdd(name: "Bank"), as: agency)?.code == "operatorsOnly")
        }
    }
}
