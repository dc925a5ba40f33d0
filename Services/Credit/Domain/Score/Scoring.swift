import Contracts

/// Makes scores: from the same snapshot with the same model always the same.
enum Scoring {
    /// Adds the facts up, counts their inputs, and explains what was lost.
    static func score(_ snapshot: Snapshot, by model: Model) throws(Unscorable) -> Score {
        guard snapshot.model == model.version else {
            throw .wrongModel(asked: snapshot.model, given: model.version)
        }
        let figures = try figures(of: snapshot, in: model.currency)
        let factors = try factors(Inputs(snapshot.facts, figures, in: snapshot.window), by: model)
        let raw = Points.hundred - .sum(factors.map(\.lost))
        let data = snapshot.facts.notes
        return Score(
            model: model.version, asOf: snapshot.asOf, raw: raw, scaled: model.scale.scaled(raw), scale: model.scale,
            band: model.band(of: raw).name,
            confidence: Confidence(data, figures, asOf: snapshot.asOf, model.confidence),
            factors: factors, reasons: Reason.costliest(of: factors), figures: figures, data: data)
    }

    /// Counts inputs alone: the part of scoring that knows no money.
    static func factors(_ inputs: Inputs, by model: Model) throws(Unscorable) -> [ScoredFactor] {
        var factors: [ScoredFactor] = []
        for factor in model.factors { factors.append(try ScoredFactor(factor, inputs)) }
        return factors
    }

    private static func figures(of snapshot: Snapshot, in currency: Currency) throws(Unscorable) -> PersonFigures {
        guard snapshot.currency == currency else { throw .amounts(.currencyMismatch(snapshot.currency, currency)) }
        do {
            return try PersonFigures(snapshot.facts, in: snapshot.window, currency: currency)
        } catch {
            throw .amounts(error)
        }
    }
}
