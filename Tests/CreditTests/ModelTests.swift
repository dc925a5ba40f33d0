import Contracts
import Foundation
import Testing

@testable import Credit

@Suite("The file of the model")
struct ModelTests {
    private static let file = """
        {
          "version": 7, "currency": "USD", "scale": {"least": 300, "most": 850},
          "bands": [{"name": "weak", "from": "0"}, {"name": "good", "from": "60"}],
          "confidence": {"coverage": "0.9", "hours": 48},
          "factors": [
            {"name": "revenue", "weight": 40, "missing": 20, "inputs": [
              {"name": "monthlyIncome", "share": 90, "missing": "required", "curve": {"better": "more", "tiers": [
                {"name": "base", "from": "0", "to": "1000", "points": [20, 40]},
                {"name": "mid", "from": "1000", "to": "5000", "points": [40, 100]},
                {"name": "most", "from": "5000", "points": [100, 100]}]}},
              {"name": "secondIncome", "share": 10, "missing": "leaveOut", "curve": {"better": "more", "tiers": [
                {"name": "all", "from": "0", "points": [100, 100]}]}}]},
            {"name": "consistency", "weight": 20, "missing": 50, "inputs": [
              {"name": "shopAge", "share": 100, "missing": 50, "curve": {"better": "more", "tiers": [
                {"name": "all", "from": "0", "points": [100, 100]}]}}]},
            {"name": "reliability", "weight": 20, "missing": 50, "inputs": [
              {"name": "returnRate", "share": 100, "missing": "leaveOut", "curve": {"better": "less", "tiers": [
                {"name": "few", "from": "0", "to": "0.5", "points": [100, 0]},
                {"name": "many", "from": "0.5", "points": [0, 0]}]}}]},
            {"name": "growth", "weight": 20, "missing": 50, "inputs": [
              {"name": "markets", "share": 100, "missing": "leaveOut", "curve": {"better": "more", "tiers": [
                {"name": "all", "from": "0", "points": [100, 100]}]}}]}
          ]
        }
        """

    @Test("a file without a mistake is read")
    func reading() throws {
        let model = try Model.read(Data(Self.file.utf8))
        #expect(model.version == 7)
        #expect(model.input(.monthlyIncome)?.missing == .required)
        #expect(model.input(.shopAge)?.missing == .points(50))
        #expect(model.input(.markets)?.missing == .leaveOut)
    }

    @Test("it is the same when written and read again")
    func writing() throws {
        let model = try RuleShelf.models().newest
        #expect(try Model.read(JSONEncoder().encode(model)) == model)
    }

