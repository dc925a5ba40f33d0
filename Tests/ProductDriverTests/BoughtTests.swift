import Testing

@testable import ProductDriver

@Suite("Labels at the partner's limit")
struct BoughtTests {
    @Test("a label is overtaken by those bought before it, due after it, while it had been ready for some seconds")
    func overtaken() {
        let labels = [
            Bought(ready: 0, due: 10, at: 9),
            // Due later and bought first, one of them before the other could be taken instead.
            Bought(ready: 0, due: 50, at: 2), Bought(ready: 0, due: 50, at: 8),
            // Due sooner.
            Bought(ready: 0, due: 5, at: 7),
        ]
        #expect(Bought.overtaken(labels) == [1, 0, 0, 0])
        #expect(Bought.late(labels) == 1)
    }

    /// One a second: those due at 2 and 3 come first, then 3.5 needs the third second and 4 the fourth; the fifth, due
    /// at 4 as well, is late. What becomes ready at 10 is bought at 11 and due at 10.5, late however one goes about it.
    @Test("late at best is who comes too late in the order of what is due")
    func best() {
        let dues = [4.0, 4, 3.5, 3, 2]
        let labels = dues.map { Bought(ready: 0, due: $0, at: 100) } + [Bought(ready: 10, due: 10.5, at: 100)]
        #expect(Bought.lateAtBest(labels, perSecond: 1) == 2)
    }
}
