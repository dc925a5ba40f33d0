import Contracts

extension Model {
    /// Refuses a model that could not be explained: what its parts must add up to, they do.
    func check() throws(Wrong) {
        guard version >= 1 else { throw Wrong("outOfRange", at: "/version", "must be 1 or more") }
        try scale.check(at: "/scale")
        try checkBands()
        try confidence.check(at: "/confidence")
        try checkFactors()
    }

    private func checkBands() throws(Wrong) {
        guard bands.first?.from == .zero else { throw Wrong("gap", at: "/bands", "must begin at 0") }
        for (place, (band, next)) in zip(bands, bands.dropFirst()).enumerated() where band.from >= next.from {
            throw Wrong("notAscending", at: "/bands/\(place + 1)/from", "must be above that of the band before")
        }
        guard bands.allSatisfy({ $0.from < .hundred }) else {
            throw Wrong("outOfRange", at: "/bands/\(bands.count - 1)/from", "must be below 100")
        }
        for (place, band) in bands.enumerated() where band.name.isEmpty {
            throw Wrong("missing", at: "/bands/\(place)/name", "must not be empty")
        }
        guard Set(bands.map(\.name)).count == bands.count else {
            throw Wrong("twice", at: "/bands", "must have different names")
        }
    }

    private func checkFactors() throws(Wrong) {
        guard Set(factors.map(\.name)).count == Factor.allCases.count, factors.count == Factor.allCases.count else {
            throw Wrong("wrongFactors", at: "/factors", "must be the four factors, each once")
        }
        try checkInputs()
        for (place, factor) in factors.enumerated() { try factor.check(at: "/factors/\(place)") }
        let sum = factors.reduce(0) { $0 + $1.weight }
        guard sum == 100 else { throw Wrong("wrongSum", at: "/factors", "must have weights of 100 in all, not \(sum)") }
    }

    private func checkInputs() throws(Wrong) {
        var known: Set<Input> = []
        for (place, factor) in factors.enumerated() {
            for (number, input) in factor.inputs.enumerated() where !known.insert(input.name).inserted {
                throw Wrong("twice", at: "/factors/\(place)/inputs/\(number)/name", "must not be counted twice")
            }
        }
        for input in Input.allCases where input.isRequired && !known.contains(input) {
            throw Wrong("missing", at: "/factors", "must have \(input.rawValue): without it there is no score")
        }
    }
}

extension Scale {
    fileprivate func check(at place: String) throws(Wrong) {
        guard (0..<most).contains(least), most <= 1_000_000 else {
            throw Wrong("outOfRange", at: place, "must go from 0 or more to something above it")
        }
    }
}

extension ConfidenceLimits {
    fileprivate func check(at place: String) throws(Wrong) {
        guard (Quantity.zero...Quantity.one).contains(coverage) else {
            throw Wrong("outOfRange", at: "\(place)/coverage", "must be 0 to 1")
        }
        guard (1...8_760).contains(hours) else { throw Wrong("outOfRange", at: "\(place)/hours", "must be 1 to 8760") }
    }
}

extension FactorModel {
    fileprivate func check(at place: String) throws(Wrong) {
        guard (1...100).contains(weight) else { throw Wrong("outOfRange", at: "\(place)/weight", "must be 1 to 100") }
        guard (0...100).contains(missing) else { throw Wrong("outOfRange", at: "\(place)/missing", "must be 0 to 100") }
        for (number, input) in inputs.enumerated() { try input.check(at: "\(place)/inputs/\(number)", of: name) }
        let sum = inputs.reduce(0) { $0 + $1.share }
        guard sum == 100 else {
            throw Wrong("wrongSum", at: "\(place)/inputs", "must have shares of 100 in all, not \(sum)")
        }
    }
}

extension InputModel {
    fileprivate func check(at place: String, of factor: Factor) throws(Wrong) {
        guard name.factor == factor else {
            throw Wrong("wrongFactor", at: "\(place)/name", "must stand in \(name.factor.rawValue)")
        }
        guard (1...100).contains(share) else { throw Wrong("outOfRange", at: "\(place)/share", "must be 1 to 100") }
        if case .points(let points) = missing, !(0...100).contains(points) {
            throw Wrong("outOfRange", at: "\(place)/missing", "must be 0 to 100")
        }
        guard name.isRequired == (missing == .required) else {
            let rule = name.isRequired ? "must be required" : "must not be required: there is a score without it"
            throw Wrong("wrongTreatment", at: "\(place)/missing", rule)
        }
        try curve.check(at: "\(place)/curve")
        try curve.check(of: name, at: "\(place)/curve")
    }
}
