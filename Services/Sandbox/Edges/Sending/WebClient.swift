import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Sends requests over plain HTTP/1.1 and keeps connections for the next one.
///
/// It speaks no TLS: the sandbox's webhooks go to a development machine or into a private network.
final class WebClient: Sendable {
    enum Failure: Error {
        case badURL, timedOut, closed
    }

    private static let mostIdlePerHost = 64
    private let group: any EventLoopGroup
    private let idle = Mutex<[String: [any Channel]]>([:])

    init(group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton) {
        self.group = group
    }

    /// The answer, or an error after `timeout` at the latest. A kept connection that turns out dead is replaced once.
    func send(
        _ method: String, _ url: String, headers: [(String, String)] = [], body: [UInt8] = [],
        timeout: Duration = .seconds(10)
    ) async throws -> WebAnswer {
        guard let target = Target(url) else { throw Failure.badURL }
        let exchange = Exchange.request(method, target, headers: headers, body: body)
        if let channel = reuse(target) {
            do {
                return try await run(exchange, on: channel, target, timeout: timeout)
            } catch Failure.closed {
                // The other side had closed it while it lay idle.
            }
        }
        return try await run(exchange, on: connect(target, timeout: timeout), target, timeout: timeout)
    }

    private func connect(_ target: Target, timeout: Duration) async throws -> any Channel {
        try await ClientBootstrap(group: group)
            .connectTimeout(.milliseconds(Int64(timeout.milliseconds)))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(ExchangeHandler())
                }
            }
            .connect(host: target.host, port: target.port).get()
    }

    private func run(
        _ parts: Exchange.Request, on channel: any Channel, _ target: Target, timeout: Duration
    ) async throws -> WebAnswer {
        let promise = channel.eventLoop.makePromise(of: WebAnswer.self)
        let alarm = channel.eventLoop.scheduleTask(in: .milliseconds(Int64(timeout.milliseconds))) {
            promise.fail(Failure.timedOut)
            channel.close(promise: nil)
        }
        channel.writeAndFlush(Exchange(request: parts, promise: promise), promise: nil)
        defer { alarm.cancel() }
        let answer = try await promise.futureResult.get()
        keep(channel, target)
        return answer
    }

    private func reuse(_ target: Target) -> (any Channel)? {
        idle.withLock { idle in
            while let channel = idle[target.key]?.popLast() {
                if channel.isActive { return channel }
            }
            return nil
        }
    }

    private func keep(_ channel: any Channel, _ target: Target) {
        let isKept = idle.withLock { idle in
            guard idle[target.key, default: []].count < Self.mostIdlePerHost else { return false }
            idle[target.key]?.append(channel)
            return true
        }
        if !isKept { channel.close(promise: nil) }
    }
}

/// Host, port and path of a URL.
struct Target: Sendable {
    let host: String
    let port: Int
    let path: String

    init?(_ text: String) {
        guard let url = URLComponents(string: text), url.scheme == "http", let host = url.host, !host.isEmpty else {
            return nil
        }
        self.host = host
        port = url.port ?? 80
        let path = url.percentEncodedPath.isEmpty ? "/" : url.percentEncodedPath
        self.path = url.percentEncodedQuery.map { "\(path)?\($0)" } ?? path
    }

    var key: String { "\(host):\(port)" }
}
