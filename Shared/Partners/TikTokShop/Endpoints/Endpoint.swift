public import Outbound

/// One call of the Open API with its pinned version. Versions are per endpoint and retire two months after a successor.
public struct Endpoint: Sendable, Hashable {
    /// Whether a call names its shop by cipher: missing where required is error 106013, given where not wanted
    /// 36009004.
    public enum CipherRule: String, Sendable, Hashable {
        case required
        case forbidden
    }

    /// As Partner Center titles it.
    public let name: String
    /// The method.
    public let method: HTTPMethod
    /// The path, with arguments in braces.
    public let template: String
    /// Whether the shop's cipher belongs into the query.
    public let cipher: CipherRule
    /// Whether the call changes something at the channel: then an unknown outcome must be read before it is repeated.
    public let changesSomething: Bool
    /// What the seller must have granted.
    public let scope: Scope

    /// The pinned version, the second segment of the path.
    public var version: String { segments.count > 1 ? segments[1] : "" }

    private var segments: [String] { template.split(separator: "/").map(String.init) }

    /// The path with its arguments in place; nil when their number is wrong or one of them is no plain id.
    func path(_ arguments: [String]) -> String? {
        var rest = arguments[...]
        var filled: [String] = []
        for segment in segments {
            guard segment.hasPrefix("{") else {
                filled.append(segment)
                continue
            }
            guard let argument = rest.popFirst(), Self.isPlainID(argument) else { return nil }
            filled.append(argument)
        }
        return rest.isEmpty ? "/" + filled.joined(separator: "/") : nil
    }

    /// Ids are digits; letters, `-` and `_` do no harm. Anything else could name another path.
    private static func isPlainID(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { PercentEncoding.isPlain($0) }
    }
}
