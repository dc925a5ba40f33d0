import HTTPTypes

/// A sentence for somebody whose browser came here by a redirect, in place of a problem document.
enum NoticePage {
    /// The page; the sentence is escaped, as parts of it may come from outside.
    static func answer(_ problem: Problem) -> Answer {
        let html = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Not connected · Shop OS</title>
            <link rel="stylesheet" href="/assets/bootstrap.min.css"><link rel="stylesheet" href="/assets/app.css">
            </head>
            <body><main class="container py-5 notice"><h1 class="h4">The shop is not connected</h1>
            <p id="sentence">\(escaped(problem.detail))</p><p><a href="/">Back to the page</a></p></main></body>
            </html>

            """
        return .bytes(html.utf8, media: "text/html; charset=utf-8", status: problem.kind.rawValue)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }
}
