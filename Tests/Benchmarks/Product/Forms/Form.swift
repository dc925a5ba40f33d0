import BenchKit

/// What can be measured of the product.
enum Form: String, Sendable, CaseIterable {
    /// Orders that are told on the broker, until they are counted.
    case flow
    /// Orders that are sold on the channel, until they are parcels.
    case parcels
    /// Labels at the limit of the partner who sells them.
    case limits
    /// Stock that is told to a channel, below the limit of its shop and above it.
    case push
    /// Webhooks that come by HTTP.
    case http
    /// What is asked by HTTP, over a long past.
    case reads
    /// What an order costs among few and among many, and what services cost at rest.
    case growth
    /// What a burst of one tenant does to all others.
    case fairness

    /// How often the large form is repeated.
    var fullRounds: Int {
        switch self {
        case .flow: 5
        case .parcels, .limits, .http: 3
        case .push, .reads, .growth, .fairness: 1
        }
    }

    /// Whether it can be repeated, each time on servers that are empty.
    var hasRounds: Bool {
        switch self {
        case .flow, .parcels, .limits, .http, .fairness: true
        case .push, .reads, .growth: false
        }
    }

    /// Whether another number of orders can be asked for.
    var hasSize: Bool { ![.push, .http].contains(self) }

    /// Measures; tells every step to whoever watches.
    func measure(_ settings: ProductSettings, tell: @escaping @Sendable (String) -> Void) async throws -> Findings {
        switch self {
        case .flow: try await Flow(settings: settings, tell: tell).run()
        case .parcels: try await Parcels(settings: settings, tell: tell).run()
        case .limits: try await Limits(settings: settings, tell: tell).run()
        case .push: try await Push(settings: settings, tell: tell).run()
        case .http: try await Intake(settings: settings, tell: tell).run()
        case .reads: try await Reads(settings: settings, tell: tell).run()
        case .growth: try await Growth(settings: settings, tell: tell).run()
        case .fairness: try await Fairness(settings: settings, tell: tell).run()
        }
    }
}

/// What a run has found.
struct Findings: Sendable {
    /// The figures of all rounds.
    let lines: [Line]
    /// What no figure says, in a line each.
    var notes: [String] = []
    /// What is not as it must be; empty: the run counts.
    let differences: [String]
}
