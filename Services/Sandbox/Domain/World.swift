/// Everything the sandbox knows, as a value: what goes in (calls, buyers, time) decides what comes out, to the last id.
///
/// Acts that lie in the future wait on the agenda. Whoever holds the world advances it to the present before each use;
/// nothing in here reads a clock, a socket or chance other than its seed.
struct World: Sendable {
    private(set) var now: Moment
    private(set) var pace: Pace
    private var agenda = Agenda()
    var mint: Mint
    /// Chance for what no other part of the world has dice of its own for.
    var dice: Dice
    /// Where clients reach the sandbox, for the documents that it serves by URL; no slash at the end.
    var publicURL: String

    var tiktok: TikTokBooks
    var shippo: ShippoBooks
    var generator: Generator
    var webhooks = WebhookBook()
    var faults: FaultPlan
    var calls = CallBook()

    init(settings: Settings, now: Moment) {
        self.now = now
        pace = Pace(scale: settings.timeScale)
        mint = Mint(seed: settings.seed)
        dice = Dice(seed: settings.seed, stream: "life")
        publicURL = settings.publicURL
        tiktok = TikTokBooks(settings: settings)
        shippo = ShippoBooks(settings: settings.shippo, seed: settings.seed)
        generator = Generator(seed: settings.seed)
        faults = FaultPlan(seed: settings.seed)
    }
}

extension World {
    /// When the next act is due, if any.
    var nextDue: Moment? { agenda.next }

    /// How many acts wait.
    var waitingActs: Int { agenda.count }

    /// Lets every act happen that is due by `moment`, each at its own time.
    mutating func advance(to moment: Moment) {
        while let (due, act) = agenda.take(dueBy: moment) {
            now = max(now, due)
            act(&self)
        }
        now = max(now, moment)
    }

    /// Books an act after a wait of the world, which the pace shortens.
    mutating func later(_ span: Duration, _ act: @escaping Agenda.Act) {
        agenda.book(at: now + pace.real(span), isScaled: true, act)
    }

    /// Books an act for a wall-clock time, whatever the pace.
    mutating func at(_ moment: Moment, _ act: @escaping Agenda.Act) {
        agenda.book(at: max(moment, now + .milliseconds(1)), isScaled: false, act)
    }

    /// Changes the pace; waits that are already running are stretched with it.
    mutating func setScale(_ scale: Double) {
        let new = Pace(scale: scale)
        agenda.rescale(now: now, by: pace.scale / new.scale)
        pace = new
    }
}
