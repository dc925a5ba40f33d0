extension Int128 {
    /// Division that rounds down, also below zero: it keeps the order of what it divides.
    ///
    /// - Parameter divisor: greater than zero.
    func floored(by divisor: Int128) -> Int128 {
        precondition(divisor > 0, "a divisor is greater than zero")
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