    /// What stands in the file, what is put in its place, and what is told.
    @Test(
        "a mistake is refused, and its place is told",
        arguments: [
            (#""version": 7, "#, "", "missing", "/version"),
            (#""version": 7"#, #""version": 0"#, "outOfRange", "/version"),
            (#""version": 7"#, #""version": "7""#, "wrongType", "/version"),
            (#""version": 7, "#, #""version": 7,, "#, "unreadable", "/"),
            (#""coverage": "0.9""#, #""coverage": "0.9000001""#, "unreadable", "/confidence/coverage"),
            (#""currency": "USD""#, #""currency": "usd""#, "unreadable", "/currency"),
            (#""least": 300"#, #""least": 900"#, "outOfRange", "/scale"),
            (#""name": "weak", "from": "0""#, #""name": "weak", "from": "1""#, "gap", "/bands"),
            (#""from": "60""#, #""from": "0""#, "notAscending", "/bands/1/from"),
            (#""from": "60""#, #""from": "100""#, "outOfRange", "/bands/1/from"),
            (#""name": "good""#, #""name": "weak""#, "twice", "/bands"),
            (#""name": "good""#, #""name": """#, "missing", "/bands/1/name"),
            (#""coverage": "0.9""#, #""coverage": "1.1""#, "outOfRange", "/confidence/coverage"),
            (#""hours": 48"#, #""hours": 0"#, "outOfRange", "/confidence/hours"),
            (#""weight": 40"#, #""weight": 39"#, "wrongSum", "/factors"),
            (#""weight": 40"#, #""weight": 0"#, "outOfRange", "/factors/0/weight"),
            (#""name": "growth""#, #""name": "revenue""#, "wrongFactors", "/factors"),
            (#""name": "growth""#, #""name": "luck""#, "unreadable", "/factors/3/name"),
            (#""weight": 40, "missing": 20"#, #""weight": 40, "missing": 101"#, "outOfRange", "/factors/0/missing"),
            (#""share": 90"#, #""share": 80"#, "wrongSum", "/factors/0/inputs"),
            (#""share": 10,"#, #""share": 0,"#, "outOfRange", "/factors/0/inputs/1/share"),
            (#""name": "markets""#, #""name": "shopAge""#, "twice", "/factors/3/inputs/0/name"),
            (#""share": 90, "missing": "required""#, #""share": 90"#, "missing", "/factors/0/inputs/0/missing"),
            (#""missing": "required""#, #""missing": "zero""#, "unreadable", "/factors/0/inputs/0/missing"),
            (#"100, "missing": 50"#, #"100, "missing": -1"#, "outOfRange", "/factors/1/inputs/0/missing"),
        ])
    func mistakes(text: String, instead: String, code: String, place: String) throws {
        try refuse(text, instead, code, place)
    }

    @Test(
        "a curve with a hole, a jump or a turn is refused, and its place is told",
        arguments: [
            (#""from": "1000", "to""#, #""from": "1001", "to""#, "gap", "/1/from"),
            (#""from": "1000", "to""#, #""from": "999", "to""#, "overlap", "/1/from"),
            (#""to": "5000", "#, "", "gap", "/1/to"),
            (#""from": "5000", "points""#, #""from": "5000", "to": "6000", "points""#, "gap", "/2/to"),
            (#""to": "1000", "points""#, #""to": "0", "points""#, "empty", "/0/to"),
            ("[40, 100]", "[41, 100]", "jump", "/1/points"),
            ("[20, 40]", "[60, 40]", "notMonotone", "/0/points"),
            ("[20, 40]", "[20, 40, 60]", "outOfRange", "/0/points"),
            ("[20, 40]", "[-1, 40]", "outOfRange", "/0/points"),
            (#""from": "5000", "points": [100, 100]"#, #""from": "5000", "points": [90, 100]"#, "noEnd", "/2/points"),
            (#""name": "base""#, #""name": """#, "missing", "/0/name"),
        ])
    func curves(text: String, instead: String, code: String, place: String) throws {
        try refuse(text, instead, code, "/factors/0/inputs/0/curve/tiers" + place)
    }

    @Test("a curve that rises where less is better, or never reaches 100, is refused")
    func directions() throws {
        try refuse("[100, 0]", "[50, 100]", "notMonotone", "/factors/2/inputs/0/curve/tiers/0/points")
        try refuse("[100, 0]", "[90, 0]", "outOfReach", "/factors/2/inputs/0/curve/tiers")
    }

    @Test(
        "what an input measures no file changes: where it belongs, which values it has and which are better",
        arguments: [
            (#""name": "shopAge""#, #""name": "orderTrend""#, "wrongFactor", "1/inputs/0/name"),
            (#""missing": "required""#, #""missing": 50"#, "wrongTreatment", "0/inputs/0/missing"),
            (
                #""missing": "leaveOut", "curve": {"better": "less""#,
                #""missing": "required", "curve": {"better": "less""#, "wrongTreatment", "2/inputs/0/missing"
            ),
            (#""name": "base", "from": "0""#, #""name": "base", "from": "1""#, "gap", "0/inputs/0/curve/tiers/0/from"),
            (#""name": "mid""#, #""name": "base""#, "twice", "0/inputs/0/curve/tiers"),
        ])
    func inputs(text: String, instead: String, code: String, place: String) throws {
        try refuse(text, instead, code, "/factors/" + place)
    }

    @Test("nor may a curve rise where less is better or ask for what cannot be, nor may income be left out")
    func impossible() throws {
        let file = Self.file
        let from = try #require(file.firstRange(of: #""name": "returnRate""#))
        let rest = try #require(file[from.upperBound...].firstRange(of: "]}}]},"))
        func model(_ name: String, _ tiers: String) throws -> Model {
            let input = #""name": "\#(name)", "share": 100, "missing": "leaveOut", "curve": "#
            let curve = #"{"better": "more", "tiers": "# + tiers
            let other = file.replacingCharacters(in: from.lowerBound..<rest.lowerBound, with: input + curve)
            return try Model.read(Data(other.utf8))
        }
        let rising = #"""
            [{"name": "a", "from": "0", "to": "1", "points": [0, 100]}, {"name": "b", "from": "1", "points": [100, 100]}
            """#
        #expect(try model("onTimeRate", rising).version == 7)
        let place = "/factors/2/inputs/0/curve/"
        let turned = try #require(throws: Wrong.self) { try model("returnRate", rising) }
        #expect((turned.code, turned.field) == ("wrongDirection", place + "better"))
        let stars = rising.replacing(#""1""#, with: #""6""#)
        let beyond = try #require(throws: Wrong.self) { try model("shopRating", stars) }
        #expect((beyond.code, beyond.field) == ("outOfReach", place + "tiers/1/from"))
        #expect(try model("reviewCount", stars).version == 7, "of reviews there may be six")

        let income = try #require(Self.file.firstRange(of: #"{"name": "monthlyIncome""#))
        let second = try #require(Self.file.firstRange(of: #"{"name": "secondIncome", "share": 10"#))
        let without = Self.file.replacingCharacters(
            in: income.lowerBound..<second.upperBound, with: #"{"name": "secondIncome", "share": 100"#)
        let wrong = try #require(throws: Wrong.self) { try Model.read(Data(without.utf8)) }
        #expect((wrong.code, wrong.field) == ("missing", "/factors"))
    }

    @Test("the shipped model is that of the specification")
    func shipped() throws {
        let model = try RuleShelf.models().newest
        #expect(model.factors.map(\.name) == [.revenue, .consistency, .reliability, .growth])
        #expect(model.factors.map(\.weight) == [40, 20, 20, 20])
        #expect((model.scale.least, model.scale.most) == (300, 850))
        #expect(Set(model.factors.flatMap(\.inputs).map(\.name)) == Set(Input.allCases))
        #expect(model.input(.monthlyIncome)?.curve.tiers.map(\.from) == ["0", "1000", "5000", "20000"])
    }

    @Test("every version is kept, no version stands in two files, and the newest scores")
    func versions() throws {
        let older = try #require(Self.file.replacing(#""version": 7"#, with: #""version": 3"#).data(using: .utf8))
        let models = try Models([older, Data(Self.file.utf8)])
        #expect(models.newest.version == 7)
        #expect(models[3]?.version == 3)
        #expect(models[4] == nil)
        #expect(throws: Wrong("twice", at: "/version", "must be one that no other file has: 3")) {
            try Models([older, older])
        }
        #expect(throws: Wrong.self) { try Models([]) }
    }

    private func refuse(_ text: String, _ instead: String, _ code: String, _ place: String) throws {
        let range = try #require(Self.file.firstRange(of: text), "the file has no \(text)")
        let file = Self.file.replacingCharacters(in: range, with: instead)
        let wrong = try #require(throws: Wrong.self) { try Model.read(Data(file.utf8)) }
        #expect((wrong.code, wrong.field) == (code, place))
    }
}
