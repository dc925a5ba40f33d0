import Foundation

/// One call of the Shippo API.
struct ShippoEndpoint: Sendable {
    let name: String
    let method: String
    /// The path below `/shippo`, with `{id}` as placeholder.
    let path: String
    let sort: ShippoLimits.Sort
    /// The status of success: Shippo's own client insists on it.
    let status: Int
    let answer: @Sendable (inout World, ShippoCall) throws -> JSON

    init(
        _ name: String, _ method: String, _ path: String, _ sort: ShippoLimits.Sort, _ status: Int,
        _ answer: @escaping @Sendable (inout World, ShippoCall) throws -> JSON
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.sort = sort
        self.status = status
        self.answer = answer
    }

    func match(_ segments: [Substring]) -> [String]? {
        PathTemplate(text: path).ids(of: segments)?.map { $0.removingPercentEncoding ?? String($0) }
    }
}

/// A call that has shown a known token.
struct ShippoCall: Sendable {
    let request: WebRequest
    let ids: [String]
    let isTest: Bool
}
