import NIOCore
import NIOHTTP1

/// One request and the promise of its answer.
struct Exchange: Sendable {
    struct Request: Sendable {
        let head: HTTPRequestHead
        let body: ByteBuffer
    }

    let request: Request
    let promise: EventLoopPromise<WebAnswer>

    static func request(
        _ method: String, _ target: Target, headers: [(String, String)], body: [UInt8]
    ) -> Request {
        var fields = HTTPHeaders([("host", target.key), ("content-length", String(body.count))])
        for (name, value) in headers { fields.add(name: name, value: value) }
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method), uri: target.path, headers: fields)
        return Request(head: head, body: ByteBuffer(bytes: body))
    }
}

/// Matches the answer of a connection to the one request that is open on it.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Exchange
    typealias OutboundOut = HTTPClientRequestPart

    /// Longer answers are cut off: webhook endpoints answer with next to nothing.
    private static let mostBodyBytes = 8 * 1024 * 1024

    private var promise: EventLoopPromise<WebAnswer>?
    private var answer = WebAnswer(status: 0)

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        self.promise = exchange.promise
        context.write(wrapOutboundOut(.head(exchange.request.head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(exchange.request.body))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
        if !context.channel.isActive { fail() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            answer = WebAnswer(
                status: Int(head.status.code), headers: head.headers.map { ($0.name.lowercased(), $0.value) })
        case .body(let part):
            if answer.body.count + part.readableBytes <= Self.mostBodyBytes {
                answer.body.append(contentsOf: part.readableBytesView)
            }
        case .end:
            promise?.succeed(answer)
            promise = nil
            if answer.headers.contains(where: { $0.name == "connection" && $0.value.lowercased() == "close" }) {
                context.close(promise: nil)
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail()
        context.close(promise: nil)
    }

    private func fail() {
        promise?.fail(WebClient.Failure.closed)
        promise = nil
    }
}
