import HTTPTypes

/// What every answer tells a browser about itself.
enum SecurityHeaders {
    private static let fields: [(HTTPField.Name, String)] = [
        // Scripts and styles of our own alone; Bootstrap's icons are images inside its style sheet.
        (
            .contentSecurityPolicy,
            """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
            form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        ),
        (.xContentTypeOptions, "nosniff"),
        (.known("Referrer-Policy"), "no-referrer"),
        (.known("Cross-Origin-Opener-Policy"), "same-origin"),
        (.known("Cross-Origin-Resource-Policy"), "same-origin"),
        (.known("X-Frame-Options"), "DENY"),
    ]

    /// Adds them.
    static func add(to headers: inout HTTPFields) {
        for (name, value) in fields { headers[name] = value }
    }
}
