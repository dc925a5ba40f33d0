extension Int128 {
    /// Division that rounds to the nearest integer and a tie to the even one, so that rounding many facts has no drift.
    ///
    /// - Parameter divisor: greater than zero.
    func dividedHalfEven(by divisor: Int128) -> Int128 {
        precondition(divisor > 0, "a divisor is greater than zero")
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        let rest = remainder < 0 ? -remainder : remainder
        // Compared with what is left to the divisor, because twice the rest could overflow.
        let gap = divisor - rest
        guard rest > gap || (rest == gap && quotient % 2 != 0) else { return quotient }
        return self < 0 ? quotient - 1 : quotient + 1
    }
}
