import Foundation
import Postgres
import TestKit
import Testing

@Suite(
    "The page, beside the tables", .timeLimit(.minutes(10)),
    .enabled(if: Browser.missing == nil, "\(Browser.missing ?? "")"))
struct PageJourneyTests {
    @Test("its numbers are SQL's: at once, after a reload and after a cut connection, on a phone and on a desk")
    func numbers() async throws {
        try await House.run { house in
            let brand = try await Brand.open(in: house, units: 20)
            for units in [2, 1] {
                let order = try await brand.sell(units)
                try await brand.until(order, parcel: "shipped")
            }
            for (width, height) in [(390, 844), (1440, 900)] {
                try await withFaultyProxy(to: house.gateway.address) { proxy, address in
                    try await Browser.lend(width: width, height: height) { browser in
                        try await Self.open(browser, address, brand)
                        try await Self.compare(browser, house, "as it was opened at \(width)")
                        try await browser.reload()
                        try await Self.choose30Days(browser)
                        try await Self.compare(browser, house, "after a reload at \(width)")

                        proxy.refuse()
                        proxy.cut()
                        try await browser.wait("the cut shows", "return !document.getElementById('away').hidden")
                        let order = try await brand.sell(1)
                        try await brand.until(order, parcel: "shipped")
                        let shown = try await browser.texts(Self.script)
                        #expect(!shown.contains { $0.contains(order) }, "nobody could tell it")
                        proxy.accept()
                        try await Self.compare(browser, house, "after a cut at \(width)")
                        #expect(try await browser.texts(Self.script).contains { $0.hasPrefix("order \(order) ") })
                    }
                }
            }
        }
    }

    private static func open(_ browser: Browser, _ address: String, _ brand: Brand) async throws {
        try await browser.go(to: address)
        try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
        try await browser.run(
            """
            document.getElementById('key').value = '\(brand.door.key ?? "")';
            document.getElementById('signin-form').requestSubmit();
            """)
        try await choose30Days(browser)
    }

    /// Today may end in the middle of a test.
    private static func choose30Days(_ browser: Browser) async throws {
        try await browser.wait("the page is open", "return !document.getElementById('content').hidden")
        try await browser.run("document.querySelector('[data-window=\"30d\"]').click()")
    }

    /// Waits until the page says what the tables say.
    private static func compare(_ browser: Browser, _ house: House, _ moment: String) async throws {
        var shown: [String] = []
        var stored: [String] = []
        do {
            try await eventually(within: Brand.patience, "the page shows what is stored, \(moment)") {
                shown = try await browser.texts(script).sorted()
                stored = try await house.database.rows(tables, as: String.self).sorted()
                return shown == stored && stored.count >= 2 + 1 + 2 + 7
            }
        } catch {
            Issue.record("\(moment): the page says \(shown), the tables \(stored)")
            throw error
        }
    }

    /// What the page shows, a line for each order, SKU, parcel and figure.
    private static let script = """
        const rows = (id, read) => [...document.querySelectorAll(`#${id} tr[data-key]`)].map(read);
        const cell = (row, column) => row.children[column].textContent;
        const names = ['gmv', 'orders', 'units', 'aov', 'labels', 'parcels', 'oversells'];
        const figures = [...document.querySelectorAll('[data-figure]')].filter((one) =>
          names.includes(one.dataset.figure));
        return [
          ...rows('orders', (row) => `order ${row.dataset.order} ${cell(row, 1)}`),
          ...rows('stock', (row) => `stock ${row.dataset.sku}: ${cell(row, 1)} available, `
            + `${cell(row, 2)} on hand, ${cell(row, 3)} reserved`),
          ...rows('parcels', (row) => `parcel of ${row.children[0].firstChild.textContent} ${cell(row, 1)}`),
          ...figures.map((one) => `${one.dataset.figure} ${one.textContent}`),
        ];
        """

    /// The same of the services' own tables, as people read it in English: `inTransit` is "in transit", 4980 cents are
    /// "$49.80". The average order is rounded half to even.
    private static let tables: SQL = """
        SELECT format('order %s %s', channel_order, lower(regexp_replace(status, '([A-Z])', ' \\1', 'g')))
        FROM ingestion.orders WHERE version > 0
        UNION ALL
        SELECT format('stock %s: %s available, %s on hand, %s reserved', s.code,
            greatest(0, l.on_hand - l.reserved - l.held), l.on_hand, l.reserved)
        FROM inventory.levels l JOIN inventory.skus s USING (tenant_id, sku_id)
        UNION ALL
        SELECT format('parcel of %s %s', channel_order, lower(regexp_replace(state, '([A-Z])', ' \\1', 'g')))
        FROM fulfillment.shipments WHERE is_listed
        UNION ALL
        SELECT unnest(ARRAY['gmv ' || to_char(gmv / 100, 'FM$999,990.00'), 'orders ' || orders, 'units ' || units,
            'aov ' || to_char((CASE WHEN mod(2 * gmv, 2 * orders) = orders THEN 2 * round(gmv / orders / 2)
                ELSE round(gmv / orders) END) / 100, 'FM$999,990.00'),
            'labels ' || labels, 'parcels ' || parcels, 'oversells ' || oversells])
        FROM (SELECT sum(gmv) AS gmv, sum(paid_orders) AS orders, sum(units) AS units, sum(labels) AS labels,
            sum(parcels) AS parcels, sum(oversells) AS oversells
            FROM analytics.rollups WHERE grain = 'halfHour') AS sums
        """
}
