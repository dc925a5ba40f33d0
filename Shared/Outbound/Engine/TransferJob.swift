/// A request and whoever waits for its answer. Exactly one place resumes the reply.
struct TransferJob: Sendable {
    let id: UInt64
    let request: HTTPRequest
    let deadline: ContinuousClock.Instant
    let reply: CheckedContinuation<Result<HTTPResponse, OutboundError>, Never>

    /// Ends the job before anything was sent.
    func fail(_ kind: OutboundError.Kind, _ detail: String) {
        reply.resume(returning: .failure(OutboundError(kind, host: request.host, detail: detail)))
    }
}
