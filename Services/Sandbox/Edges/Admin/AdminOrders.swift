/// Placing orders and doing what buyers and carriers do.
enum AdminOrders {
    private struct Item: Decodable {
        let sku: String
        var units: Int?
        var gift: Bool?
    }

    private struct Plan: Decodable {
        var paysAfterSeconds: Double?
        var neverPays: Bool?
        var cancels: BuyerPlan.Stage?
        var withdraws: Bool?
        var moves: BuyerPlan.Stage?
        var returns: BuyerPlan.Return?
        var fraction: Double?

        var plan: BuyerPlan {
            BuyerPlan(
                paysAfter: neverPays == true ? nil : .seconds(max(0, paysAfterSeconds ?? 40)), cancels: cancels,
                withdraws: withdraws ?? false, moves: moves, returns: returns,
                fraction: min(max(fraction ?? 0.5, 0), 1))
        }
    }

    private struct Wish: Decodable {
        var lines: [Item]?
        var sample: Bool?
        var refundableSample: Bool?
        var fulfilledByTiktok: Bool?
        var cashOnDelivery: Bool?
        var replacement: Bool?
        var exchange: Bool?
        var shipping: String?
        var message: String?
        var address: AddressWish?
        var plan: Plan?
        /// How many such orders to place; without lines each one is invented.
        var count: Int?

        var kind: Order.Kind {
            Order.Kind(
                isSample: (sample ?? false) || (refundableSample ?? false),
                isRefundableSample: refundableSample ?? false,
                isFulfilledByTikTok: fulfilledByTiktok ?? false, isCashOnDelivery: cashOnDelivery ?? false,
                isReplacement: replacement ?? false, isExchange: exchange ?? false)
        }
    }

    struct AddressWish: Decodable {
        var firstName: String?
        var lastName: String?
        var phone: String?
        var line1: String?
        var line2: String?
        var city: String?
        var county: String?
        var state: String?
        var postalCode: String?

        /// The address with these fields in place of its own.
        func applied(to address: Address) -> Address {
            var address = address
            address.firstName = firstName ?? address.firstName
            address.lastName = lastName ?? address.lastName
            address.phone = phone ?? address.phone
            address.line1 = line1 ?? address.line1
            address.line2 = line2 ?? address.line2
            address.place.city = city ?? address.place.city
            address.place.county = county ?? address.place.county
            address.place.state = state ?? address.place.state
            address.place.postalCode = postalCode ?? address.place.postalCode
            return address
        }
    }

    @Sendable static func place(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let wish = try call.body(Wish.self)
        let shop = try world.shop(call.ids[0])
        guard (1...10_000).contains(wish.count ?? 1) else { throw AdminError(text: "count: 1 to 10000") }
        var placed: [JSON] = []
        for _ in 0..<(wish.count ?? 1) {
            guard let draft = try draft(wish, shop: shop, &world) else {
                throw AdminError(text: "lines: the shop sells nothing")
            }
            let order = try world.place(draft)
            placed.append(world.json(order))
        }
        return ["orders": .array(placed)]
    }

    private static func draft(_ wish: Wish, shop: Shop, _ world: inout World) throws -> OrderDraft? {
        guard let lines = wish.lines else { return world.draft(for: shop) }
        let items = try lines.map { line in
            OrderDraft.Item(
                skuID: try world.sku(line.sku, of: shop).id, units: line.units ?? 1, isGift: line.gift ?? false)
        }
        let shipping = wish.shipping.flatMap(ShippingType.init(rawValue:))
        guard wish.shipping == nil || shipping.map({ shop.option($0) != nil }) == true else {
            throw AdminError(text: "shipping: not offered by the shop")
        }
        let address = wish.address.map { $0.applied(to: People.address(in: shop.market, &world.dice)) }
        return OrderDraft(
            shopID: shop.id, items: items, kind: wish.kind, shipping: shipping, plan: wish.plan?.plan ?? .plain,
            address: address, message: wish.message ?? "")
    }

