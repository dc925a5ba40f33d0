/// Compares a message's shape with that of the last release.
///
/// What was sent before must still be read: a queue, a deferral or a failure may hold it. And what is sent now must be
/// read by whoever knows the release alone: for our own messages that is a service of the old build that runs beside
/// the new one during an upgrade, whose words and required members are a closed list. What outside producers send is
/// read by us alone, so there it may become more.
struct ContractComparison {
    /// What breaks somebody.
    struct Breach: Equatable, CustomStringConvertible {
        enum Kind: String {
            case removed, retyped, madeRequired, madeOptional, wordRemoved, wordAdded, narrowed, widened
        }

        let kind: Kind
        /// Such as `/lines[]/units`.
        let path: String
        let detail: String

        var description: String { "\(path): \(kind.rawValue): \(detail)" }
    }

    private(set) var breaches: [Breach] = []
    /// Optional members that are new: allowed, and to be told in the changelog.
    private(set) var additions: [String] = []
    /// Whether services of ours read it in the shape of the release.
    private let isReadByTheRelease: Bool

    init(_ old: Shape, _ new: Shape, isReadByTheRelease: Bool) {
        self.isReadByTheRelease = isReadByTheRelease
        compare(old, new, at: "")
    }

    private mutating func compare(_ old: Shape, _ new: Shape, at path: String) {
        switch (old, new) {
        case (.object(let old), .object(let new)): compare(old, new, at: path)
        case (.map(let old), .map(let new)): compare(old, new, at: path + "/*")
        case (.list(let old), .list(let new)): compare(old, new, at: path + "[]")
        case (.text(let old), .text(let new)): compare(old, new, at: path)
        case (.whole(let old), .whole(let new)):
            if !Self.covers(new, old) { note(.narrowed, path, "was \(old), is \(new)") }
        case (.orNull(let old), .orNull(let new)): compare(old, new, at: path)
        case (.orNull(let old), let new):
            note(.narrowed, path, "null is no longer read")
            compare(old, new, at: path)
        case (let old, .orNull(let new)):
            noteForReaders(.widened, path, "may now be null")
            compare(old, new, at: path)
        case (.number, .number), (.truth, .truth): break
        default: note(.retyped, path, "was \(old), is \(new)")
        }
    }

    private mutating func compare(_ old: [String: Shape.Member], _ new: [String: Shape.Member], at path: String) {
        for (name, member) in old.sorted(by: { $0.key < $1.key }) {
            guard let now = new[name] else {
                note(.removed, "\(path)/\(name)", "was there")
                continue
            }
            if now.isRequired, !member.isRequired { note(.madeRequired, "\(path)/\(name)", "could be missing") }
            if !now.isRequired, member.isRequired {
                noteForReaders(.madeOptional, "\(path)/\(name)", "was always there")
            }
            compare(member.shape, now.shape, at: "\(path)/\(name)")
        }
        for (name, member) in new.sorted(by: { $0.key < $1.key }) where old[name] == nil {
            if member.isRequired {
                note(.madeRequired, "\(path)/\(name)", "is new, so it must be optional")
            } else {
                additions.append("\(path)/\(name)")
            }
        }
    }

    private mutating func compare(_ old: Shape.Text, _ new: Shape.Text, at path: String) {
        if old.format != new.format { note(.retyped, path, "was \(old.format ?? "text"), is \(new.format ?? "text")") }
        let any = 0...Int.max
        if !Self.covers(new.lengths ?? any, old.lengths ?? any) { note(.narrowed, path, "fewer lengths") }
        compareWords(old.words, new.words, at: path)
    }

    private mutating func compareWords(_ old: Set<String>?, _ new: Set<String>?, at path: String) {
        switch (old, new) {
        case (nil, nil): break
        case (nil, .some): note(.narrowed, path, "was any text, is one of a list")
        case (.some, nil): noteForReaders(.widened, path, "was one of a list, is any text")
        case (let old?, let new?):
            for word in old.subtracting(new).sorted() { note(.wordRemoved, path, word) }
            for word in new.subtracting(old).sorted() { noteForReaders(.wordAdded, path, word) }
        }
    }

    private static func covers(_ wide: ClosedRange<Int>, _ narrow: ClosedRange<Int>) -> Bool {
        wide.lowerBound <= narrow.lowerBound && wide.upperBound >= narrow.upperBound
    }

    private mutating func note(_ kind: Breach.Kind, _ path: String, _ detail: String) {
        breaches.append(Breach(kind: kind, path: path, detail: detail))
    }

    private mutating func noteForReaders(_ kind: Breach.Kind, _ path: String, _ detail: String) {
        if isReadByTheRelease { note(kind, path, detail) }
    }
}
