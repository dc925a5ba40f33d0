import Synchronization

/// Makes one attempt at a request, within a deadline, over connections that are kept and used again (HTTP/1.1).
///
/// It never repeats anything: budgets, breakers and repeats belong to the work queue, which learns from
/// ``OutboundError`` and ``ResponseClass`` what it may do. Redirects are answers. TLS is 1.2 or later and always
/// verified.
public final class HTTPClient: Sendable {
    private let loop: TransferLoop
    private let nextID = Atomic<UInt64>(0)

    /// Starts the client's own thread, which does all of its network work.
    public init(_ configuration: Configuration = Configuration()) {
        loop = TransferLoop(configuration)
        loop.start()
    }

    deinit {
        loop.shutDown()
    }

    /// Sends a request and waits for its whole answer. `deadline` counts from now and covers waiting for a free place.
    ///
    /// Cancelling the task aborts the transfer. Any status is an answer; an error means that there is none.
    public func send(_ request: HTTPRequest, deadline: Duration) async throws(OutboundError) -> HTTPResponse {
        if let problem = request.problem {
            throw OutboundError(.invalidRequest, host: request.host, detail: problem)
        }
        let span = CallSpan.current
        let traced = span?.sent(request) ?? request
        let id = nextID.wrappingAdd(1, ordering: .relaxed).newValue
        let end = ContinuousClock.now + deadline
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { reply in
                loop.submit(TransferJob(id: id, request: traced, deadline: end, reply: reply))
                // A cancellation before the submission found nothing to cancel.
                if Task.isCancelled { loop.cancel(id) }
            }
        } onCancel: {
            loop.cancel(id)
        }
        if let span, case .success(let response) = result { span.answered(response.status) }
        return try result.get()
    }

    /// Refuses new requests, fails the waiting ones, lets those in flight end within their deadlines, and returns when
    /// the last connection is closed.
    public func close() async {
        loop.shutDown()
        await loop.waitUntilEnded()
    }
}
