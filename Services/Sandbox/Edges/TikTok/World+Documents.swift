/// Shipping documents, served by an address that proves itself and expires.
extension World {
    /// Ties an address to its package, kind and end.
    func documentProof(_ package: String, type: String, expires: Int) -> String {
        let key = tiktok.apps.first?.secret ?? "sandbox"
        return String(Secret.hmac(Array("\(package) \(type) \(expires)".utf8), key: key).prefix(32))
    }

    /// `GET /documents/{package}.pdf`
    func answerDocument(_ request: WebRequest) -> WebAnswer {
        let name = request.segments.last.map(String.init) ?? ""
        let type = request.query["type"] ?? ""
        guard name.hasSuffix(".pdf"), let package = tiktok.packages[String(name.dropLast(4))],
            let expires = request.query["expires"].flatMap({ Int($0) }), expires >= now.seconds,
            Secret.isEqual(request.query["sign"] ?? "", documentProof(package.id, type: type, expires: expires))
        else { return WebAnswer(status: 403) }
        return WebAnswer(
            status: 200, headers: [("content-type", "application/pdf")], body: PlainPDF.page(lines(of: package, type)))
    }

    private func lines(of package: Package, _ type: String) -> [String] {
        let order = package.orderIDs.first.flatMap { tiktok.orders[$0] }
        let label = [
            package.tracking?.provider.name ?? "", "Tracking \(package.tracking?.number ?? "")",
            "Package \(package.id)", "To: \(order?.address.masked.name ?? "")",
            order?.address.place.city ?? "", order?.address.place.postalCode ?? "",
        ]
        let slip = (order?.lines ?? []).filter { package.lineIDs.contains($0.id) }.prefix(12)
            .map { "1 x \($0.sku.sellerSKU)  \($0.productTitle)" }
        switch type {
        case "SHIPPING_LABEL": return label
        case "PACKING_SLIP": return ["Packing slip", "Package \(package.id)"] + slip
        default: return label + [""] + slip
        }
    }
}
