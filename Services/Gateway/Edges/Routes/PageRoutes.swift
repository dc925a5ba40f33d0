import Foundation
import HTTPTypes

/// What is served as files.
enum PageRoutes {
    /// The description of the interface.
    static func document(_ bytes: Data) -> Route {
        Route(
            .get, "/openapi.json", "openapi", "This description.", .open,
            gives: .bytes("application/json", "OpenAPI 3.1."), isFree: true
        ) { _ in
            .bytes(bytes, media: "application/json")
        }
    }
}

extension PageFiles {
    /// The page, and the files it is made of.
    var routes: [Route] {
        [
            Route(
                .get, "/", "page", "The page.", .open, gives: .bytes("text/html", "The page."),
                takesForeignParameters: true, isFree: true
            ) { _ in
                try answer("index.html")
            },
            Route(
                .get, "/assets/{file}", "asset", "A file of the page.", .open,
                gives: .bytes("text/javascript", "The file.", or: ["text/css", "image/svg+xml", "text/html"]),
                isFree: true
            ) { call in
                try answer(call.place("file"))
            },
        ]
    }
}
