import Foundation

/// A file that holds one secret, as Docker and Kubernetes mount them.
struct SecretFile {
    /// More than any key or certificate needs, and too little to fill memory by mistake.
    static let largest = 64 * 1024

    let key: String
    let path: String

    /// The content without the line end that editors leave.
    func text() throws(ConfigurationError) -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ConfigurationError(key: key, "names \(path), which cannot be opened.")
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: Self.largest + 1) ?? Data() else {
            throw ConfigurationError(key: key, "names \(path), which cannot be read.")
        }
        guard data.count <= Self.largest else {
            throw ConfigurationError(key: key, "names \(path), which is larger than \(Self.largest) bytes.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(key: key, "names \(path), which is not UTF-8 text.")
        }
        let trimmed = text.trimmingCharacters(in: .newlines)
        guard !trimmed.isEmpty else { throw ConfigurationError(key: key, "names \(path), which is empty.") }
        return trimmed
    }
}
