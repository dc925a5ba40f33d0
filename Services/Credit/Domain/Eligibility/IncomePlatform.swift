/// Where people earn, and how good what is told of it is: what the specification compares, whether it is read yet or
/// not.
enum IncomePlatform: String, Sendable, CaseIterable {
    case tiktokShop, shopify, stripe, youtube, twitch

    /// What people call it.
    var title: String {
        switch self {
        case .tiktokShop: "TikTok Shop"
        case .shopify: "Shopify"
        case .stripe: "Stripe"
        case .youtube: "YouTube"
        case .twitch: "Twitch"
        }
    }

    /// Whether what it tells is what it has booked; else the income is worked out of what it shows.
    var isActual: Bool { self != .twitch }

    /// What is earned there.
    var revenue: [Revenue] {
        switch self {
        case .tiktokShop: [.sales, .commissions]
        case .shopify: [.sales]
        case .stripe: [.payments]
        case .youtube: [.advertising]
        case .twitch: [.subscriptions]
        }
    }

    /// Whether accounts there are read: of those that people have taken up every one is such an account.
    var isRead: Bool { self == .tiktokShop }

    /// A way to earn.
    enum Revenue: String, Sendable, CaseIterable {
        case sales, commissions, payments, advertising, subscriptions
    }
}
