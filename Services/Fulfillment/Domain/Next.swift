import Contracts

/// What is next for a shipment.
enum Next: Hashable, Sendable {
    /// Something is under way, or it is over.
    case nothing
    case wait(Wait)
    /// A label of our own.
    case buy
    /// The channel is told, or makes the label.
    case ship
    /// The label is not used.
    case void(VoidedLabel.Reason)
}

extension Shipment {
    /// Decides what is next, by what is known and by nothing else.
    ///
    /// A cancel comes before everything: before ship-confirm nothing is bought any more, a label that was bought is
    /// voided, one of unknown outcome is voided as soon as it is found, and what is handed over can only return. Then
    /// who has shipped it already, then a purchase that nobody knows the outcome of, then an address that has changed
    /// since the label; and only then what it may wait for.
    func next(_ here: Circumstances) -> Next {
        guard let order else { return .wait(.order) }
        if order.isGone { return label != nil && !isHandedOver ? .void(.cancelled) : .nothing }
        if !order.isOurs || isHandedOver && order.status != .partiallyShipping { return .nothing }
        if isShipConfirmed || handover?.state == .asked || purchase != nil { return .nothing }
        if let label, let recipient, label.recipientVersion < recipient.version { return .void(.addressChanged) }
        if let wait = obstacle(order, here) { return .wait(wait) }
        return order.shipping == .seller && label == nil ? .buy : .ship
    }

    /// The first thing that stands in the way, people's wishes before what comes by itself.
    private func obstacle(_ order: OrderChanged, _ here: Circumstances) -> Wait? {
        if isPaused { return .paused }
        if let trouble { return .trouble(trouble) }
        return obstacle(of: order) ?? (ShipMarkets.contains(order.market) ? nil : .market)
            ?? (here.isConnected ? nil : .shop)
            ?? (stock.isReserved(for: order.version) ? nil : .stock)
            ?? (isConfirmed ? nil : here.rules.obstacle(order))
            ?? missing(order, here)
    }

    /// What the order itself forbids. While a cancel is undecided nothing is shipped: in the US shipping would reject
    /// it by itself.
    private func obstacle(of order: OrderChanged) -> Wait? {
        switch order.status {
        case .unpaid: .payment
        case .onHold: .hold
        case .other: .unclear
        case .partiallyShipping where isRestConfirmed != true: .partial
        default: order.flags.contains(.cancelRequested) ? .cancelDecision : nil
        }
    }

    private func missing(_ order: OrderChanged, _ here: Circumstances) -> Wait? {
        switch order.shipping {
        case .seller:
            guard let recipient else { return .recipient }
            if recipient.isMasked, recipient.isTried != true { return .masked }
            if here.origin?.isUsable != true { return .origin }
            return here.measures == nil ? .weight : nil
        case .channel: return here.measures == nil ? .weight : nil
        case .digital, .other: return .shippingType
        }
    }
}

extension Rules {
    /// Whether a person must say that this order may go.
    func obstacle(_ order: OrderChanged) -> Wait? {
        if !isAutomationOn { return .automation }
        if let confirmAboveUnits, order.openUnits > confirmAboveUnits { return .units }
        guard let confirmAboveMinor else { return nil }
        if order.currency.code != currency { return .currency }
        return order.openValue > confirmAboveMinor ? .value : nil
    }
}
