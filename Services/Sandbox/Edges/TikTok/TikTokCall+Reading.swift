import Foundation

extension TikTokCall {
    /// The body as `Value`; a missing body counts as `{}`. Complaints name the field.
    func body<Value: Decodable>(_ type: Value.Type, _ complain: (String) -> TikTokError) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let data = request.body.isEmpty ? Data("{}".utf8) : Data(request.body)
        do {
            return try decoder.decode(Value.self, from: data)
        } catch let error as DecodingError {
            throw error.field.map { complain("Invalid parameter: \($0)") } ?? TikTokError.badBody
        }
    }

    /// Paging and sorting come in the query, also of searches by POST.
    func page(_ sizes: ClosedRange<Int>, default size: Int, descending: Bool = true) throws -> PageRequest {
        let text = request.query["page_size"]
        guard let size = text.map({ Int($0) }) ?? size, sizes.contains(size) else {
            throw TikTokError.invalidParameter(
                "Invalid page_size: must be between \(sizes.lowerBound) and \(sizes.upperBound)")
        }
        let token = request.query["page_token"] ?? ""
        let after = token.isEmpty ? nil : PageKey(token: token)
        guard token.isEmpty || after != nil else { throw TikTokError.invalidParameter("Invalid page_token") }
        return PageRequest(size: size, isDescending: try isDescending(descending), after: after)
    }

    private func isDescending(_ otherwise: Bool) throws -> Bool {
        switch request.query["sort_order"] {
        case nil: otherwise
        case "DESC": true
        case "ASC": false
        default: throw TikTokError.invalidParameter("Invalid sort_order")
        }
    }

    /// The sort field, if it is one of those allowed.
    func sortField(_ allowed: [String]) throws -> String {
        guard let field = request.query["sort_field"] else { return allowed[0] }
        guard allowed.contains(field) else { throw TikTokError.invalidParameter("Invalid sort_field") }
        return field
    }
}

extension DecodingError {
    /// The path of the faulty field in the wire's spelling, or nil where the text is no JSON.
    var field: String? {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context): Self.path(context.codingPath)
        case .keyNotFound(let key, let context): Self.path(context.codingPath + [key])
        case .dataCorrupted(let context): context.codingPath.isEmpty ? nil : Self.path(context.codingPath)
        @unknown default: nil
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        let text = keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.wireName
            }
        }
        return text.isEmpty ? "body" : text
    }
}

extension CodingKey {
    fileprivate var wireName: String {
        stringValue.reduce(into: "") { name, character in
            if character.isUppercase { name += "_" }
            name += character.lowercased()
        }
    }
}
