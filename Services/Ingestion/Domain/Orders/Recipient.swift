import TikTokShop

/// Where an order goes: personal data. It is stored sealed, travels in a message of its own, and is in no snapshot.
struct Recipient: Codable, Hashable, Sendable {
    var fullName: String?
    var phone: String?
    /// The most specific first.
    var addressLines: [String]
    var city: String?
    var state: String?
    var postalCode: String?
    var region: String?

    /// How many of the parts without which nothing arrives the channel hides behind asterisks.
    private var hiddenParts: Int {
        let parts = [fullName, city, postalCode].compactMap(\.self) + addressLines
        return parts.count { $0.contains("*") }
    }

    /// How many of the parts that a parcel arrives without are hidden.
    private var hiddenExtras: Int {
        [phone, state].compactMap(\.self).count { $0.contains("*") }
    }

    /// Whether the channel hides a part without which nothing arrives: name, street, city or postal code. It masks the
    /// telephone of many an address that is clear otherwise, for good; a parcel needs none.
    var isMasked: Bool { hiddenParts > 0 }

    /// Whether it should replace what is known. Channels mask addresses once an order is done or cancelled; what was
    /// told in the clear before must not be lost to that. Another address counts whatever its telephone shows.
    func supersedes(_ known: Recipient?) -> Bool {
        guard let known else { return true }
        if hiddenParts != known.hiddenParts { return hiddenParts < known.hiddenParts }
        return !hasAddress(of: known) || self != known && hiddenExtras <= known.hiddenExtras
    }

    private func hasAddress(of other: Recipient) -> Bool {
        fullName == other.fullName && addressLines == other.addressLines && city == other.city
            && postalCode == other.postalCode && region == other.region
    }
}

extension Recipient {
    /// Reads an address; nil when nothing of it is told, as before the remorse hour is over.
    init?(_ address: RecipientAddress) {
        let names = [address.firstName, address.lastName].compactMap { $0?.cut }.joined(separator: " ")
        fullName = address.name?.cut ?? names.nonEmpty
        phone = address.phoneNumber?.cut
        let lines = [address.addressLine1, address.addressLine2, address.addressLine3, address.addressLine4]
        addressLines = lines.compactMap { $0?.cut }
        if addressLines.isEmpty { addressLines = [address.fullAddress].compactMap { $0?.cut } }
        city = (address.district("City") ?? address.narrowestDistrict)?.cut
        state = (address.district("State") ?? address.district("Province"))?.cut
        postalCode = address.postalCode?.cut
        region = address.regionCode?.cut
        if fullName == nil && phone == nil && addressLines.isEmpty && postalCode == nil { return nil }
    }
}

extension RecipientAddress {
    /// Markets name their levels differently; the last one is the narrowest. The country alone is no city.
    fileprivate var narrowestDistrict: String? {
        (districts?.count ?? 0) > 1 ? districts?.last?.name : nil
    }
}

extension String {
    /// Without blanks around it and of bounded length; nil when nothing is left.
    var cut: String? {
        let blanks: (Character) -> Bool = { $0.isWhitespace }
        let end = filter { $0 != "\0" }.drop(while: blanks).reversed().drop(while: blanks).reversed()
        return String(end).cut(to: ForeignText.longest).nonEmpty
    }
}
