/// A type that a setting can have: how its text is read, and how errors and listings speak of it.
public protocol SettingValue: Sendable {
    /// What a person has to write, completing the sentence "LIMIT must be …": "a whole number".
    static var kind: String { get }

    /// Whether values must never be shown, and may come from a file instead of the environment.
    static var isSecret: Bool { get }

    /// Stands in for a value that could not be read while the remaining keys are checked; never reaches a service.
    static var placeholder: Self { get }

    /// Reads the text of the environment; nil when it does not fit.
    init?(setting text: String)

    /// The text that would be read as this value, for listings.
    var settingText: String { get }
}

extension SettingValue {
    /// Most settings may be shown.
    public static var isSecret: Bool { false }
}

extension SettingValue where Self: RawRepresentable, Self: CaseIterable, RawValue == String {
    /// The allowed words.
    public static var kind: String {
        "one of " + allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// The first case.
    public static var placeholder: Self {
        guard let first = allCases.first else { preconditionFailure("\(Self.self) has no cases to choose from") }
        return first
    }

    /// Reads one of the allowed words, in their own case.
    public init?(setting text: String) {
        self.init(rawValue: text)
    }

    /// The word.
    public var settingText: String { rawValue }
}
