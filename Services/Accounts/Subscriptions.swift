import Contracts
import Messaging

/// What Accounts hears and answers, and who handles it.
enum Subscriptions {
    /// What it hears.
    static func lanes(batch: Int) -> [Lane] {
        [Lane("accounts.actions", batch: batch, [.on(ActionTaken.self, ActionTakenHandler())])]
    }

    /// What it answers.
    static func requests() -> [RequestSubscription] {
        [
            .answer(KeyVerify.self, KeyVerifyHandler()),
            .answer(KeyCreate.self, KeyCreateHandler()),
            .answer(KeyList.self, KeyListHandler()),
            .answer(KeyRotate.self, KeyRotateHandler()),
            .answer(KeyRevoke.self, KeyRevokeHandler()),
            .answer(TenantCreate.self, TenantCreateHandler()),
            .answer(TenantList.self, TenantListHandler()),
            .answer(SettingsGet.self, SettingsGetHandler()),
            .answer(SettingsChange.self, SettingsChangeHandler()),
            .answer(ActionList.self, ActionListHandler()),
            .answer(SubjectCreate.self, SubjectCreateHandler()),
            .answer(LinkOffer.self, LinkOfferHandler()),
            .answer(LinkAccept.self, LinkAcceptHandler()),
            .answer(LinkEnd.self, LinkEndHandler()),
            .answer(LinkList.self, LinkListHandler()),
            .answer(LenderAdd.self, LenderAddHandler()),
        ]
    }
}
