/// A link between a person and a shop or creator account, as it is now; its tenant is the person.
public struct SubjectChanged: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.subject.changed.v1"
    /// The link. Where its state is not `linked`, nothing of the account may count for the person.
    public var link: SubjectLink

    /// Puts the record together.
    public init(link: SubjectLink) {
        self.link = link
    }
}
