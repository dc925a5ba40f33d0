import Contracts

/// Something that an account tells, with where it comes from; or that it is not told, with why.
///
/// What is missing is never a zero: there is no value to read by mistake.
enum Datum<Value: Codable & Hashable & Sendable>: Hashable, Sendable {
    case known(Value, Provenance)
    case missing(Absence)

    /// The value; nil when it is missing.
    var value: Value? {
        guard case .known(let value, _) = self else { return nil }
        return value
    }

    /// Where it comes from; nil when it is missing.
    var provenance: Provenance? {
        guard case .known(_, let provenance) = self else { return nil }
        return provenance
    }

    /// Why it is missing; nil when it is known.
    var absence: Absence? {
        guard case .missing(let absence) = self else { return nil }
        return absence
    }
}

/// Where a datum comes from.
struct Provenance: Codable, Hashable, Sendable {
    /// Whether it was read or worked out.
    let source: Source
    /// When it was read.
    let readAt: Instant
    /// Of what goes on over time: from when on it is complete. Nil for what has one value.
    var since: Instant?

    /// Whether it was read or worked out.
    enum Source: String, Codable, Sendable, CaseIterable {
        /// Transactions and figures as the channel books them.
        case actual
        /// Worked out, or assumed in a simulation.
        case estimated
    }
}

/// Why a datum is missing.
enum Absence: String, Codable, Sendable, CaseIterable {
    /// The channel does not tell it.
    case notTold
    /// The account's owner has not granted the permission that it needs.
    case notPermitted
    /// Not read yet.
    case notRead
    /// The person has contested it, with success.
    case disputed
}

extension Datum: Codable {
    private enum CodingKeys: String, CodingKey {
        case value, from, missing
    }

    /// Reads `{"value": …, "from": {…}}` or `{"missing": "notTold"}`.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let absence = try container.decodeIfPresent(Absence.self, forKey: .missing) {
            self = .missing(absence)
        } else {
            self = .known(
                try container.decode(Value.self, forKey: .value), try container.decode(Provenance.self, forKey: .from))
        }
    }

    /// Writes either.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .known(let value, let provenance):
            try container.encode(value, forKey: .value)
            try container.encode(provenance, forKey: .from)
        case .missing(let absence): try container.encode(absence, forKey: .missing)
        }
    }
}
