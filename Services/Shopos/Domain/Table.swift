/// A table for a terminal: columns as wide as their widest cell, numbers to the right.
struct Table: Sendable, Equatable {
    /// One column.
    struct Column: Sendable, Equatable {
        let title: String
        let isNumber: Bool

        /// A column of words.
        static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        /// A column of numbers.
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    /// How a cell is to be seen.
    enum Mood: Sendable { case plain, good, bad, faint }

    /// One cell.
    struct Cell: Sendable, Equatable, ExpressibleByStringInterpolation {
        let text: String
        let mood: Mood

        init(_ text: String, _ mood: Mood = .plain) {
            // A message's words must not move the cursor or break a line.
            self.text = String(text.map { $0.isNewline || ($0.asciiValue ?? 32) < 32 || $0 == "\u{7F}" ? " " : $0 })
            self.mood = mood
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    let columns: [Column]
    private(set) var rows: [[Cell]] = []

    init(_ columns: Column...) { self.columns = columns }

    /// Adds a row; cells that are missing stay empty.
    mutating func add(_ cells: Cell...) { rows.append(cells) }

    /// The lines, the titles first. The last column of words is not padded.
    func lines(_ style: Style) -> [String] {
        let widths = columns.indices.map { index in
            max(
                columns[index].title.count,
                rows.map { $0.indices.contains(index) ? $0[index].text.count : 0 }.max() ?? 0)
        }
        let titles = columns.map { Cell($0.title, .faint) }
        return ([titles] + rows).map { line($0, widths, style) }
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ style: Style) -> String {
        let parts = columns.indices.map { index -> String in
            let cell = cells.indices.contains(index) ? cells[index] : ""
            let blank = String(repeating: " ", count: widths[index] - cell.text.count)
            let isLast = index == columns.count - 1
            let text = style.paint(cell.text, cell.mood)
            return columns[index].isNumber ? blank + text : text + (isLast ? "" : blank)
        }
        var line = parts.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }
}

/// Whether there are colours: on a terminal, unless NO_COLOR says otherwise.
struct Style: Sendable, Equatable {
    let hasColours: Bool

    /// A text in the colour of its mood.
    func paint(_ text: String, _ mood: Table.Mood) -> String {
        guard hasColours, !text.isEmpty else { return text }
        return switch mood {
        case .plain: text
        case .good: "\u{1B}[32m\(text)\u{1B}[0m"
        case .bad: "\u{1B}[31m\(text)\u{1B}[0m"
        case .faint: "\u{1B}[2m\(text)\u{1B}[0m"
        }
    }
}
