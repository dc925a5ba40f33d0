/// What Shippo's validator finds in an address.
enum AddressCheck {
    /// ZIP codes start with a digit per region; the states of the demo addresses and some more.
    private static let zipStarts: [String: Character] = [
        "NY": "1", "NEW YORK": "1", "PA": "1", "PENNSYLVANIA": "1", "FL": "3", "FLORIDA": "3", "GA": "3",
        "GEORGIA": "3", "OH": "4", "OHIO": "4", "IL": "6", "ILLINOIS": "6", "TX": "7", "TEXAS": "7", "CO": "8",
        "COLORADO": "8", "CA": "9", "CALIFORNIA": "9", "WA": "9", "WASHINGTON": "9", "OR": "9", "OREGON": "9",
    ]

    static func check(_ fields: ShippoAddress.Fields) -> ShippoAddress.Validation {
        var messages: [ShippoAddress.Validation.Message] = []
        func complain(_ code: String, _ text: String, isError: Bool = true) {
            messages.append(.init(code: code, text: text, isError: isError))
        }
        let street = fields.street1 ?? ""
        if street.isEmpty || (fields.city ?? "").isEmpty {
            complain("Invalid Address", "The address is incomplete: street and city are needed.")
        } else if street.lowercased().contains("nowhere")
            || !(street + (fields.streetNo ?? "")).contains(where: \.isNumber)
        {
            complain("Address Not Found", "The address as submitted could not be found.")
        }
        if fields.country == "US" {
            if !isZIP(fields.zip ?? "") {
                complain("Invalid Zip", "The ZIP code is not valid.")
            } else if let start = zipStarts[(fields.state ?? "").uppercased()], fields.zip?.first != start {
                complain("Invalid State", "The state and the ZIP code do not match.")
            } else if fields.zip?.count == 5 {
                complain("Default Match", "More information, such as an apartment number, may help.", isError: false)
            }
        }
        return .init(messages: messages)
    }

    /// Five digits, or nine with a dash.
    private static func isZIP(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isNumeric = parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } }
        return isNumeric && (parts.map(\.count) == [5] || parts.map(\.count) == [5, 4])
    }
}
