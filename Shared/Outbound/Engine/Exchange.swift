import CCurl

/// One job on its way: the handle, and what has come back so far. Lives on the client's thread.
final class Exchange {
    let job: TransferJob
    let easy: EasyHandle
    private var collector: ResponseCollector
    private var starts = 0

    init(_ job: TransferJob, _ configuration: HTTPClient.Configuration) throws(OutboundError) {
        self.job = job
        easy = try EasyHandle(host: job.request.host)
        collector = ResponseCollector(
            maximumBodyBytes: job.request.maximumResponseBytes ?? configuration.maximumResponseBytes,
            maximumHeaderBytes: configuration.maximumHeaderBytes)
        let timeLeft = job.deadline - .now
        guard timeLeft > .zero else { throw failure(.timedOut, "the deadline passed before anything was sent") }
        try easy.prepare(job.request, configuration, timeLeft: timeLeft)
        try easy.setCallbacks(.toExchange, listener: Unmanaged.passUnretained(self).toOpaque())
    }

    /// Takes a header line or a piece of body; false stops the transfer.
    func receive(header bytes: UnsafeRawBufferPointer) -> Bool { collector.receive(header: bytes) }
    func receive(body bytes: UnsafeRawBufferPointer) -> Bool { collector.receive(body: bytes) }

    /// libcurl asks before it sends a request. It sends again, on a new connection, when a kept one turns out dead
    /// after the request went out; the server may then act twice, so the second time is refused.
    func maySend() -> Bool {
        starts += 1
        return starts == 1
    }

    /// The answer, or why there is none.
    func result(_ code: CURLcode) -> Result<HTTPResponse, OutboundError> {
        guard code == CURLE_OK else { return .failure(failure(code)) }
        guard collector.hasWholeHead else {
            return .failure(failure(.interrupted, "the connection ended inside the header fields"))
        }
        return .success(
            HTTPResponse(
                status: easy.status, headers: collector.headers, body: collector.body, duration: easy.elapsed))
    }

    func failure(_ kind: OutboundError.Kind, _ detail: String) -> OutboundError {
        OutboundError(kind, host: job.request.host, detail: detail, requestWritten: easy.bytesWritten > 0)
    }

    private func failure(_ code: CURLcode) -> OutboundError {
        let circumstances = CurlFailure(
            code: code, requestWritten: easy.bytesWritten > 0, isTooLarge: collector.isTooLarge,
            deadlinePassed: .now >= job.deadline)
        return failure(circumstances.kind, easy.explain(code))
    }
}
