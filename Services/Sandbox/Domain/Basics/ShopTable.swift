/// What a table keeps must know its id and its shop.
protocol ShopRecord: Sendable {
    var id: String { get }
    var shopID: String { get }
}

/// Records by id, and per shop in the order of entry.
struct ShopTable<Record: ShopRecord>: Sendable {
    private var records: [Record] = []
    private var places: [String: Int] = [:]
    private var byShop: [String: [Int]] = [:]

    var count: Int { records.count }

    mutating func enter(_ record: Record) {
        places[record.id] = records.count
        byShop[record.shopID, default: []].append(records.count)
        records.append(record)
    }

    subscript(_ id: String) -> Record? {
        places[id].map { records[$0] }
    }

    /// Changes a record in place, if it is there.
    mutating func change(_ id: String, _ apply: (inout Record) -> Void) {
        guard let place = places[id] else { return }
        apply(&records[place])
    }

    func of(shop: String) -> [Record] {
        (byShop[shop] ?? []).map { records[$0] }
    }

    /// What is made of a shop's records, in the order of entry, without copying those of which nothing is made.
    func compactMap<Made>(shop: String, _ make: (Record) -> Made?) -> [Made] {
        (byShop[shop] ?? []).compactMap { make(records[$0]) }
    }

    /// A record, if it is this shop's.
    func find(_ id: String, shop: String) -> Record? {
        self[id].flatMap { $0.shopID == shop ? $0 : nil }
    }

    /// What pages are cut from: a sort value and the id of each record of a shop that fits, without copying records.
    func keys(shop: String, by value: (Record) -> Int, where fits: (Record) -> Bool) -> [PageKey] {
        (byShop[shop] ?? []).filter { fits(records[$0]) }
            .map { PageKey(value: value(records[$0]), id: records[$0].id) }
    }
}
