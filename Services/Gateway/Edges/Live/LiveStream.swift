import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// One live view: a stream of server-sent events (HTML Living Standard §9.2) until the browser goes, the key ends or
/// the service stops.
struct LiveStream: Sendable {
    let call: Call
    let id: LiveHub.WatcherID
    let wakes: AsyncStream<Void>

    /// The answer that goes on as long as somebody watches.
    var answer: Answer {
        Answer(
            200,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store", .known("X-Accel-Buffering"): "no",
            ],
            body: ResponseBody { writer in
                defer { hub.leave(id) }
                // Browsers come back after so long; the page then reads everything again.
                try await writer.write(ByteBuffer(string: "retry: 2000\nevent: open\ndata: {}\n\n"))
                // A browser that goes away says so at once, not only when the next write fails.
                try await call.stream.consumeWithInboundCloseHandler { _ in
                    try await watch(&writer)
                } onInboundClosed: {
                    hub.leave(id)
                }
            })
    }

    private func watch(_ writer: inout any ResponseBodyWriter) async throws {
        for await _ in wakes.cancelOnGracefulShutdown() {
            guard await isStillWelcome() else { break }
            try await writer.write(ByteBuffer(string: text(hub.take(id))))
        }
        try await writer.finish(nil)
    }

    private var hub: LiveHub { call.gateway.live }

    private func text(_ news: News) -> String {
        news.isEmpty ? ": still here\n\n" : news.event
    }

    /// Whether the key still opens. While nobody can say so, it does.
    private func isStillWelcome() async -> Bool {
        do {
            _ = try await call.verifyAgain()
            return true
        } catch {
            return error.kind != .unauthorized
        }
    }
}
