import Contracts
import TestKit
import Testing

/// What all services show at `/metrics` after one order that was paid, shipped and delivered, nothing having gone
/// wrong: every metric of the table in `docs/monitoring.md`, with its labels, and figures that fit the order.
struct MetricsCheck {
    /// What such a run need not show, and why.
    private static let elsewhere: [String: String] = [
        "shop_messaging_failures_total": "nothing fails", "metrics_overflow_total": "nothing overflows",
        "shop_partner_deprecated": "no partner announces an end",
        "shop_traces_exported_total": "no collector is set", "shop_traces_dropped_total": "no collector is set",
        "shop_check_differences": "shopos check writes it", "shop_check_compared": "shopos check writes it",
        "shop_check_unknown": "shopos check writes it", "shop_check_missed": "shopos check writes it",
        "shop_check_timestamp_seconds": "shopos check writes it",
    ]

    private let scrape: Scrape

    /// Waits until everything that such a run must have is shown, then compares all of it.
    static func run(_ house: House) async throws {
        let table = try MetricTable.documented()
        let wanted = Set(table.labels.keys).subtracting(elsewhere.keys)
        #expect(elsewhere.keys.filter { table.labels[$0] == nil }.isEmpty)
        var scrape = Scrape()
        let result = await outcome {
            try await eventually(within: Brand.patience, "every metric is shown") {
                scrape = try await .of(house)
                return wanted.isSubset(of: scrape.names)
            }
        }
        #expect(wanted.subtracting(scrape.names).isEmpty, "lacking: \(wanted.subtracting(scrape.names).sorted())")
        try result.get()
        #expect(scrape.differences(from: table).isEmpty)
        let many = scrape.series.filter { $0.value > Scrape.mostSeries }
        #expect(many.isEmpty, "far too many series: \(many)")
        let check = MetricsCheck(scrape: scrape)
        check.order()
        check.messages()
        check.services()
    }

    /// One order was sold; it has one label.
    private func order() {
        #expect(scrape.sum("shop_orders_accepted_total", of: "ingestion", ["source": "webhook"]) == 1)
        #expect(scrape.sum("shop_orders_accepted_total") == 1, "one order, however often it was told of")
        #expect(sent("shop.label.bought.v1", by: "fulfillment") == 1)
        #expect(sent("shop.shipment.ready.v1", by: "fulfillment") == 1)
        #expect(sent("shop.stock.reserved.v1", by: "inventory") >= 1)
        #expect(scrape.sum("shop_labels_wanted_total", of: "fulfillment") == 1)
        #expect(scrape.sum("shop_label_wait_seconds_count", of: "fulfillment") == 1)
        #expect(scrape.sum("shop_label_wait_seconds_sum") < seconds(Brand.patience))
        // From the webhook to the label: longer than from where nothing was missing.
        let label = ["message": "shop.label.bought.v1"]
        let journey = scrape.sum("shop_journey_age_seconds_sum", of: "fulfillment", label)
        #expect(scrape.sum("shop_journey_age_seconds_count", of: "fulfillment", label) == 1)
        #expect(journey > scrape.sum("shop_label_wait_seconds_sum") && journey < 3 * seconds(Brand.patience))
        let done = ["work_kind": "label.buy", "work_outcome": "done"]
        #expect(scrape.sum("shop_work_items_total", of: "fulfillment", done) >= 1)
        #expect(scrape.sum("inventory_push_duration_seconds_count", of: "inventory") >= 1)
    }

    /// The gateway's messages are measured as those of an outbox, requests as lanes.
    private func messages() {
        let webhooks = sent("shop.webhook.received.v1", by: "gateway")
        let answered = ["http_route": "/webhooks/tiktok", "http_response_status_code": "200"]
        #expect(webhooks >= scrape.sum("http_server_request_duration_seconds_count", of: "gateway", answered))
        #expect(scrape.sum("messaging_client_operation_duration_seconds_count", of: "gateway") >= 1)
        for (service, queue) in [
            ("ingestion", "ingestion.webhooks"), ("inventory", "inventory.orders"), ("analytics", "analytics.facts"),
            ("fulfillment", "fulfillment.orders"), ("inventory", "inventory.requests"),
        ] {
            let lane = ["messaging_destination_name": queue]
            #expect(scrape.sum("messaging_process_duration_seconds_count", of: service, lane) >= 1, "\(queue)")
            guard !queue.hasSuffix("requests") else { continue }
            let handled = scrape.sum("messaging_client_consumed_messages_total", of: service, lane)
            let batches = scrape.sum("messaging_batch_message_count_count", of: service, lane)
            #expect(handled >= batches && batches >= 1, "\(queue): \(handled) in \(batches)")
            #expect(scrape.sum("messaging_batch_message_count_sum", of: service, lane) <= handled)
            let age = scrape.sum("shop_messaging_critical_time_seconds_sum", of: service, lane)
            #expect(age > 0 && age / batches < seconds(Brand.patience), "\(queue): \(age) s over \(batches)")
        }
    }

    /// All are ready and hear, and nothing lies about.
    private func services() {
        for service in House.everything where service != "sandbox" {
            let ready = scrape.values("service_ready", of: service)
            #expect(!ready.isEmpty && ready.allSatisfy { $0 == 1 }, "\(service): \(ready)")
            #expect(scrape.values("process_resident_memory_bytes", of: service).allSatisfy { $0 > 1e6 })
            for lane in Topology.lanes where lane.queue.hasPrefix("\(service).") && lane.exchange != .requests {
                #expect(scrape.values("shop_lane_up", of: service, ["lane": lane.queue]) == [1], "\(lane.queue)")
            }
        }
        #expect(scrape.sum("shop_lane_open_failures") == 0)
        #expect(scrape.sum("shop_outbox_failing") == 0)
        #expect(scrape.sum("shop_work_breakers_open") == 0)
        let outcomes = Set(
            scrape.lines.filter { $0.sample.name == "http_client_request_duration_seconds_count" }
                .compactMap { $0.sample.labels["partner"] })
        #expect(outcomes == ["tiktokshop", "shippo"])
    }

    private func sent(_ message: String, by service: String) -> Double {
        scrape.sum("messaging_client_sent_messages_total", of: service, ["message": message])
    }

    private func seconds(_ span: Duration) -> Double { span / .seconds(1) }
}
