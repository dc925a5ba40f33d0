/// An amount laid out for people, taken apart into sign, runs of digits and the separators between them.
struct DisplayLayout {
    private let isNegative: Bool
    private let runs: [Substring]
    private let separators: [Character]
    private let custom: DisplayCustom

    /// Nil when anything but digits, separators, one minus and the currency's own symbols is found.
    init?(_ text: String, custom: DisplayCustom) {
        let text = text.prefix(DecimalText.maximumLength + 1)
        guard text.count <= DecimalText.maximumLength,
            let first = text.firstIndex(where: Self.isDigit), let last = text.lastIndex(where: Self.isDigit)
        else { return nil }
        var front = text[..<first].filter { !Self.isBlank($0) }
        let minus = front.firstIndex(where: Self.isMinus)
        if let minus { front.remove(at: minus) }
        let back = text[text.index(after: last)...].filter { !Self.isBlank($0) }
        guard [front, back].allSatisfy({ $0.isEmpty || custom.symbols.contains($0) }) else { return nil }
        let digits = text[first...last]
        isNegative = minus != nil
        runs = digits.split(omittingEmptySubsequences: false) { !Self.isDigit($0) }
        separators = digits.filter { !Self.isDigit($0) }.map { Self.isBlank($0) ? " " : $0 }
        self.custom = custom
        guard runs.allSatisfy({ !$0.isEmpty }), separators.allSatisfy({ ".,' ".contains($0) }) else { return nil }
    }

    /// The plain decimal that the layout stands for; nil when it could stand for more than one, or for none.
    var decimal: String? {
        guard let last = separators.last else { return plain(whole: runs, fraction: nil) }
        if separators.count == 1 { return decimalOfSingleSeparator(last) }
        if Set(separators).count == 1 { return grouped(runs).flatMap { plain(whole: $0, fraction: nil) } }
        let others = Set(separators.dropLast())
        guard others.count == 1, !others.contains(last), Self.decimalMarks.contains(last) else { return nil }
        return grouped(runs.dropLast()).flatMap { plain(whole: $0, fraction: runs.last) }
    }

    private func decimalOfSingleSeparator(_ separator: Character) -> String? {
        let groups = grouped(runs)
        guard groups != nil || Self.decimalMarks.contains(separator) else { return nil }
        guard let groups else { return plain(whole: runs.dropLast(), fraction: runs.last) }
        let isCustomaryGrouping = custom.decimalMark.map { $0 != separator } ?? false
        guard isCustomaryGrouping || !Self.decimalMarks.contains(separator) else { return nil }
        return plain(whole: groups, fraction: nil)
    }

    /// The runs, if they are well-formed groups: one to three digits without a leading zero, then threes.
    private func grouped(_ runs: some Collection<Substring>) -> [Substring]? {
        guard let head = runs.first, head.count <= 3, head.first != "0" || runs.count == 1 else { return nil }
        return runs.dropFirst().allSatisfy { $0.count == 3 } ? Array(runs) : nil
    }

    private func plain(whole: some Sequence<Substring>, fraction: Substring?) -> String {
        (isNegative ? "-" : "") + whole.joined() + (fraction.map { "." + $0 } ?? "")
    }

    private static let decimalMarks: Set<Character> = [".", ","]

    private static func isDigit(_ character: Character) -> Bool {
        ("0"..."9").contains(character) && character.isASCII
    }

    /// Spaces, among them the no-break and the narrow no-break space that formatters put between groups.
    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\u{A0}" || character == "\u{202F}" || character == "\u{2009}"
    }

    /// The hyphen and the true minus sign.
    private static func isMinus(_ character: Character) -> Bool {
        character == "-" || character == "\u{2212}"
    }
}
