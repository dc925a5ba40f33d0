import CCurl

/// The transfers in flight. Lives on the client's thread and is used by no other.
final class Transfers {
    /// How a job ended.
    struct Outcome {
        let job: TransferJob
        let result: Result<HTTPResponse, OutboundError>
    }

    private let multi: MultiHandle
    private let configuration: HTTPClient.Configuration
    private var exchanges: [UnsafeMutableRawPointer: Exchange] = [:]

    init(multi: MultiHandle, configuration: HTTPClient.Configuration) {
        self.multi = multi
        self.configuration = configuration
    }

    /// Sets out; an outcome at once when it cannot.
    func begin(_ job: TransferJob) -> Outcome? {
        do throws(OutboundError) {
            let exchange = try Exchange(job, configuration)
            try multi.add(exchange.easy, host: job.request.host)
            exchanges[exchange.easy.pointer] = exchange
            return nil
        } catch {
            return Outcome(job: job, result: .failure(error))
        }
    }

    /// Stops a transfer in flight and closes its connection.
    func abort(_ id: UInt64) -> Outcome? {
        guard let exchange = exchanges.values.first(where: { $0.job.id == id }) else { return nil }
        remove(exchange)
        return Outcome(job: exchange.job, result: .failure(exchange.failure(.cancelled, "the task was cancelled")))
    }

    /// Lets libcurl read and write what is ready, and collects what ended.
    func perform() -> [Outcome] {
        multi.perform()
        var outcomes: [Outcome] = []
        while let (pointer, code) = multi.nextFinished() {
            guard let exchange = exchanges[pointer] else { continue }
            let result = exchange.result(code)
            remove(exchange)
            outcomes.append(Outcome(job: exchange.job, result: result))
        }
        return outcomes
    }

    /// Sleeps until a socket is ready, a wake-up arrives or the instant comes.
    func wait(until instant: ContinuousClock.Instant?) {
        let left = instant.map { $0 - .now } ?? .seconds(60)
        multi.wait(atMost: min(max(left, .milliseconds(1)), .seconds(60)))
    }

    private func remove(_ exchange: Exchange) {
        multi.remove(exchange.easy)
        exchanges[exchange.easy.pointer] = nil
    }
}
