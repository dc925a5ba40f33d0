import Commerce
import Contracts

/// Reads the European Central Bank's files of reference rates, of one day or of many: `eurofxref.csv`,
/// `eurofxref-hist.csv`, `eurofxref-daily.xml`, `eurofxref-hist-90d.xml`.
enum RatesText {
    /// The newest so many days are taken of a longer history.
    static let mostDays = 100

    /// The days of a file, oldest first.
    static func read(_ text: String) throws(Wrong) -> [RatesDay] {
        let isXML = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.first == "<"
        let days = try isXML ? RatesXML.read(text) : RatesCSV.read(text)
        guard !days.isEmpty else { throw Wrong("noRates", at: "/", "holds no day with rates") }
        let known = Dictionary(grouping: days, by: \.day)
        if let twice = known.first(where: { $0.value.count > 1 })?.key {
            throw Wrong("twice", at: "/\(twice)", "stands there twice")
        }
        return Array(days.sorted { $0.day < $1.day }.suffix(mostDays))
    }

    /// A day as `2026-01-30` or as `30 January 2026`.
    static func day(_ text: Substring) throws(Wrong) -> CalendarDay {
        if let day = CalendarDay(String(text)) { return day }
        let words = text.split(separator: " ")
        if words.count == 3, let number = Int(words[0]), let month = months.firstIndex(of: words[1]),
            let year = Int(words[2]), let day = CalendarDay(year: year, month: month + 1, day: number)
        {
            return day
        }
        throw Wrong("notADay", at: "/\(text.prefix(30))", "must be a day such as 2026-01-30 or 30 January 2026")
    }

    private static let months: [Substring] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// Rows of days under a heading of currencies: `Date, USD, JPY, …`.
enum RatesCSV {
    static func read(_ text: String) throws(Wrong) -> [RatesDay] {
        let lines = text.split(whereSeparator: \.isNewline).map(cells)
        guard let heading = lines.first, heading.first == "Date", heading.count > 1 else {
            throw Wrong("noHeading", at: "/", "must begin with a line such as Date,USD,JPY")
        }
        var days: [RatesDay] = []
        for line in lines.dropFirst() {
            var day = RatesDay(day: try RatesText.day(line.first ?? ""))
            guard line.count == heading.count else {
                throw Wrong("raggedLine", at: "/\(day.day)", "must have as many cells as the heading")
            }
            for (currency, rate) in zip(heading, line).dropFirst() where !currency.isEmpty {
                try day.take(String(currency), String(rate))
            }
            if day.event != nil { days.append(day) }
        }
        return days
    }

    /// Cells without the blanks around them. The bank's lines end in a comma; quotation marks it has none.
    private static func cells(_ line: Substring) -> [Substring] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            let start = cell.drop { $0.isWhitespace }
            guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
            return start[...end]
        }
    }
}

/// Elements `Cube time='2026-01-30'` with elements `Cube currency='USD' rate='1.0837'` inside. Only these are looked
/// at, and nothing is ever expanded, so no entity can do harm.
enum RatesXML {
    static func read(_ text: String) throws(Wrong) -> [RatesDay] {
        var days: [RatesDay] = []
        for element in text.split(separator: "<") where element.hasPrefix("Cube ") {
            let tag = element.prefix { $0 != ">" }
            if let time = attribute("time", of: tag) {
                days.append(RatesDay(day: try RatesText.day(time)))
            } else if let currency = attribute("currency", of: tag) {
                guard !days.isEmpty else {
                    throw Wrong("noDay", at: "/\(currency.prefix(10))", "stands before any day")
                }
                try days[days.count - 1].take(String(currency), String(attribute("rate", of: tag) ?? "missing"))
            }
        }
        return days.filter { $0.event != nil }
    }

    private static func attribute(_ name: String, of tag: Substring) -> Substring? {
        for quote: Character in ["'", "\""] {
            guard let start = tag.firstRange(of: " \(name)=\(quote)") else { continue }
            let rest = tag[start.upperBound...]
            guard let end = rest.firstIndex(of: quote) else { return nil }
            return rest[..<end]
        }
        return nil
    }
}
