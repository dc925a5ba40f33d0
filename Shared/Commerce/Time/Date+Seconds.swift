import Foundation

extension Date {
    /// Whole seconds since 1970, rounded down and held within the years 1 to 9999.
    ///
    /// Times come from other systems; one that is absurd must not overflow an integer.
    var wholeSeconds: Int {
        let seconds = timeIntervalSince1970.rounded(.down)
        guard seconds > -62_135_596_800 else { return -62_135_596_800 }
        guard seconds < 253_402_300_799 else { return 253_402_300_799 }
        return Int(seconds)
    }
}
