import Crypto
import Foundation
import Messaging
import Outbound
import Postgres
import ServiceKit
import TikTokShop

/// The service that speaks with the sales channels: it alone holds their tokens, reads their orders and carries out
/// what others ask of them.
@main
struct App: ShopService {
    static let name = "ingestion"
    static let summary = "Reads orders, stock and returns of sales channels and carries out commands there."

    static func assemble(_ config: Config, _ context: ServiceContext) async throws -> Assembly {
        let platform = try await Platform(config.platform, context, migrations: migrations)
        let queue = WorkQueue(platform.database)
        let desk = try desk(config, platform.database, queue)
        let connect = Connect(
            desk: desk, page: AuthorizationPage(app: config.app, hosts: config.hosts),
            readingPage: config.creditServiceID.isEmpty
                ? nil : config.readingApp.map { AuthorizationPage(app: $0, hosts: config.hosts) })
        let messaging = try platform.messaging(
            lanes: Subscriptions.lanes(try handlers(config, desk), batch: config.platform.batch),
            requests: Subscriptions.requests(connect, queue), vault: desk.orders.vault,
            view: OperatorShelf(desk: desk))
        let worker = try Worker(
            queue, messaging, kinds: Subscriptions.work(desk), name: context.instance, concurrency: config.workers,
            logger: context.logger)
        try await DatabaseStart.wait(context.logger) { try await queue.enqueue([KeepHouse.item, TellReadings.item]) }
        return platform.assembly([messaging, worker], messaging)
    }

    static func migrate(_ config: Config, _ context: ServiceContext) async throws {
        try await Platform.migrate(config.platform, context, migrations: migrations)
    }

    static func keyRotation(_ config: Config, _ context: ServiceContext) async throws -> KeyRotation? {
        let (accounts, personal) = (try accounts(config), try personal(config))
        let platform = try await Platform(config.platform, context, migrations: migrations)
        return KeyRotation(platform.database, SealedColumns.all(accounts, personal: personal))
    }

    /// Ingestion's own tables.
    static var migrations: MigrationSource {
        MigrationSource(name: name, folder: Bundle.module.bundleURL.appending(path: "Migrations"))
    }

    private static func desk(_ config: Config, _ database: PostgresPool, _ queue: WorkQueue) throws -> ChannelDesk {
        let client = TikTokShopClient(http: config.http, app: config.app, hosts: config.hosts)
        let reading = config.readingApp.map { app in
            TikTokChannel(client: TikTokShopClient(http: config.http, app: app, hosts: config.hosts))
        }
        return ChannelDesk(
            database: database, channel: TikTokChannel(client: client), accounts: try accounts(config),
            orders: OrderStore(vault: try personal(config)), queue: queue,
            buyerKey: SymmetricKey(data: Data(config.pseudonymKey.reveal().utf8)), settings: config.work,
            readingChannel: reading)
    }

    private static func accounts(_ config: Config) throws -> AccountStore {
        AccountStore(
            access: try Platform.vault(config.accessKeys, "INGESTION_ACCESS_KEYS"),
            refresh: try Platform.vault(config.refreshKeys, "INGESTION_REFRESH_KEYS"))
    }

    private static func personal(_ config: Config) throws -> Vault {
        try Platform.vault(config.personalKeys, "INGESTION_PERSONAL_KEYS")
    }

    private static func handlers(_ config: Config, _ desk: ChannelDesk) throws -> Subscriptions.Handlers {
        Subscriptions.Handlers(
            webhookReceived: WebhookReceivedHandler(
                vault: desk.orders.vault, signatures: config.signatures, queue: desk.queue),
            orderSubmitted: OrderSubmittedHandler(store: desk.orders, buyerKey: desk.buyerKey),
            channelStockSet: ChannelStockSetHandler(queue: desk.queue), orderShip: OrderShipHandler(queue: desk.queue),
            trackingFix: TrackingFixHandler(queue: desk.queue),
            historyTell: HistoryTellHandler(queue: desk.queue))
    }
}
