import Foundation
import HTTPTypes
import Logging

/// The page's files, read once at the start: our own, and Bootstrap's and Chart.js's as Debian installs them.
struct PageFiles: Sendable {
    private struct File {
        let media: String
        let bytes: Data
    }

    private let files: [String: File]

    private static let own = [
        "index.html": "text/html; charset=utf-8", "app.css": "text/css; charset=utf-8",
        "app.js": "text/javascript; charset=utf-8", "credit.js": "text/javascript; charset=utf-8",
        "credit-desk.js": "text/javascript; charset=utf-8", "credit-score.js": "text/javascript; charset=utf-8",
        "credit-words.js": "text/javascript; charset=utf-8", "figures.js": "text/javascript; charset=utf-8",
        "views.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
    ]
    /// Where Debian's libjs-bootstrap5 and libjs-chart.js put them.
    private static let libraries = [
        "bootstrap.min.css": ("bootstrap5/css/bootstrap.min.css", "text/css; charset=utf-8"),
        "chart.min.js": ("chart.js/chart.min.js", "text/javascript; charset=utf-8"),
    ]

    /// Reads them.
    ///
    /// - Parameters:
    ///   - page: the folder of our own.
    ///   - scripts: the folder of the libraries; what is missing there is named in the log, and the page goes without.
    init(page: URL, scripts: URL, logger: Logger) {
        var files: [String: File] = [:]
        for (name, media) in Self.own {
            files[name] = (try? Data(contentsOf: page.appending(path: name))).map { File(media: media, bytes: $0) }
        }
        for (name, (path, media)) in Self.libraries {
            let bytes = try? Data(contentsOf: scripts.appending(path: path))
            files[name] = bytes.map { File(media: media, bytes: $0) }
            if bytes == nil {
                logger.warning(
                    "a library of the page is missing: install libjs-bootstrap5 and libjs-chart.js",
                    metadata: ["file": "\(path)"])
            }
        }
        self.files = files
    }

    /// A file; browsers ask again each time, as a new version has the same name.
    func answer(_ name: String) throws(Problem) -> Answer {
        guard let file = files[name] else {
            throw Problem(.notFound, code: "unknownFile", "there is no such file")
        }
        var answer = Answer.bytes(file.bytes, media: file.media)
        answer.headers[.cacheControl] = Self.libraries[name] == nil ? "no-cache" : "public, max-age=3600"
        return answer
    }
}