    @Sendable static func show(_ world: inout World, _ call: AdminCall) throws -> JSON {
        world.json(try world.order(call.ids[0]))
    }

    private struct Goal: Decodable {
        var to: String?
    }

    /// To the next stage, or stage by stage to the one named.
    @Sendable static func advance(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let goal = try call.body(Goal.self).to
        let target = goal.flatMap(OrderStatus.init(rawValue:))
        guard goal == nil || target != nil else { throw AdminError(text: "to: not a status") }
        let id = try world.order(call.ids[0]).id
        for _ in 0..<(target == nil ? 1 : OrderStatus.allCases.count) {
            guard let status = world.tiktok.orders[id]?.status, target.map({ status < $0 }) ?? true else { break }
            world.advance(order: id)
        }
        return world.json(try world.order(id))
    }

    private struct Cancel: Decodable {
        var role: String?
        var lines: [String]?
        var reason: String?
    }

    /// Cancels at once, whoever wants it, as long as the parcel has not been collected.
    @Sendable static func cancel(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let wish = try call.body(Cancel.self)
        let order = try world.order(call.ids[0])
        guard order.status < .inTransit else {
            throw AdminError(status: 409, text: "order: at \(order.status.rawValue)")
        }
        guard let role = Cancellation.Role(rawValue: wish.role ?? "BUYER") else {
            throw AdminError(text: "role: BUYER, SELLER or SYSTEM")
        }
        let lines = wish.lines.map { lines in order.openLines.map(\.id).filter(lines.contains) }
        guard lines?.isEmpty != true else { throw AdminError(text: "lines: none of them is open") }
        let cancellation = world.cancel(
            order: order.id, lines: lines, role: role, reason: wish.reason ?? "no_longer_needed")
        return cancellation.map { world.json($0) } ?? .null
    }

    @Sendable static func requestCancel(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let order = try world.order(call.ids[0])
        guard order.status < .inTransit, order.pendingCancellation == nil else {
            throw AdminError(status: 409, text: "order: at \(order.status.rawValue), or a request is open")
        }
        world.requestCancel(order: order.id)
        return world.json(try world.order(order.id))
    }

    @Sendable static func withdrawCancel(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let order = try world.order(call.ids[0])
        guard let pending = order.pendingCancellation else { throw AdminError(status: 409, text: "order: no request") }
        world.reject(cancellation: pending, reason: "withdrawn_by_buyer")
        return world.json(try world.order(order.id))
    }

    @Sendable static func changeAddress(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let wish = try call.body(AddressWish.self)
        let order = try world.order(call.ids[0])
        guard order.status < .inTransit else {
            throw AdminError(status: 409, text: "order: at \(order.status.rawValue)")
        }
        world.changeAddress(order: order.id, to: wish.applied(to: order.address))
        return world.json(try world.order(order.id))
    }

    private struct Split: Decodable {
        var lines: [String]
    }

    /// Puts some of the lines that wait in one package into another.
    @Sendable static func split(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let lines = try call.body(Split.self).lines
        let order = try world.order(call.ids[0])
        guard world.split(order: order.id, lines: lines) != nil else {
            throw AdminError(status: 409, text: "lines: not a part of a package that waits")
        }
        return world.json(try world.order(order.id))
    }

    private struct Return: Decodable {
        var kind: BuyerPlan.Return?
        var lines: [String]?
    }

    @Sendable static func requestReturn(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let wish = try call.body(Return.self)
        let order = try world.order(call.ids[0])
        guard let made = world.requestReturn(order: order.id, kind: wish.kind ?? .goodsBack, lines: wish.lines) else {
            throw AdminError(status: 409, text: "order: at \(order.status.rawValue), or no such line")
        }
        return world.json(made)
    }
}

extension World {
    func order(_ id: String) throws -> Order {
        guard let order = tiktok.orders[id] else { throw AdminError.unknown("order", id) }
        return order
    }
}
