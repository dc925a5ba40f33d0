/// A word of a command line that people copy into a shell.
enum ShellWord {
    /// The word as a shell reads it: as it is where it is plain, else between single quotes. What a terminal does not
    /// show as it is stands as the bytes of its UTF-8, as bash and zsh read them between `$'` and `'`.
    static func quoted(_ word: String) -> String {
        if Plain.line(word) != word { return "$'" + word.unicodeScalars.map(escaped).joined() + "'" }
        let isPlain = !word.isEmpty && word.utf8.allSatisfy { plain.contains($0) }
        return isPlain && !word.hasPrefix("-") ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }

    /// The same as a command's last word that is no option, however it begins.
    static func operand(_ word: String) -> String { (word.hasPrefix("-") ? "-- " : "") + quoted(word) }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        let text = String(scalar)
        if scalar == "'" || scalar == "\\" { return "\\" + text }
        guard Plain.line(text) != text else { return text }
        // Three octal digits: a digit behind them is not read as one of theirs.
        return text.utf8.map { byte in
            let digits = String(byte, radix: 8)
            return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
        }.joined()
    }

    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:/@%+".utf8)
}
