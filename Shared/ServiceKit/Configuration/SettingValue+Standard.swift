public import Foundation
public import Logging

extension String: SettingValue {
    /// Any text.
    public static var kind: String { "a text" }
    /// The empty text.
    public static var placeholder: String { "" }
    /// Takes the text as it is.
    public init?(setting text: String) { self = text }
    /// The text.
    public var settingText: String { self }
}

extension Secret: SettingValue {
    /// Any text, shown to nobody.
    public static var kind: String { "a secret text" }
    /// Always: this is what the type is for.
    public static var isSecret: Bool { true }
    /// The empty secret.
    public static var placeholder: Secret { Secret("") }
    /// Takes the text as it is.
    public init?(setting text: String) { self.init(text) }
    /// Three stars.
    public var settingText: String { description }
}

extension Int: SettingValue {
    /// Digits, perhaps with a sign.
    public static var kind: String { "a whole number" }
    /// Zero.
    public static var placeholder: Int { 0 }
    /// Reads decimal digits.
    public init?(setting text: String) { self.init(text) }
    /// Decimal digits.
    public var settingText: String { String(self) }
}

extension Double: SettingValue {
    /// Digits, perhaps with a fraction.
    public static var kind: String { "a number" }
    /// Zero.
    public static var placeholder: Double { 0 }
    /// Reads a finite decimal number.
    public init?(setting text: String) {
        guard let value = Double(text), value.isFinite else { return nil }
        self = value
    }
    /// The shortest decimal form that reads back as the same number.
    public var settingText: String { String(self) }
}

extension Bool: SettingValue {
    /// The two words.
    public static var kind: String { "true or false" }
    /// No.
    public static var placeholder: Bool { false }
    /// Reads `true` or `false`, nothing else: a switch that is misread does harm.
    public init?(setting text: String) { self.init(text) }
    /// `true` or `false`.
    public var settingText: String { String(self) }
}

extension URL: SettingValue {
    /// Scheme and host.
    public static var kind: String { "a URL with scheme and host" }
    /// The file system's root, which no setting can be.
    public static var placeholder: URL { URL(filePath: "/") }
    /// Reads an absolute URL that names a host.
    public init?(setting text: String) {
        guard let url = URL(string: text), url.scheme != nil, url.host() != nil else { return nil }
        self = url
    }
    /// The URL as written.
    public var settingText: String { absoluteString }
}

extension Logger.Level: SettingValue {}

extension Array: SettingValue where Element: SettingValue {
    /// What each element is, and how they are put in a row.
    public static var kind: String { "a list, separated by commas, of which each is \(Element.kind)" }
    /// Whether the elements are.
    public static var isSecret: Bool { Element.isSecret }
    /// No elements.
    public static var placeholder: [Element] { [] }
    /// Reads elements between commas; blanks around them do not count.
    public init?(setting text: String) {
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let elements = words.compactMap(Element.init(setting:))
        guard elements.count == words.count else { return nil }
        self = elements
    }
    /// The elements between commas.
    public var settingText: String { map(\.settingText).joined(separator: ",") }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    /// What the value is when there is one.
    public static var kind: String { Wrapped.kind }
    /// Whether the value is.
    public static var isSecret: Bool { Wrapped.isSecret }
    /// No value.
    public static var placeholder: Wrapped? { .none }
    /// Reads a value; a text that does not fit is wrong, not absent.
    public init?(setting text: String) {
        guard let value = Wrapped(setting: text) else { return nil }
        self = .some(value)
    }
    /// The value's text; nothing when there is none.
    public var settingText: String { self?.settingText ?? "" }
}
