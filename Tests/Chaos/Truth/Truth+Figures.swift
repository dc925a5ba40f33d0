/// Sums that are kept by adding differences, against what they are the sums of.
extension Truth {
    /// Each half-hour and each day of a shop's in `rollups` must be the sum over the sheets of its orders.
    func figures(_ finding: inout Finding) async throws {
        let names = ["paid orders", "units", "minor units of GMV"]
        for row in try await site.texts(Self.unequalSums, columns: 3 + 2 * names.count) {
            let (sums, sheets) = (row[3..<6], row[6...])
            for (name, (sum, sheet)) in zip(names, zip(sums, sheets)) where sum != sheet {
                finding.wrong.append("the \(row[0]) of \(row[1]) of shop \(row[2]): \(sum) \(name), not \(sheet)")
            }
        }
    }

    /// One statement, and sheets are written together with sums: so both are of the same instant, also under load. The
    /// shops sell in their brand's currency, so nothing is converted. A cancel takes nothing out of these figures.
    private static let unequalSums = """
        WITH sold AS (
            SELECT facts->'sold' AS sold FROM analytics.orders WHERE facts->'sold'->>'purpose' = 'sale'
        ), paid AS (
            SELECT sold->'lines' AS lines, (sold->>'shop')::uuid AS shop_id,
                (CASE WHEN (sold->>'isCashOnDelivery')::boolean THEN sold->>'placedAt' ELSE sold->>'paidAt' END)
                    ::timestamptz AS paid_at
            FROM sold
        ), counted AS (
            SELECT shop_id, paid_at, units, gmv
            FROM paid CROSS JOIN LATERAL (
                SELECT coalesce(sum((line->>'open')::bigint + (line->>'shipped')::bigint
                        + (line->>'cancelled')::bigint), 0) AS units,
                    coalesce(sum((line->>'original')::bigint - (line->>'sellerDiscount')::bigint), 0) AS gmv
                FROM jsonb_array_elements(lines) AS line WHERE NOT (line->>'isGift')::boolean) AS own
            WHERE paid_at IS NOT NULL
        ), sheets AS (
            SELECT grain, to_timestamp(floor(extract(epoch FROM paid_at) / seconds) * seconds) AS at, shop_id,
                count(*) AS orders, sum(units) AS units, sum(gmv) AS gmv
            FROM counted CROSS JOIN (VALUES ('halfHour', 1800), ('day', 86400)) AS grains (grain, seconds)
            GROUP BY 1, 2, 3
        ), sums AS (
            SELECT grain, at, shop_id, sum(paid_orders) AS orders, sum(units) AS units, sum(gmv) AS gmv
            FROM analytics.rollups WHERE grain IN ('halfHour', 'day') GROUP BY 1, 2, 3
        ), both_sides AS (
            SELECT grain, at, shop_id,
                coalesce(s.orders, 0) AS a, coalesce(s.units, 0) AS b, coalesce(s.gmv, 0) AS c,
                coalesce(f.orders, 0) AS d, coalesce(f.units, 0) AS e, coalesce(f.gmv, 0) AS f
            FROM sums s FULL JOIN sheets f USING (grain, at, shop_id)
        )
        SELECT grain, at::text, shop_id::text, a::text, b::text, c::text, d::text, e::text, f::text
        FROM both_sides WHERE a <> d OR b <> e OR c <> f
        ORDER BY grain, at, shop_id
        """
}
