import Contracts
import Foundation

/// What Shippo says when it refuses. There is no fixed form: `{"detail": "…"}`, or lists of texts by field.
struct Complaint {
    /// One line, such as `rate: This field is required.`; cut, since nothing bounds what others write.
    let text: String

    init(_ body: [UInt8]) {
        let json = try? JSONDecoder().decode(Node.self, from: Data(MendedJSON.mend(body)))
        let lines = json?.lines(path: "") ?? []
        text = String((lines.isEmpty ? ["no reason given"] : lines).prefix(10).joined(separator: "; ").prefix(500))
    }

    private indirect enum Node: Decodable {
        case text(String)
        case list([Node])
        case fields([String: Node])
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let fields = try? container.decode([String: Node].self) {
                self = .fields(fields)
            } else if let list = try? container.decode([Node].self) {
                self = .list(list)
            } else {
                self = .other
            }
        }

        func lines(path: String) -> [String] {
            switch self {
            case .text(let text): [path.isEmpty || path == "detail" ? text : "\(path): \(text)"]
            case .list(let list): list.prefix(10).flatMap { $0.lines(path: path) }
            case .fields(let fields):
                fields.sorted { $0.key < $1.key }.prefix(10).flatMap { key, value in
                    value.lines(path: path.isEmpty ? key : "\(path).\(key)")
                }
            case .other: []
            }
        }
    }
}
