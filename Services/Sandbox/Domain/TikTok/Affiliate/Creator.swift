/// Somebody who shows goods in videos and is paid a share of what that sells.
struct Creator: Sendable {
    let openID: String
    let username: String
    /// Where the account is, ISO 3166-1 alpha-2.
    let region = "US"
    /// Hundredths of a percent.
    let rate: Int
    let contentType: String

    /// The creators of the world: enough to tell them apart.
    static func all(seed: UInt64) -> [Creator] {
        var dice = Dice(seed: seed, stream: "creators")
        return [("glow.by.ana", 1_500, "VIDEO"), ("tech_with_ben", 1_000, "LIVE"), ("casa.carla", 2_000, "SHOP")].map {
            Creator(openID: dice.word(22), username: $0.0, rate: $0.1, contentType: $0.2)
        }
    }
}
