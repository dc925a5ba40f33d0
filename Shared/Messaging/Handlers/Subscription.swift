public import Contracts
import Foundation

/// A line of a service's table of contents: these messages go to this handler.
public struct Subscription: Sendable {
    /// The names that the handler understands.
    public let names: [MessageName]
    let makePart: @Sendable () -> any BatchPart
    /// Reads a body for its handler's part.
    let open: @Sendable (_ bytes: [UInt8], _ metadata: Metadata) throws -> any OpenBody

    /// A message of the contracts goes to its handler.
    public static func on<H: Handler>(_ message: H.Body.Type, _ handler: H) -> Subscription where H.Body: Message {
        on([H.Body.name], handler)
    }

    /// Several names of one shape go to one handler.
    public static func on<H: Handler>(_ names: [MessageName], _ handler: H) -> Subscription where H.Body: Decodable {
        on(names, handler) { bytes, _ in try decoder.decode(H.Body.self, from: Data(bytes)) }
    }

    /// The handler's bodies are decoded by a rule of their own.
    public static func on<H: Handler>(
        _ names: [MessageName], _ handler: H,
        decode: @escaping @Sendable (_ bytes: [UInt8], _ metadata: Metadata) throws -> H.Body
    ) -> Subscription {
        Subscription(names: names, makePart: { Part(handler) }, open: { Opened(try decode($0, $1)) })
    }

    private static let decoder = JSONDecoder()
}
