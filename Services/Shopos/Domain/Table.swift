/// A table for a terminal: columns as wide as their widest cell, numbers to the right.
struct Table: Sendable, Equatable {
    /// One column.
    struct Column: Sendable, Equatable {
        let title: String
        let isNumber: Bool
        /// Whether commands want its words back to the letter: then they are never cut.
        var isWhole = false

        /// A column of words.
        static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        /// A column of numbers.
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
        /// A column of words that commands want back to the letter.
        static func whole(_ title: String) -> Column { Column(title: title, isNumber: false, isWhole: true) }
    }

    /// How a cell is to be seen.
    enum Mood: Sendable { case plain, good, bad, faint }

    /// One cell.
    struct Cell: Sendable, Equatable, ExpressibleByStringInterpolation {
        let text: String
        let mood: Mood

        init(_ text: String, _ mood: Mood = .plain) {
            self.text = Plain.line(text)
            self.mood = mood
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    let columns: [Column]
    private(set) var rows: [[Cell]] = []

    init(_ columns: Column...) { self.columns = columns }

    /// Adds a row; cells that are missing stay empty.
    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// The lines, the titles first. The last column of words is not padded. Where the terminal is too narrow for a
    /// column that must not be cut, that one and what follows stand below each row, a line for each cell.
    ///
    /// - Parameter isWhole: Whether lines may be longer than the terminal is wide; else their ends are cut off.
    func lines(_ style: Style, isWhole: Bool = false) -> [String] {
        let style = isWhole ? Style(hasColours: style.hasColours) : style
        let widths = columns.indices.map { index in
            max(
                columns[index].title.count,
                rows.map { $0.indices.contains(index) ? Columns.of($0[index].text) : 0 }.max() ?? 0)
        }
        let titles = columns.map { Cell($0.title, .faint) }
        guard let first = columns.firstIndex(where: \.isWhole), !fits(widths, style) else {
            return ([titles] + rows).map { line($0, columns[...], widths, style) }
        }
        return [line(titles, columns[..<first], widths, style)]
            + rows.flatMap { [line($0, columns[..<first], widths, style)] + below($0, columns[first...], style) }
    }

    /// Whether the terminal is wide enough for all that must not be cut.
    private func fits(_ widths: [Int], _ style: Style) -> Bool {
        guard let room = style.width, let last = columns.lastIndex(where: \.isWhole) else { return true }
        return widths[...last].reduce(0, +) + last * Self.gap <= room
    }

    /// The cells of a row that have something to tell, each with its title on a line of its own.
    private func below(_ cells: [Cell], _ columns: ArraySlice<Column>, _ style: Style) -> [String] {
        let indent = Self.gap + (columns.map(\.title.count).max() ?? 0) + Self.gap
        return columns.indices.filter { cells.indices.contains($0) && !cells[$0].text.isEmpty }.map { index in
            let (title, cell) = (columns[index].title, cells[index])
            let blank = String(repeating: " ", count: indent - Self.gap - title.count)
            let room = columns[index].isWhole ? .max : max(1, (style.width ?? .max) - indent)
            return String(repeating: " ", count: Self.gap) + style.paint(title, .faint) + blank
                + style.paint(Columns.cut(cell.text, to: room), cell.mood)
        }
    }

    private func line(_ cells: [Cell], _ columns: ArraySlice<Column>, _ widths: [Int], _ style: Style) -> String {
        var parts: [String] = []
        var room = style.width ?? .max
        for index in columns.indices where room > 0 {
            let cell = cells.indices.contains(index) ? cells[index] : ""
            let (isLast, isNumber) = (index == columns.endIndex - 1, columns[index].isNumber)
            let text = Columns.cut(cell.text, to: room)
            let missing = max(0, min(widths[index], room) - Columns.of(text))
            let blank = String(repeating: " ", count: missing)
            let painted = style.paint(text, cell.mood)
            parts.append(isNumber ? blank + painted : painted + (isLast ? "" : blank))
            room -= min(room, widths[index] + Self.gap)
        }
        var line = parts.joined(separator: String(repeating: " ", count: Self.gap))
        while line.last == " " { line.removeLast() }
        return line
    }

    /// Blanks between two columns.
    private static let gap = 2
}

/// Whether there are colours: on a terminal, unless NO_COLOR says otherwise. And how wide it is.
struct Style: Sendable, Equatable {
    let hasColours: Bool
    /// The terminal's columns; nil where nobody's terminal is written to, and nothing is cut.
    var width: Int?

    private static let end = "\u{1B}[0m"

    /// All that is written of colours.
    static let codes = [code(.good), code(.bad), code(.faint), end]

    /// A text of strangers' in the colour of its mood, as one line.
    func paint(_ text: String, _ mood: Table.Mood) -> String {
        let text = Plain.line(text)
        guard hasColours, mood != .plain, !text.isEmpty else { return text }
        return Self.code(mood) + text + Self.end
    }

    private static func code(_ mood: Table.Mood) -> String {
        switch mood {
        case .plain: ""
        case .good: "\u{1B}[32m"
        case .bad: "\u{1B}[31m"
        case .faint: "\u{1B}[2m"
        }
    }
}
