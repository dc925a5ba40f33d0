import Contracts
import Messaging
import Postgres
import TestKit
import Testing

@testable import Fulfillment

/// Of whose work there may be some here.
@Suite(.timeLimit(.minutes(5))) struct ShelfScopeTests {
    @Test("brands and shops that were connected are known, others not")
    func known() async throws {
        try await Room.lend { room in
            let shelf = OperatorShelf(shippo: room.office.shippo, queue: room.office.queue)
            for (tenant, shop, isKnown) in [
                (Names.tenant, nil, true), (Names.tenant, Names.shop, true), (nil, Names.shop, true),
                (Names.other, nil, false), (Names.other, Names.shop, false), (nil, ShopID.mint(), false),
            ] as [(TenantID?, ShopID?, Bool)] {
                let found = try await shelf.knows(tenant, shop, in: room.database)
                #expect(found == isKnown)
            }
        }
    }
}
