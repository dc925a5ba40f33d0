import Contracts
import Foundation
import Postgres
import TestKit

@testable import Inventory
@testable import Messaging

/// A batch of the pushes lane that has loaded and decided, and holds its locks until it is told to finish.
final class OpenBatch: Sendable {
    private let finished: AsyncStream<Void>.Continuation
    private let batch: Task<[ChannelStockSet], any Error>

    /// Answers once the batch holds its locks.
    static func take(_ handler: StockChangedHandler, _ body: StockChanged, _ room: StockRoom) async throws -> OpenBatch
    {
        let (loaded, isLoaded) = AsyncStream<Void>.makeStream()
        let (finish, isFinished) = AsyncStream<Void>.makeStream()
        let batch = Task {
            defer { isLoaded.finish() }
            return try await room.database.withConnection { connection in
                var ask = Pipeline()
                ask.begin()
                let message = Received(Metadata(name: StockChanged.name, tenant: Names.tenant), body)
                let loading = handler.load([message], &ask)
                try await connection.send(ask)
                let decision = handler.decide(message, try loading.view())
                isLoaded.finish()
                for await _ in finish {}
                var tell = Pipeline()
                try handler.save(decision.changes, &tell)
                tell.commit()
                try await connection.send(tell)
                return decision.events(ChannelStockSet.self)
            }
        }
        for await _ in loaded {}
        return OpenBatch(isFinished, batch)
    }

    private init(_ finished: AsyncStream<Void>.Continuation, _ batch: Task<[ChannelStockSet], any Error>) {
        self.finished = finished
        self.batch = batch
    }

    /// Lets the batch save and commit; answers what it told.
    func finish() async throws -> [ChannelStockSet] {
        finished.finish()
        return try await batch.value
    }

    deinit { finished.finish() }
}
