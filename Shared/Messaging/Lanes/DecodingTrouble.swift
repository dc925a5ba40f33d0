/// A sentence about why a body did not decode: the path and what is wrong there.
enum DecodingTrouble {
    /// - Parameters:
    ///   - isPersonal: Leaves out what the decoder says of a value, since it quotes it.
    ///   - body: What was decoded: of a number that does not fit the decoder says everything but where it is.
    static func sentence(_ error: any Error, isPersonal: Bool = false, body: [UInt8]? = nil) -> String {
        if case .dataCorrupted(let context)? = error as? DecodingError, context.codingPath.isEmpty,
            let pointer = body.flatMap(NumberSearch.unfit(in:))
        {
            return "\(path(pointer)) is no whole number, or too large"
        }
        guard let error = error as? DecodingError else { return String(describing: type(of: error)) }
        switch error {
        case .dataCorrupted(let context) where isPersonal: return "\(path(context)) cannot be read"
        case .keyNotFound(let key, let context): return "\(path(context, key)) is missing"
        case .valueNotFound(_, let context): return "\(path(context)) is null"
        case .typeMismatch(let type, let context): return "\(path(context)) is not of type \(type)"
        case .dataCorrupted(let context): return "\(path(context)) cannot be read: \(context.debugDescription)"
        @unknown default: return "the body cannot be read"
        }
    }

    /// Where it went wrong, as a JSON pointer (RFC 6901); nil when it is the body as a whole.
    static func field(_ error: any Error) -> String? {
        let path: [any CodingKey] =
            switch error as? DecodingError {
            case .keyNotFound(let key, let context): context.codingPath + [key]
            case .valueNotFound(_, let context), .typeMismatch(_, let context), .dataCorrupted(let context):
                context.codingPath
            default: []
            }
        let steps = path.map { key in
            "/"
                + (key.intValue.map(String.init)
                    ?? key.stringValue.replacing("~", with: "~0").replacing("/", with: "~1"))
        }
        return steps.isEmpty ? nil : steps.joined()
    }

    private static func path(_ pointer: String) -> String {
        let steps = pointer.split(separator: "/").map { step in
            Int(step).map { "[\($0)]" } ?? step.replacing("~1", with: "/").replacing("~0", with: "~")
        }
        return steps.joined(separator: ".")
    }

    private static func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
        let keys = context.codingPath + (last.map { [$0] } ?? [])
        let text = keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
        return text.isEmpty ? "the body" : text
    }
}
