import CoreMetrics
import Foundation
import Metrics
import ServiceKit
import TestKit
import Testing

@Suite("Prometheus exposition")
struct PrometheusTests {
    let registry = PrometheusRegistry()

    func read() throws -> Exposition { try Exposition(registry.exposition()) }

    @Test("an empty registry says nothing")
    func empty() {
        #expect(registry.exposition() == "")
    }

    @Test("a counter adds up over all its makers, and its name ends in _total")
    func counter() throws {
        registry.describe("orders.accepted", "Orders accepted")
        Counter(label: "orders.accepted", dimensions: [("shop", "a")], factory: registry).increment(by: 2)
        Counter(label: "orders.accepted", dimensions: [("shop", "a")], factory: registry).increment()
        Counter(label: "orders.accepted", dimensions: [("shop", "b")], factory: registry).increment()
        #expect(
            registry.exposition() == """
                # HELP orders_accepted_total Orders accepted
                # TYPE orders_accepted_total counter
                orders_accepted_total{shop="a"} 3
                orders_accepted_total{shop="b"} 1

                """)
    }

    @Test("a counter never falls")
    func monotonic() throws {
        let counter = Counter(label: "c_total", factory: registry)
        counter.increment(by: 3)
        counter.increment(by: -5)
        let fractions = FloatingPointCounter(label: "f", factory: registry)
        fractions.increment(by: 0.5)
        fractions.increment(by: Double.nan)
        #expect(try read().value("c_total") == 3)
        #expect(try read().value("f_total") == 0.5)
        counter.reset()
        #expect(try read().value("c_total") == 0)
    }

    @Test("a gauge goes up and down, and takes what is not finite")
    func gauge() throws {
        let gauge = Meter(label: "pool.in_use", factory: registry)
        gauge.set(3)
        gauge.decrement(by: 1.5)
        #expect(try read().types["pool_in_use"] == "gauge")
        #expect(try read().value("pool_in_use") == 1.5)
        gauge.set(Double.infinity)
        #expect(registry.exposition().hasSuffix("pool_in_use +Inf\n"))
        Gauge(label: "other", factory: registry).record(7)
        #expect(try read().types["other"] == "gauge")
    }

    @Test("a histogram counts up to each bound, bound included, and ends with +Inf, sum and count")
    func histogram() throws {
        registry.describe("batch.size", "Messages in a batch", buckets: Buckets([10, 1, 5]))
        let recorder = Recorder(label: "batch.size", factory: registry)
        for value in [1, 2, 5, 6, 100] { recorder.record(value) }
        #expect(
            registry.exposition() == """
                # HELP batch_size Messages in a batch
                # TYPE batch_size histogram
                batch_size_bucket{le="1"} 1
                batch_size_bucket{le="5"} 3
                batch_size_bucket{le="10"} 4
                batch_size_bucket{le="+Inf"} 5
                batch_size_sum 114
                batch_size_count 5

                """)
    }

    @Test("a timer is a histogram of seconds")
    func timer() throws {
        let timer = Timer(label: "messaging.process.duration", dimensions: [("lane", "orders")], factory: registry)
        timer.recordMilliseconds(20)
        timer.recordSeconds(3)
        timer.recordNanoseconds(0)
        let read = try read()
        let name = "messaging_process_duration_seconds"
        #expect(read.types[name] == "histogram")
        #expect(read.value("\(name)_sum", ["lane": "orders"]) == 3.02)
        #expect(read.value("\(name)_count", ["lane": "orders"]) == 3)
        #expect(read.value("\(name)_bucket", ["lane": "orders", "le": "0.01"]) == 1)
        #expect(read.value("\(name)_bucket", ["lane": "orders", "le": "0.025"]) == 2)
        #expect(read.value("\(name)_bucket", ["lane": "orders", "le": "2.5"]) == 2)
        #expect(read.value("\(name)_bucket", ["lane": "orders", "le": "5"]) == 3)
    }

    @Test("values that are no numbers do not spoil a histogram")
    func undefined() throws {
        let recorder = Recorder(label: "r", factory: registry)
        recorder.record(Double.nan)
        recorder.record(1)
        #expect(try read().value("r_sum") == 1)
    }

    @Test(
        "label values survive quotes, backslashes and line feeds",
        arguments: [
            "plain", "a\"b", "a\\b", "a\nb", "\\n", "{a=\"b\"}", "é 🧾", "",
        ])
    func labelValues(value: String) throws {
        Counter(label: "c", dimensions: [("name", value)], factory: registry).increment()
        #expect(try read().value("c_total", ["name": value]) == 1)
    }

    @Test(
        "names and labels that Prometheus does not allow are changed to ones that it does",
        arguments: [
            ("http.server-requests", "http_server_requests_total"), ("9lives", "_9lives_total"),
            ("größe", "gr__e_total"),
            ("", "__total"), ("done_total", "done_total"),
        ])
    func names(label: String, name: String) throws {
        Counter(
            label: label, dimensions: [("le", "1"), ("__name__", "2"), ("a.b", "3"), ("a-b", "4")], factory: registry
        )
        .increment()
        let labels = ["label_le": "1", "label___name__": "2", "a_b": "3"]
        #expect(try read().value(name, labels) == 1)
    }

    @Test("help texts survive backslashes and line feeds")
    func help() throws {
        registry.describe("c", "one\ntwo \\ three")
        Counter(label: "c", factory: registry).increment()
        #expect(try read().helps["c_total"] == "one\\ntwo \\\\ three")
    }

    @Test("series above the limit are added up in one, and counted for all to see")
    func manySeries() throws {
        var limits = PrometheusRegistry.Limits()
        limits.seriesPerName = 10
        let registry = PrometheusRegistry(limits: limits)
        for number in 0..<1000 {
            Counter(label: "orders", dimensions: [("order", "\(number)")], factory: registry).increment()
        }
        let read = try Exposition(registry.exposition())
        #expect(read.samples.count { $0.name == "orders_total" } == 11)
        #expect(read.value("orders_total", ["otel_metric_overflow": "true"]) == 990)
        #expect(read.value("metrics_overflow_total", ["metric": "orders_total", "reason": "series"]) == 990)
    }

    @Test("names above the limit are counted and not kept")
    func manyNames() throws {
        var limits = PrometheusRegistry.Limits()
        limits.names = 5
        let registry = PrometheusRegistry(limits: limits)
        for number in 0..<50 { Counter(label: "c\(number)", factory: registry).increment() }
        let read = try Exposition(registry.exposition())
        #expect(read.types.count == 6)
        #expect(read.value("metrics_overflow_total", ["metric": "(any)", "reason": "names"]) == 45)
    }

    @Test("one name used for two kinds keeps the first and counts the second")
    func kinds() throws {
        Meter(label: "mixed", factory: registry).set(1)
        Recorder(label: "mixed", factory: registry).record(5)
        let read = try read()
        #expect(read.types["mixed"] == "gauge")
        #expect(read.value("mixed") == 1)
        #expect(read.value("metrics_overflow_total", ["metric": "mixed", "reason": "kind"]) == 1)
    }

    @Test("long label values are cut")
    func longValues() throws {
        Counter(label: "c", dimensions: [("a", String(repeating: "x", count: 9999))], factory: registry).increment()
        #expect(registry.exposition().utf8.count < 300)
    }

    @Test("a destroyed metric is gone")
    func destroyed() throws {
        let counter = Counter(label: "c", factory: registry)
        counter.increment()
        counter.destroy()
        #expect(registry.exposition() == "")
    }

    @Test("many threads count exactly")
    func threads() async throws {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 { Counter(label: "c", dimensions: [("a", "b")], factory: registry).increment() }
                }
            }
        }
        #expect(try read().value("c_total", ["a": "b"]) == 8000)
    }
}
