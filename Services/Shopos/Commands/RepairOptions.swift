import ArgumentParser
import Contracts
import Foundation

/// What a repair's receipt says beside what was done.
struct RepairOptions: ParsableArguments {
    @Option(name: .long, help: "Why, for the receipt; `shopos receipts` lists them.")
    var why: String?

    private static let longest = 500

    mutating func validate() throws {
        if let why, why.count > Self.longest {
            throw ValidationError("--why must have at most \(Self.longest) characters.")
        }
    }

    /// A mark for all steps of one command.
    func mark() -> RepairMark { RepairMark(receipt: MessageID(UUID.v7()), reason: why) }
}
