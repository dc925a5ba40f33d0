import Contracts
import Messaging

/// What Credit hears and answers, and who handles it.
enum Subscriptions {
    /// What it hears, in the order in which rows are locked: accounts, then what lies below them.
    static func lanes(_ bureau: Bureau, _ queue: WorkQueue, batch: Int) -> [Lane] {
        let wishes = ScoreWishes(pause: bureau.pause, queue: queue)
        return [
            Lane(
                "credit.facts", batch: batch,
                [
                    .on(SubjectChanged.self, SubjectChangedHandler(wishes: wishes)),
                    .on(ConnectionChanged.self, ConnectionChangedHandler(wishes: wishes)),
                    .on(ReadGrantChanged.self, Counted(ReadGrantChangedHandler(wishes: wishes))),
                    .on(ShopFactsRead.self, Counted(ShopFactsReadHandler(wishes: wishes))),
                    .on(ExchangeRatesPublished.self, ExchangeRatesPublishedHandler()),
                    .on(SettingsChanged.self, SettingsChangedHandler()),
                    .on(Sale.names, Counted(SaleHandler(wishes: wishes))) { bytes, metadata in
                        try Sale.decode(metadata.name, bytes)
                    },
                    .on(SettlementChanged.self, Counted(SettlementChangedHandler(wishes: wishes))),
                    .on(AffiliateOrderChanged.self, Counted(AffiliateOrderChangedHandler(wishes: wishes))),
                    .on(HistoryTold.self, HistoryToldHandler(wishes: wishes)),
                    .on(AccountRead.self, AccountReadHandler()), .on(LenderAdded.self, LenderAddedHandler()),
                ])
        ]
    }

    /// What it answers.
    static func requests(_ bureau: Bureau, _ queue: WorkQueue) -> [RequestSubscription] {
        [
            .answer(ScoreGet.self, ScoreGetHandler()),
            .answer(ScoreHistory.self, ScoreHistoryHandler()),
            .answer(ScoreSimulate.self, ScoreSimulateHandler(bureau: bureau)),
            .answer(ConsentGive.self, ConsentGiveHandler()),
            .answer(ConsentRevoke.self, ConsentRevokeHandler()),
            .answer(ConsentList.self, ConsentListHandler()),
            .answer(CreditReadList.self, CreditReadListHandler()),
            .answer(PlatformList.self, PlatformListHandler()),
            .answer(DisputeOpen.self, DisputeOpenHandler(queue: queue)),
            .answer(DisputeWithdraw.self, DisputeWithdrawHandler(queue: queue)),
            .answer(DisputeList.self, DisputeListHandler()),
            .answer(DisputeSettle.self, DisputeSettleHandler(queue: queue)),
            .answer(DocumentDeclare.self, DocumentDeclareHandler(markets: bureau.markets, queue: queue)),
            .answer(DocumentList.self, DocumentListHandler()),
            .answer(DocumentSettle.self, DocumentSettleHandler(queue: queue)),
            .answer(CreditDelete.self, CreditDeleteHandler()),
            .answer(CreditRecompute.self, CreditRecomputeHandler(queue: queue)),
            .answer(CreditProgress.self, CreditProgressHandler()),
            .answer(CreditReplay.self, CreditReplayHandler(models: bureau.models)),
        ]
    }

    /// What takes time.
    static func work(_ bureau: Bureau) -> [any WorkKind] { [ScoreMake(bureau: bureau), ScoreAge(), ScoreThin()] }
}
