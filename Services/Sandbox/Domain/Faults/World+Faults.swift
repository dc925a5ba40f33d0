extension World {
    /// Answers a call as its fate has it. `effect` does what was asked; `refusal` words a fault in the partner's way.
    mutating func answer(
        _ name: String, partner: FaultRule.Partner, refusal: (TikTokError) -> WebAnswer,
        effect: @escaping @Sendable (inout World) -> WebAnswer
    ) -> WebAnswer.Timed {
        let fate = faults.callFate(of: name, partner: partner)
        switch fate.fault {
        case .error(let code, let status, let message, let isDone):
            if isDone { _ = effect(&self) }
            let error = TikTokError(code: code, message: message, status: status)
            return .init(answer: refusal(error), wait: fate.wait)
        case .throttle(let retryAfter):
            return .init(answer: refusal(.tooManyRequests(retryAfter: retryAfter)), wait: fate.wait)
        case .late(_, let hold):
            at(now + fate.landsAfter) { _ = effect(&$0) }
            return .init(answer: refusal(.upstreamTimeout), wait: fate.wait + hold)
        case .latency, .lost, .repeated, .delayed, nil:
            return .init(answer: effect(&self), wait: fate.wait)
        }
    }
}
