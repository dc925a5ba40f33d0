/// Request: say that one has a paper. Asked as the person. What was verified or refused stays so.
public struct DocumentDeclare: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.document.declare.v1"
    /// The paper.
    public typealias Reply = DocumentRecord

    /// The market, ISO 3166-1 alpha-2, such as `US`.
    public var market: String
    /// Which of the papers that the market asks for.
    public var document: DocumentRecord.Kind

    /// Puts the question together.
    public init(market: String, document: DocumentRecord.Kind) {
        self.market = market
        self.document = document
    }
}
