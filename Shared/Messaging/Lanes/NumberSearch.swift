import Foundation

/// Finds the number that Foundation's decoder could not take: it says that there is one, but not where.
public enum NumberSearch {
    /// The JSON pointer of the first number that is not a whole one of 64 bits; nil when there is none, or no JSON.
    /// No body of ours has other numbers.
    public static func unfit(in bytes: [UInt8]) -> String? {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes)) else { return nil }
        return search(value, at: "")
    }

    /// Goes no deeper than Foundation, which reads 512 levels.
    private static func search(_ value: Any, at pointer: String) -> String? {
        switch value {
        case let members as [String: Any]:
            members.sorted { $0.key < $1.key }.lazy
                .compactMap { search($0.value, at: "\(pointer)/\(escaped($0.key))") }.first
        case let elements as [Any]:
            elements.enumerated().lazy.compactMap { search($0.element, at: "\(pointer)/\($0.offset)") }.first
        case let number as NSNumber: Int64(exactly: number.doubleValue) == nil ? pointer : nil
        default: nil
        }
    }

    /// RFC 6901.
    private static func escaped(_ name: String) -> String {
        name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
