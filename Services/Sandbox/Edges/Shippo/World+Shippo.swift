extension World {
    /// Answers a call of Shippo: everything below `/shippo`.
    mutating func answerShippo(_ request: WebRequest) -> WebAnswer.Timed {
        do {
            let token = try shippoToken(request)
            let (endpoint, ids) = try Self.shippoEndpoint(request)
            guard shippo.limits.allows(endpoint.sort, token: token, now: now) else {
                note(endpoint.name, partner: "shippo", shop: "", code: 429)
                throw ShippoError.throttled
            }
            let call = ShippoCall(request: request, ids: ids, isTest: token.hasPrefix("shippo_test_"))
            return answer(endpoint.name, partner: .shippo, refusal: Self.shippoRefusal) { world in
                world.run(endpoint, call)
            }
        } catch {
            return .init(answer: Self.refusal(error))
        }
    }

    /// `Authorization: ShippoToken shippo_live_…`
    private func shippoToken(_ request: WebRequest) throws -> String {
        let parts = (request.headers["authorization"] ?? "").split(separator: " ")
        guard parts.count == 2, parts[0] == "ShippoToken", shippo.settings.tokens.contains(String(parts[1])) else {
            throw ShippoError.unauthorized
        }
        return String(parts[1])
    }

    private static func shippoEndpoint(_ request: WebRequest) throws -> (ShippoEndpoint, [String]) {
        let segments = Array(request.segments.dropFirst())
        let matches = ShippoEndpoints.all.compactMap { endpoint in endpoint.match(segments).map { (endpoint, $0) } }
        guard !matches.isEmpty else { throw ShippoError.notFound }
        guard let match = matches.first(where: { $0.0.method == request.method }) else {
            throw ShippoError.methodNotAllowed
        }
        return match
    }

    private mutating func run(_ endpoint: ShippoEndpoint, _ call: ShippoCall) -> WebAnswer {
        do {
            let value = try endpoint.answer(&self, call)
            note(endpoint.name, partner: "shippo", shop: "", code: endpoint.status)
            return endpoint.status == 204 ? WebAnswer(status: 204) : .json(value, status: endpoint.status)
        } catch {
            let answer = Self.refusal(error)
            note(endpoint.name, partner: "shippo", shop: "", code: answer.status)
            return answer
        }
    }

    private static func refusal(_ error: any Error) -> WebAnswer {
        guard let error = error as? ShippoError else {
            return .json(["detail": "Internal server error"], status: 500)
        }
        return .json(
            error.body, status: error.status, headers: error.retryAfter.map { [("retry-after", "\($0)")] } ?? [])
    }

    /// A fault in Shippo's words; the code of a fault rule means nothing here.
    private static func shippoRefusal(_ fault: TikTokError) -> WebAnswer {
        let status = fault.status == 200 ? 500 : fault.status
        return refusal(
            ShippoError(status: status, body: ["detail": .string(fault.message)], retryAfter: fault.retryAfter))
    }

    /// `GET /shippo-labels/{id}.pdf`: no token, as labels are fetched from a file store.
    func answerLabelFile(_ request: WebRequest) -> WebAnswer {
        let name = request.segments.last ?? ""
        let parts = name.split(separator: ".")
        guard parts.count == 2, let label = shippo.labels[String(parts[0])], !label.trackingNumber.isEmpty,
            parts[1] == label.format.fileExtension
        else { return WebAnswer(status: 404) }
        let shipment = shippo.rates[label.rateID].flatMap { shippo.shipments[$0.shipmentID] }
        let fields = shipment?.to.fields
        let lines = [
            shippo.rates[label.rateID]?.service.carrier ?? "", "Tracking \(label.trackingNumber)",
            fields?.name ?? "", fields?.street1 ?? "", "\(fields?.city ?? "") \(fields?.zip ?? "")", label.metadata,
        ]
        guard label.format == .zpl else {
            return WebAnswer(status: 200, headers: [("content-type", "application/pdf")], body: PlainPDF.page(lines))
        }
        let fieldsText = lines.enumerated().map { "^FO40,\(40 + $0 * 50)^A0N,36,36^FD\($1)^FS" }.joined()
        return WebAnswer(
            status: 200, headers: [("content-type", "text/plain")], body: Array("^XA\(fieldsText)^XZ".utf8))
    }
}
