extension Int {
    /// Division that rounds down, also below zero, so that time before 1970 falls into the right day.
    ///
    /// - Parameter divisor: greater than zero.
    func flooredQuotient(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// What ``flooredQuotient(by:)`` leaves over: 0 to `divisor` − 1.
    func flooredRemainder(by divisor: Int) -> Int {
        self - flooredQuotient(by: divisor) * divisor
    }
}
