/// Who answers what, and who asks it.
extension Topology {
    /// The requests of each service that it alone answers; what each answers for itself is ``ofEachService``.
    public static let answered: [String: [any Request.Type]] = [
        "accounts": [
            KeyVerify.self, KeyCreate.self, KeyList.self, KeyRotate.self, KeyRevoke.self, TenantCreate.self,
            TenantList.self, SettingsGet.self, SettingsChange.self, ActionList.self, SubjectCreate.self, LinkOffer.self,
            LinkAccept.self, LinkEnd.self, LinkList.self, LenderAdd.self,
        ],
        "ingestion": [
            OrderList.self, OrderGet.self, OrderCancel.self, ReturnList.self, ConnectionList.self,
            ConnectionBegin.self, ConnectionFinish.self, ConnectionEnd.self, ChannelLabelGet.self, OrderResend.self,
            FaultList.self, ConnectionSet.self, ReadGrantList.self, ReadGrantEnd.self,
        ],
        "inventory": [
            StockList.self, StockHistory.self, ListingList.self, OrderStockGet.self, StockAdjust.self, StockUndo.self,
            StockHold.self, StockUnhold.self, ReturnInspect.self, ListingMap.self, HoldList.self, WaitingList.self,
            StockSettingsPut.self, StockResend.self, StockReopen.self, LevelRepair.self, OrderStockStates.self,
        ],
        "fulfillment": [
            ShipmentList.self, ShipmentGet.self, LabelGet.self, ShipmentAct.self, ShipmentTrackingFix.self,
            ShipmentNewest.self, OrderShipmentsGet.self,
        ],
        "analytics": [SummaryGet.self],
        "credit": [
            ScoreGet.self, ScoreHistory.self, ScoreSimulate.self, ConsentGive.self, ConsentRevoke.self,
            PlatformList.self,
            ConsentList.self, CreditReadList.self, DisputeOpen.self, DisputeWithdraw.self, DisputeList.self,
            DisputeSettle.self, DocumentDeclare.self, DocumentList.self, DocumentSettle.self, CreditDelete.self,
            CreditRecompute.self, CreditProgress.self, CreditReplay.self,
        ],
    ]

    /// What every service answers for itself; a question of these names the service that it is put to.
    public static let ofEachService: [any Request.Type] = [FailureList.self, FailureAct.self] + ofOperators

    /// The routing key of a request that several services answer, each for itself: `inventory.shop.failure.list.v1`.
    public static func key(_ name: MessageName, at service: some StringProtocol) -> String {
        "\(service).\(name)"
    }

    /// What operators ask that is no ``OperatorRequest``: a gateway asks it, too.
    public static let askedByBoth: [any Request.Type] = [SettingsGet.self, SettingsChange.self]

    /// Every request that travels.
    public static var requests: [any Request.Type] { answering.flatMap { answered[$0] ?? [] } + ofEachService }

    /// The broker users that ask a request.
    public static func askers(of request: any Request.Type) -> [String] {
        if request is any OperatorRequest.Type { return [operatorUser] }
        return askedByBoth.contains { $0.name == request.name } ? [gateway, operatorUser] : [gateway]
    }
}
