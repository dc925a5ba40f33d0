import BenchKit

/// A form's rounds, one after the other: each is told as soon as it is over, so that a later one that fails takes
/// nothing with it.
struct Rounds<Round: Sendable>: Sendable {
    let number: Int
    let tell: @Sendable (String) -> Void
    let lines: @Sendable ([Round]) -> [Line]
    let notes: @Sendable (Round) -> [String]
    let differences: @Sendable (Round) -> [String]

    /// - Parameter run: One round, by what it is called.
    /// - Throws: What the first round threw: then nothing was found.
    func findings(_ run: (String) async throws -> Round) async throws -> Findings {
        var done: [Round] = []
        var failed: [String] = []
        for place in 1...number {
            let name = "round \(place) of \(number)"
            do {
                done.append(try await run(name))
            } catch {
                guard !done.isEmpty else { throw error }
                failed.append("\(name): \(error)")
                break
            }
            if number > 1 { tell(lines(Array(done.suffix(1))).table) }
        }
        return Findings(
            lines: lines(done), notes: done.last.map(notes) ?? [],
            differences: done.flatMap(differences) + failed)
    }
}
