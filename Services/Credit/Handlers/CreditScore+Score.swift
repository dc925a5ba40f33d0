import Contracts

extension CreditScore {
    /// A score as it is told.
    ///
    /// - Parameter disputed: data that are contested, as ``Contested/text`` names them.
    init(_ score: Score, disputed: Set<String> = []) {
        self.init(
            model: score.model, asOf: score.asOf,
            window: CreditWindow(from: Window(asOf: score.asOf).start(ofMonth: 0), until: score.asOf),
            raw: score.raw.description, scaled: score.scaled,
            least: score.scale.least, most: score.scale.most, band: score.band,
            confidence: CreditConfidence(score.confidence), factors: score.factors.map(CreditFactor.init),
            reasons: score.reasons.map(CreditReason.init), figures: CreditFigures(score.figures),
            data: score.data.map { CreditDatum($0, isDisputed: disputed.contains("\($0.account)/\($0.datum)")) })
    }
}

extension CreditConfidence {
    fileprivate init(_ confidence: Confidence) {
        self.init(
            level: Level(rawValue: confidence.level.rawValue) ?? .low, isEstimated: confidence.source == .estimated,
            age: confidence.age, coverage: confidence.coverage.description,
            leavesOutMoney: confidence.leavesOutMoney,
            reasons: confidence.amiss?.compactMap { Reason(rawValue: $0.rawValue) })
    }
}

extension CreditFactor {
    fileprivate init(_ factor: ScoredFactor) {
        self.init(
            name: factor.name.rawValue, weight: factor.weight, points: factor.points.description,
            lost: factor.lost.description, inputs: factor.inputs.map(Input.init))
    }
}

extension CreditFactor.Input {
    fileprivate init(_ input: ScoredInput) {
        self.init(
            name: input.name.rawValue, standing: Standing(rawValue: input.standing.rawValue) ?? .known,
            value: input.value?.description, tier: input.tier, target: input.target.description,
            points: input.points.description, worth: input.worth.description, lost: input.lost.description)
    }
}

extension CreditReason {
    fileprivate init(_ reason: Reason) {
        self.init(
            code: reason.code, sentence: reason.sentence, factor: reason.factor.rawValue,
            lost: reason.lost.description, value: reason.value?.description, target: reason.target.description)
    }
}

extension CreditDatum {
    fileprivate init(_ note: DatumNote, isDisputed: Bool) {
        self.init(
            account: note.account, name: note.datum, isEstimated: note.provenance.map { $0.source == .estimated },
            readAt: note.provenance?.readAt, since: note.provenance?.since, missing: note.absence?.rawValue,
            isDisputed: isDisputed)
    }
}

extension CreditObstacle {
    /// What stands in the way, as it is told.
    init(_ trouble: Standing.Trouble) {
        self.init(code: trouble.code, sentence: trouble.sentence, what: trouble.what)
    }
}

extension CreditDocument {
    /// A paper that is asked for, as it is told: one that was refused is none.
    init(_ paper: AskedPaper) {
        let state: State =
            switch paper.state {
            case .verified: .verified
            case .declared: .declared
            case .refused, nil: .missing
            }
        self.init(market: paper.market, document: .init(paper.document), state: state)
    }
}

extension DocumentRecord.Kind {
    /// The same papers by the same words.
    init(_ document: Document) {
        self =
            switch document {
            case .businessEntity: .businessEntity
            case .employerIdentificationNumber: .employerIdentificationNumber
            case .limitedCompany: .limitedCompany
            case .vatRegistration: .vatRegistration
            case .localEntity: .localEntity
            case .marketRules: .marketRules
            case .identity: .identity
            }
    }
}

extension CreditAccount {
    /// An account, as it is told.
    init(_ line: Standing.Line) {
        self.init(
            account: line.account, kind: line.kind == .seller ? .seller : .creator, market: line.market,
            isActive: line.isActive, obstacles: line.obstacles.map(CreditObstacle.init))
    }
}
