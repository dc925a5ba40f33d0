/// A list of which one bad element spoils only itself.
public struct LossyList<Element: Decodable & Sendable>: Decodable, Sendable {
    /// An element that could not be read.
    public struct Malformed: Sendable, Hashable {
        /// Its place in the list, from 0.
        public let index: Int
        /// Its `id`, when at least that could be read.
        public let id: String?
        /// Where and what.
        public let problem: String
    }

    /// Those that could be read, in order.
    public let elements: [Element]
    /// Those that could not.
    public let malformed: [Malformed]

    /// Reads element by element.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        var elements: [Element] = []
        var malformed: [Malformed] = []
        elements.reserveCapacity(container.count ?? 0)
        while !container.isAtEnd {
            let index = container.currentIndex
            do {
                elements.append(try container.decode(Element.self))
            } catch let error as DecodingError {
                // A failed element is still the current one; reading its remains goes past it.
                let remains = try container.decode(Remains.self)
                malformed.append(Malformed(index: index, id: remains.id, problem: error.inWords))
            }
        }
        self.elements = elements
        self.malformed = malformed
    }

    /// Reads from anything at all.
    private struct Remains: Decodable {
        let id: String?

        private enum CodingKeys: String, CodingKey { case id }

        init(from decoder: any Decoder) throws {
            let container = try? decoder.container(keyedBy: CodingKeys.self)
            id = try? container?.decode(Loose<String>.self, forKey: .id).wrappedValue
        }
    }
}
