import Testing

@testable import Outbound

/// The bounds of a client as a plain value.
struct TransferQueueTests {
    private let now = ContinuousClock.now

    @Test("Places are given in order of arrival and given again when they fall free")
    func order() {
        var queue = TransferQueue<String>(maximumRunning: 2, maximumWaiting: 5)
        for (id, job) in zip(UInt64(1)..., ["a", "b", "c"]) {
            #expect(queue.submit(job, id: id, deadline: now + .seconds(1)) == .queued)
        }
        #expect(queue.takeOrders(now: now).start == ["a", "b"])
        #expect(queue.takeOrders(now: now).start == [])
        queue.finished(1)
        #expect(queue.takeOrders(now: now).start == ["c"])
    }

    @Test("Running and waiting together are bounded")
    func full() {
        var queue = TransferQueue<String>(maximumRunning: 1, maximumWaiting: 1)
        #expect(queue.submit("a", id: 1, deadline: now) == .queued)
        #expect(queue.submit("b", id: 2, deadline: now) == .queued)
        #expect(queue.submit("c", id: 3, deadline: now) == .full)
    }

    @Test("A waiting job that is overdue expires and the next deadline is told")
    func expiry() {
        var queue = TransferQueue<String>(maximumRunning: 1, maximumWaiting: 5)
        _ = queue.submit("running", id: 1, deadline: now + .seconds(9))
        _ = queue.takeOrders(now: now)
        _ = queue.submit("late", id: 2, deadline: now + .seconds(1))
        _ = queue.submit("later", id: 3, deadline: now + .seconds(3))
        #expect(queue.takeOrders(now: now).nextDeadline == now + .seconds(1))
        let orders = queue.takeOrders(now: now + .seconds(2))
        #expect(orders.expired == ["late"])
        #expect(orders.nextDeadline == now + .seconds(3))
    }

    @Test("Cancelling gives back a waiting job, marks a running one and ignores a finished one")
    func cancel() {
        var queue = TransferQueue<String>(maximumRunning: 1, maximumWaiting: 5)
        _ = queue.submit("a", id: 1, deadline: now + .seconds(1))
        _ = queue.takeOrders(now: now)
        _ = queue.submit("b", id: 2, deadline: now + .seconds(1))
        #expect(queue.cancel(2) == "b")
        #expect(queue.cancel(1) == nil)
        #expect(queue.takeOrders(now: now).abort == [1])
        queue.finished(1)
        #expect(queue.cancel(1) == nil)
        #expect(queue.takeOrders(now: now).abort == [])
    }

    @Test("Closing refuses what waits and is over when nothing runs")
    func close() {
        var queue = TransferQueue<String>(maximumRunning: 1, maximumWaiting: 5)
        _ = queue.submit("a", id: 1, deadline: now + .seconds(1))
        _ = queue.takeOrders(now: now)
        _ = queue.submit("b", id: 2, deadline: now + .seconds(1))
        queue.close()
        #expect(queue.submit("c", id: 3, deadline: now) == .closed)
        let orders = queue.takeOrders(now: now)
        #expect(orders.refuse == ["b"])
        #expect(!orders.isOver)
        queue.finished(1)
        #expect(queue.takeOrders(now: now).isOver)
    }
}
