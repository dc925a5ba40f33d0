import Foundation

/// A seeded source of chance: SplitMix64 (Steele, Lea, Flood 2014). The same seed and stream give the same throws.
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own per purpose, so that throws for one purpose never shift those for another.
    init(seed: UInt64, stream: String) {
        // FNV-1a: stable across runs, unlike Swift's own hashing.
        state = stream.utf8.reduce(seed ^ 0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number in [0, 1).
    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func happens(_ probability: Double) -> Bool {
        fraction() < probability
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        Int.random(in: range, using: &self)
    }

    mutating func span(_ range: ClosedRange<Duration>) -> Duration {
        range.lowerBound + (range.upperBound - range.lowerBound) * fraction()
    }

    /// One of the elements, by their weights; nil if all weights are zero.
    mutating func pick<Element>(_ weighted: [(Element, Double)]) -> Element? {
        var mark = fraction() * weighted.reduce(0) { $0 + $1.1 }
        for (element, weight) in weighted {
            mark -= weight
            if mark < 0 { return element }
        }
        return weighted.last { $0.1 > 0 }?.0
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.randomElement(using: &self)
    }

    /// Lower-case hexadecimal text of the given length.
    mutating func hex(_ length: Int) -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<length).map { _ in digits[Int(next() & 15)] })
    }

    /// Letters and digits of the given length.
    mutating func word(_ length: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<length).map { _ in letters[number(0...letters.count - 1)] })
    }
}

extension Dice {
    /// The wait until the next of events that come at random with this mean wait (exponential).
    mutating func wait(mean: Duration) -> Duration {
        mean * -log(1 - fraction())
    }
}
