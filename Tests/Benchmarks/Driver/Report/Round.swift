/// One round of everything.
struct Round: Sendable {
    let floor: FloorFigures
    let stages: StageFigures
    /// Milliseconds of each order through the broker alone.
    let pacedFloor: [Double]
    let paced: StageFigures

    var differences: [String] {
        floor.differences.map { "floor: \($0)" } + stages.differences.map { "throughput: \($0)" }
            + paced.differences.map { "even pace: \($0)" }
    }
}
