public import Messaging

/// Where a process dies on demand, as a setting: for tests alone.
extension CrashPlan: SettingValue {
    /// A list of crash points.
    public static var kind: String {
        "crash points with the number of a pass, such as "
            + CrashPoint.allCases.map { "\($0.rawValue):1" }
            .joined(separator: ",")
    }

    /// Nobody dies.
    public static var placeholder: CrashPlan { CrashPlan() }

    /// Reads the list; empty: nobody dies.
    public init?(setting text: String) {
        self.init(text)
    }

    /// The list.
    public var settingText: String { text }
}
