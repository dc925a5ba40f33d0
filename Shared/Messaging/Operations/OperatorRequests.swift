import Contracts

/// What every service answers its operators; a service registers nothing for it.
enum OperatorRequests {
    static let subscriptions: [RequestSubscription] = [
        .answer(ServiceInspect.self, ServiceInspectHandler()),
        .answer(FailureGroupList.self, FailureGroupHandler()),
        .answer(FailureFind.self, FailureFindHandler()),
        .answer(FailureSettle.self, FailureSettleHandler()),
        .answer(WorkFind.self, WorkFindHandler()),
        .answer(WorkSettle.self, WorkSettleHandler()),
        .answer(WorkHold.self, WorkHoldHandler()),
        .answer(OrderTrace.self, OrderTraceHandler()),
        .answer(FactList.self, FactListHandler()),
        .answer(QueueResend.self, QueueResendHandler()),
        .answer(ReceiptList.self, ReceiptListHandler()),
    ]
}

extension Optional where Wrapped: Comparable & Sendable {
    /// The value or a default; refused when it is out of bounds.
    func or(_ usual: Wrapped, in bounds: ClosedRange<Wrapped>, field: String) throws -> Wrapped {
        let value = self ?? usual
        guard bounds.contains(value) else {
            throw Refusal(
                .invalid, code: "\(field)OutOfRange",
                "\(field) must be from \(bounds.lowerBound) to \(bounds.upperBound)", field: "/\(field)")
        }
        return value
    }
}
