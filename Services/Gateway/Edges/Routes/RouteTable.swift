import Foundation
import Schemas

/// The table of routes: requests are answered by it and documents are made of it, so that the two cannot differ.
struct RouteTable: Sendable {
    /// What became of the search for a route.
    enum Finding: Sendable {
        case found(Route, places: [String: String])
        /// The address is known, the method is not.
        case otherMethods([String])
        case unknown
    }

    /// All routes.
    let routes: [Route]
    /// Their addresses by the number of parts, each with the place of its route.
    private let addresses: [Int: [(pattern: PathPattern, route: Int)]]

    init(_ routes: [Route]) {
        self.routes = routes
        addresses = Dictionary(
            grouping: routes.enumerated().map { (pattern: $1.path, route: $0) }, by: \.pattern.length)
    }

    /// The route of an address; where several fit, the one with the most words.
    func find(method: String, path: String) -> Finding {
        guard let segments = PathPattern.segments(of: path) else { return .unknown }
        let fitting = (addresses[segments.count] ?? []).compactMap { address in
            address.pattern.match(segments).map { (words: address.pattern.words, route: address.route, places: $0) }
        }
        guard let words = fitting.map(\.words).max() else { return .unknown }
        let meant = fitting.filter { $0.words == words }
        guard let hit = meant.first(where: { routes[$0.route].methods.contains(method) }) else {
            return .otherMethods((meant.flatMap { routes[$0.route].methods } + ["OPTIONS"]).sorted())
        }
        return .found(routes[hit.route], places: hit.places)
    }
}

extension RouteTable {
    /// Everything that the gateway serves.
    static func all(page: PageFiles, version: String) throws -> RouteTable {
        let served =
            WebhookRoutes.routes + ConnectRoutes.routes + OrderRoutes.routes + StockRoutes.routes
            + ListingRoutes.routes + ShipmentRoutes.routes + ReturnRoutes.routes + FigureRoutes.routes
            + CreditRoutes.routes + ConsentRoutes.routes + SubjectRoutes.routes + ConnectionRoutes.routes
            + ReadGrantRoutes.routes + AccountRoutes.routes + KeyRoutes.routes + FailureRoutes.routes
            + LiveRoutes.routes + SessionRoutes.routes
        // The description describes itself and the page too; what it says of itself does not hang on its bytes.
        let described = served + [PageRoutes.document(Data())] + page.routes
        let document = try OpenAPI(described, version: version, words: .ofBuild()).document()
        return RouteTable(served + [PageRoutes.document(document)] + page.routes)
    }
}
