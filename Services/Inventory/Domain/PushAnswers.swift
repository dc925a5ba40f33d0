import Contracts

/// What a channel has answered about one product: how far, and what it did not take.
struct PushAnswers: Hashable, Sendable {
    /// One listing in one warehouse.
    struct Place: Codable, Hashable, Comparable, Sendable {
        let channelSKU: String
        let channelWarehouse: String

        static func < (left: Place, right: Place) -> Bool {
            (left.channelSKU, left.channelWarehouse) < (right.channelSKU, right.channelWarehouse)
        }
    }

    /// The last command's number.
    let sequence: Int64
    /// The newest command that was answered.
    var told: Int64
    /// When that was.
    var toldAt: Instant?
    /// What the channel shows other than it was told.
    var refused: Set<Place> = []
    /// Answers with a refusal since it took everything.
    var refusals = 0
    /// Whether the shop is connected: of one that is not nothing is told again, until it is back.
    var isConnected = true

    /// The first pause before it is told again, doubled each time, and the longest one; in seconds.
    private static let (firstPause, longestPause): (Int64, Int64) = (60, 3_600)

    /// How long to wait before it is told again.
    var pause: Duration {
        let doublings = min(max(refusals - 1, 0), 6)
        return .seconds(min(Self.longestPause, Self.firstPause << Int64(doublings)))
    }

    /// Takes over an answer that is newer than the last one.
    ///
    /// - Returns: What is refused now and was not before.
    mutating func take(_ answer: ChannelStockTold) -> [ChannelStockTold.Level] {
        guard answer.sequence > told else { return [] }
        (told, toldAt) = (answer.sequence, answer.toldAt)
        guard isConnected else { return [] }
        let before = Set(refused.map(\.channelSKU))
        for level in answer.levels {
            if level.isRefused { refused.insert(level.place) } else { refused.remove(level.place) }
        }
        let hasRefused = answer.levels.contains(where: \.isRefused)
        refusals = refused.isEmpty ? 0 : refusals + (hasRefused ? 1 : 0)
        return answer.levels.filter { $0.isRefused && !before.contains($0.channelSKU) }
    }
}

extension ChannelStockTold {
    /// Whether the channel did not take something.
    var isIncomplete: Bool { levels.contains { $0.refusal != nil } }
}

extension ChannelStockTold.Level {
    fileprivate var place: PushAnswers.Place { .init(channelSKU: channelSKU, channelWarehouse: channelWarehouse) }

    /// Whether the channel might take it another time.
    var isRefused: Bool { refusal != nil && isAbsent != true }
}
