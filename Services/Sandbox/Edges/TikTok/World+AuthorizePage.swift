/// The page on which a seller agrees: `/open/authorize` for the rest of the world, `/us/open/authorize` for the US.
extension World {
    mutating func answerAuthorize(_ request: WebRequest) -> WebAnswer {
        let isAmerican = request.segments.first == "us"
        let fields = request.method == "POST" ? Query(String(decoding: request.body, as: UTF8.self)) : request.query
        guard let app = tiktok.apps.first(where: { $0.serviceID == fields["service_id"] }) else {
            return .html(Self.page("<p>The service does not exist.</p>"), status: 404)
        }
        let sellers = tiktok.sellers.values.filter { $0.isAmerican == isAmerican }.sorted { $0.name < $1.name }
        guard request.method == "POST" else {
            return .html(Self.page(form(app, sellers: sellers, state: fields["state"])))
        }
        return decide(fields, app: app, sellers: sellers)
    }

    /// `/alliance/creator/auth`, where creators agree: by the app's key, not by its service id.
    mutating func answerCreatorAuthorize(_ request: WebRequest) -> WebAnswer {
        let fields = request.method == "POST" ? Query(String(decoding: request.body, as: UTF8.self)) : request.query
        guard let app = tiktok.apps.first(where: { $0.key == fields["app_key"] }) else {
            return .html(Self.page("<p>The app does not exist.</p>"), status: 404)
        }
        let state = fields["state"].flatMap { $0.isEmpty ? nil : $0 }
        guard request.method == "POST" else {
            return .html(Self.page(creatorForm(app, state: state)))
        }
        guard fields["decision"] == "approve" else {
            return .redirect(to: refuse(app: app, error: "access_denied", state: state))
        }
        guard let creator = tiktok.creators.first(where: { $0.openID == fields["creator"] }) else {
            return .html(Self.page("<p>This creator cannot sign in here.</p>"), status: 400)
        }
        return .redirect(to: consent(creator: creator, app: app, state: state))
    }

    private func creatorForm(_ app: RegisteredApp, state: String?) -> String {
        let choices = tiktok.creators.map { creator in
            "<label><input type=\"radio\" name=\"creator\" value=\"\(Self.escaped(creator.openID))\" required> "
                + "\(Self.escaped(creator.username))</label><br>"
        }
        return """
            <h1>\(Self.escaped(app.name)) asks what you earn</h1>
            <form method="post">
            <input type="hidden" name="app_key" value="\(Self.escaped(app.key))">
            <input type="hidden" name="state" value="\(Self.escaped(state ?? ""))">
            \(choices.joined(separator: "\n"))
            <p><button name="decision" value="approve">Authorize</button>
            <button name="decision" value="refuse" formnovalidate>Refuse</button></p></form>
            """
    }

    private mutating func decide(_ fields: Query, app: RegisteredApp, sellers: [Seller]) -> WebAnswer {
        let state = fields["state"].flatMap { $0.isEmpty ? nil : $0 }
        guard fields["decision"] == "approve" else {
            return .redirect(to: refuse(app: app, error: "auth_denied", state: state))
        }
        guard let seller = sellers.first(where: { $0.openID == fields["seller"] }) else {
            return .html(Self.page("<p>This seller cannot sign in here.</p>"), status: 400)
        }
        return .redirect(to: consent(seller: seller, app: app, scopes: nil, state: state))
    }

    private func form(_ app: RegisteredApp, sellers: [Seller], state: String?) -> String {
        let choices = sellers.map { seller in
            "<label><input type=\"radio\" name=\"seller\" value=\"\(Self.escaped(seller.openID))\" required> "
                + "\(Self.escaped(seller.name)) (\(seller.region))</label><br>"
        }
        let scopes = app.scopes.map { "<li>\($0.rawValue)</li>" }.joined()
        return """
            <h1>\(Self.escaped(app.name)) asks for access to your shop</h1><ul>\(scopes)</ul>
            <form method="post">
            <input type="hidden" name="service_id" value="\(Self.escaped(app.serviceID))">
            <input type="hidden" name="state" value="\(Self.escaped(state ?? ""))">
            \(choices.joined(separator: "\n"))
            <p><button name="decision" value="approve">Authorize</button>
            <button name="decision" value="refuse" formnovalidate>Refuse</button></p></form>
            """
    }

    private static func page(_ body: String) -> String {
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>TikTok Shop sandbox</title>\(body)</html>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
