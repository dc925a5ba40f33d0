import Contracts
import Messaging
import Postgres
import TestKit
import Testing

@testable import Fulfillment

/// A shop that is connected while parcels are decided to wait for it.
@Suite(.timeLimit(.minutes(5))) struct CatalogueRaceTests {
    @Test("whoever decides by the catalogue is waited for before it changes, so that no review comes too early")
    func waits() async throws {
        try await Room.lend { room in
            let key = ShipmentKey(tenant: Names.tenant, order: OrderID.mint())
            var again = connection
            again.version += 1
            let news = again
            let (gate, opener) = AsyncStream<Void>.makeStream()
            async let changed: Void = {
                for await _ in gate {}
                try await room.handle(ConnectionChangedHandler(queue: room.office.queue), [news])
            }()
            try await room.database.transaction { transaction in
                var ask = Pipeline()
                BookStore.ensure([key], at: Names.start, &ask)
                let loading = BookStore.load(BookStore.given([key]), usual: nil, &ask)
                let question = ask
                try await transaction.send(question)
                _ = try loading()
                opener.finish()
                try await eventually(within: .seconds(60), "the change waits for the decision") {
                    try await room.database.first(
                        """
                        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """, as: Int.self) == 1
                }
            }
            try await changed
            let version = try await room.database.first("SELECT version FROM shops", as: Int.self)
            #expect(version == news.version, "it came through once the decision was there to be reviewed")
        }
    }
}
