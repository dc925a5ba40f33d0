/// Which deliveries of one connection are not settled yet. The broker numbers them from 1.
struct Unsettled {
    private var last: UInt64 = 0
    private var acknowledged: UInt64 = 0
    /// Given back one by one, behind what is acknowledged.
    private var givenBack: Set<UInt64> = []

    /// How many there are.
    var count: Int { Int(last - acknowledged) - givenBack.count }

    /// A delivery came.
    mutating func delivered(_ tag: UInt64) { last = max(last, tag) }

    /// A delivery and all before it were acknowledged.
    mutating func acknowledge(through tag: UInt64) {
        acknowledged = max(acknowledged, min(tag, last))
        if !givenBack.isEmpty { givenBack = givenBack.filter { $0 > acknowledged } }
    }

    /// One delivery was given back.
    mutating func giveBack(_ tag: UInt64) {
        if tag > acknowledged, tag <= last { givenBack.insert(tag) }
    }
}
