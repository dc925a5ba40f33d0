import Contracts

@testable import Credit

/// The three people of the product's specification.
enum Examples {
    /// 150 orders of 100 dollars, 5 % returned: 75 days with two orders each, 25 of them in every month.
    static var seller: Facts {
        let days = (0..<75).map { Given.sales($0 * 6 / 5, orders: 2, gmv: 20_000) }
        var shop = Given.shop(sales: days)
        shop.returns = Given.known(.told("0.05"))
        return Facts(shops: [shop])
    }

    /// 200 orders worth 30,000 dollars, of which 15 % are 4,500: 50 days with four orders each.
    static var creator: Facts {
        let days = (0..<50).map { Given.earning($0 * 9 / 5, orders: 4, sales: 60_000, settled: 9_000) }
        return Facts(creators: [Given.creator(earnings: days)])
    }

    /// 10,000 dollars by an own shop and 3,000 as an affiliate.
    static var hybrid: Facts {
        Facts(
            shops: [Given.shop(sales: [Given.sales(40, orders: 100, gmv: 1_000_000, net: 1_000_000)])],
            creators: [Given.creator(earnings: [Given.earning(50, orders: 30, sales: 2_000_000, settled: 300_000)])])
    }

    /// The seller with what a channel usually tells of a shop.
    static var toldSeller: Facts {
        var facts = seller
        facts.shops[0].openedAt = Given.known(Given.days(ago: 400))
        facts.shops[0].sellerType = Given.known(.business)
        facts.shops[0].rating = Given.known("4.6")
        facts.shops[0].reviews = Given.known(120)
        facts.shops[0].onTime = Given.known(.counted(97, of: 100))
        facts.shops[0].violations = Given.known(0)
        facts.shops[0].newProducts = Given.known(3)
        return facts
    }
}
