import Outbound

extension HTTPClient {
    /// The error of an attempt that must fail; nil when it brought an answer.
    func failure(_ request: HTTPRequest, deadline: Duration = .seconds(20)) async -> OutboundError? {
        do throws(OutboundError) {
            _ = try await send(request, deadline: deadline)
            return nil
        } catch {
            return error
        }
    }

    static func small(concurrent: Int = 4, waiting: Int = 16) -> HTTPClient {
        var configuration = Configuration()
        configuration.maximumConcurrent = concurrent
        configuration.maximumWaiting = waiting
        return HTTPClient(configuration)
    }
}
