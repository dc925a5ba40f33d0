/// The rule for tracking numbers: 4 to 50 letters, digits, `-`, `_`, `.` or `/`.
public enum TrackingNumber {
    /// What is wrong with a number; nil when it is one.
    public static func problem(_ number: String) -> String? {
        guard (4...50).contains(number.utf8.count) else { return "tracking_number: from 4 to 50 characters" }
        let isPlain = number.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-_./".unicodeScalars.contains(scalar))
        }
        return isPlain ? nil : "tracking_number: only letters, digits, '-', '_', '.' and '/'"
    }
}
