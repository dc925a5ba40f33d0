import Outbound

// Each member is read by itself: a webhook is a doorbell, and one odd field must not hide for whom it rings.

extension WebhookData {
    /// Reads what can be read; fields of the wrong kind are left out.
    public init(from decoder: any Decoder) throws {
        self.init()
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        orderID = fields.loose(.orderID)
        orderStatus = fields.loose(.orderStatus)
        passesOnHold = fields.loose(.passesOnHold)
        updateTime = fields.loose(.updateTime)
        createTime = fields.loose(.createTime)
        cancelID = fields.loose(.cancelID)
        cancelStatus = fields.loose(.cancelStatus)
        returnID = fields.loose(.returnID)
        returnType = fields.loose(.returnType)
        returnStatus = fields.loose(.returnStatus)
        rmaID = fields.loose(.rmaID)
        afterSaleID = fields.loose(.afterSaleID)
        productID = fields.loose(.productID)
        skuID = fields.loose(.skuID)
        status = fields.loose(.status)
        message = fields.loose(.message)
        expirationTime = fields.loose(.expirationTime)
        packages = try? fields.decodeIfPresent([Package].self, forKey: .packages)
        combinedProducts =
            fields.names(.combinedProducts) + fields.names(.addedProducts) + fields.names(.removedProducts)
    }
}

extension WebhookData.Package {
    /// Reads what can be read; what is no package at all is an empty one.
    public init(from decoder: any Decoder) throws {
        self.init()
        guard let fields = try? decoder.container(keyedBy: CodingKeys.self) else { return }
        id = fields.loose(.id)
        orderIDs = fields.names(.orderIDs)
    }
}

extension KeyedDecodingContainer {
    /// A value in any of the channel's forms; nil where there is none of them.
    fileprivate func loose<Value: LooseValue>(_ key: Key) -> Value? {
        (try? decode(Loose<Value>.self, forKey: key))?.wrappedValue
    }

    /// The ids of a list, whose elements are texts, numbers, or records with an `id`.
    fileprivate func names(_ key: Key) -> [String] {
        ((try? decodeIfPresent([Name].self, forKey: key)) ?? []).compactMap(\.text)
    }
}

/// An id in a list.
private struct Name: Decodable {
    let text: String?

    private enum CodingKeys: CodingKey { case id }

    init(from decoder: any Decoder) throws {
        if let fields = try? decoder.container(keyedBy: CodingKeys.self) {
            text = fields.loose(.id)
        } else {
            text = try? String.loose(from: decoder.singleValueContainer())
        }
    }
}
