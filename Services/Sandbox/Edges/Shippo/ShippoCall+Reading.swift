import Foundation

extension ShippoCall {
    /// The body as `Value`; complaints name the field, as Shippo's do.
    func body<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(Value.self, from: Data(request.body))
        } catch DecodingError.keyNotFound(let key, let context) where context.codingPath.isEmpty {
            throw ShippoError.required(key.stringValue)
        } catch let error as DecodingError {
            throw error.field.map { ShippoError.field($0, "Not a valid value.") } ?? ShippoError.badJSON
        }
    }

    /// `?page=&results=`: from page 1, at most 100 each.
    func list<Value>(_ values: [Value], publicURL: String, _ render: (Value) -> JSON) throws -> JSON {
        let page = try number("page", default: 1, 1...1_000_000)
        let size = try number("results", default: 25, 1...100)
        let part = values.dropFirst((page - 1) * size).prefix(size)
        let more = values.count > page * size
        return [
            "next": more ? .string(link(page + 1, size, publicURL)) : .null,
            "previous": page > 1 ? .string(link(page - 1, size, publicURL)) : .null,
            "results": .array(part.map(render)),
        ]
    }

    private func number(_ name: String, default value: Int, _ range: ClosedRange<Int>) throws -> Int {
        guard let text = request.query[name] else { return value }
        guard let number = Int(text), range.contains(number) else { throw ShippoError.notFound }
        return number
    }

    private func link(_ page: Int, _ size: Int, _ publicURL: String) -> String {
        "\(publicURL)\(request.path)?page=\(page)&results=\(size)"
    }
}
