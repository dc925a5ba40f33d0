/// A PDF of one page of text (PDF 1.4, ISO 32000-1 §7.5): a catalogue, a page, a font and the lines.
enum PlainPDF {
    /// - Parameters:
    ///   - size: width and height in points; a 4 × 6 inch label is 288 × 432.
    ///   - lines: the first one is set larger; what is not ASCII becomes `?`.
    static func page(size: (Int, Int) = (288, 432), _ lines: [String]) -> [UInt8] {
        let content = content(lines, height: size.1)
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(size.0) \(size.1)] /Contents 4 0 R "
                + "/Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        return assemble(objects)
    }

    private static func content(_ lines: [String], height: Int) -> String {
        let texts = lines.enumerated().map { index, line in
            "/F1 \(index == 0 ? 16 : 10) Tf (\(escaped(line))) Tj 0 -18 Td"
        }
        return "BT 18 \(height - 36) Td\n" + texts.joined(separator: "\n") + "\nET"
    }

    /// Brackets and backslashes have a meaning in PDF strings.
    private static func escaped(_ line: String) -> String {
        line.unicodeScalars.map { scalar in
            switch scalar {
            case "(", ")", "\\": "\\\(scalar)"
            case " "..."~": String(scalar)
            default: "?"
            }
        }.joined()
    }

    /// Puts the objects behind each other, then the table of where each one starts.
    private static func assemble(_ objects: [String]) -> [UInt8] {
        var text = "%PDF-1.4\n"
        var starts: [Int] = []
        for (index, object) in objects.enumerated() {
            starts.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for start in starts {
            let digits = String(start)
            text += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
        }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }
}
