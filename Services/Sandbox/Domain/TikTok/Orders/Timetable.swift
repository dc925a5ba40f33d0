/// How long the stages of an order last, in the world's time.
enum Timetable {
    /// The remorse hour: paid, but not to be shipped.
    static let hold = Duration.hours(1)
    /// An order that nobody pays is dropped after this.
    static let unpaid = Duration.hours(48)
    /// Deadlines of the seller, counted from payment.
    static let readyToShip = Duration.days(3)
    static let inTransit = Duration.days(4)
    static let automaticCancel = Duration.days(7)
    /// The span in which buyers act on an order that waits for the seller.
    static let sellerWork = Duration.hours(6)
    /// From ready to collected, from collected to delivered, from delivered to done.
    static let collection = Duration.hours(2)...Duration.hours(20)
    static let transit = Duration.days(1)...Duration.days(5)
    static let returnWindow = Duration.days(14)
    /// The platform's own warehouse.
    static let platformWork = Duration.hours(4)...Duration.hours(12)
    /// How long the seller has to answer a cancellation or a return before the platform agrees for them.
    static let answer = Duration.hours(48)
    /// From agreement to money.
    static let refund = Duration.hours(2)
    /// From agreement to the buyer handing the parcel in, and from there to the seller's door.
    static let returnHandIn = Duration.hours(12)...Duration.days(3)
    static let returnTransit = Duration.days(1)...Duration.days(4)
    /// How long after shipping a tracking number may be corrected.
    static let trackingFix = Duration.hours(72)
    /// How long a shipping document takes to be drawn.
    static let document = Duration.seconds(30)
}
