extension Order {
    /// Whether the telephone alone is starred out of an address that is clear otherwise: for three buyers in ten,
    /// and for all of the order's life.
    var hidesPhone: Bool { ["1", "4", "7"].contains(buyer.id.suffix(1)) }

    /// How much of the address an app may see.
    ///
    /// In the remorse hour it is empty. Orders that the platform fulfils are always masked. In the US the status
    /// decides (since 2025-07): unpaid, cancelled, or completed for more than 30 days is masked. Elsewhere the shipping
    /// type decides: the platform's label hides it.
    func sight(at now: Moment) -> Address.Sight {
        if status == .onHold { return .empty }
        if kind.isFulfilledByTikTok { return .masked }
        guard market.family == .unitedStates else { return shipping == .tiktok ? .masked : .clear }
        if status == .unpaid || status == .cancelled { return .masked }
        if let completed = times.completed, now - completed > .days(30) { return .masked }
        return .clear
    }
}
