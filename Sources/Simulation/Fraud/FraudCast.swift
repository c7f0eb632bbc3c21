/// Everyone who takes part in the fraud scenario, by the names its documents use.
struct FraudCast: Sendable {
    /// What documents call the two deposit addresses of the gang.
    static let accountName = "account at Harrow Exchange"

    /// A mining pool that pays its members in one large batch now and then.
    let reedbank: WalletID
    /// A second pool.
    let tern: WalletID
    /// The exchange where the victims buy.
    let dunlin: WalletID
    /// The exchange where the money ends: its hot wallet and its customers' deposit addresses.
    let harrow: WalletID
    let harrowDeposits: WalletID
    /// The two deposit addresses of the account that the fraud pays into.
    let depositOne: Destination
    let depositTwo: Destination
    /// Deposit addresses of other customers.
    let otherDeposits: [Destination]
    /// Sells gift cards for coins.
    let kestrel: WalletID
    let merchants: [WalletID]
    let people: [WalletID]

    let victims: [WalletID]
    /// The pay-in address that most complainants were given, and the one given later.
    let collector: WalletID
    let secondCollector: WalletID
    /// Gathers what both collectors took in.
    let hoard: WalletID
    /// Every address of it is one hop of the peel chain.
    let peeler: WalletID
    let courier: WalletID
    let secondCourier: WalletID
    /// Receives a share and does not move it.
    let cold: WalletID
    /// Someone the gang pays, about whom nothing else is known.
    let stranger: WalletID
    /// Somebody else altogether, who imitates the collector's address.
    let imitator: WalletID
    /// Sprays dust over addresses it has seen.
    let duster: WalletID

    init(in world: inout World, using stream: inout RandomStream) throws(SimulationError) {
        reedbank = world.addWallet("Reedbank Pool", .witnessKeyHash, change: .firstKey)
        tern = world.addWallet("Tern Pool", .payToKeyHash, change: .firstKey)
        dunlin = world.addWallet("Dunlin Exchange", .witnessKeyHash, change: .firstKey)
        harrow = world.addWallet("Harrow Exchange", .witnessMultisig, change: .firstKey)
        let deposits = world.addWallet("Harrow Exchange deposits", .nestedKeyHash)
        harrowDeposits = deposits
        depositOne = world.firstKey(of: deposits)
        depositTwo = world.freshKey(of: deposits)
        otherDeposits = (0..<14).map { _ in world.freshKey(of: deposits) }
        kestrel = world.addWallet("Kestrel Gift Cards", .payToKeyHash, change: .firstKey)
        merchants = ["Bramble Hosting", "Osier Books", "Lapwing Coffee"].map {
            world.addWallet($0, .witnessKeyHash, change: .freshKey)
        }
        let styles: [ScriptStyle] = [
            .witnessKeyHash, .witnessKeyHash, .witnessKeyHash, .taproot, .payToKeyHash, .nestedKeyHash,
        ]
        people = (1...26).map {
            world.addWallet(
                "person \($0)", stream.element(of: styles) ?? .witnessKeyHash,
                change: stream.chance(1, outOf: 4) ? .firstKey : .freshKey)
        }
        let victimStyles: [ScriptStyle] = [
            .witnessKeyHash, .payToKeyHash, .witnessKeyHash, .witnessKeyHash, .nestedKeyHash, .taproot,
            .witnessKeyHash, .payToKeyHash,
        ]
        // Those who pay more than once keep one address, as a phone wallet with a fixed address does.
        let payOnce: Set<Int> = [0, 4, 6, 7]
        victims = victimStyles.enumerated().map { number, style in
            world.addWallet("victim \(number + 1)", style, change: payOnce.contains(number) ? .freshKey : .firstKey)
        }
        let collector = world.addWallet("collector", .witnessKeyHash, change: .firstKey)
        self.collector = collector
        secondCollector = world.addWallet("second collector", .payToKeyHash, change: .firstKey)
        hoard = world.addWallet("consolidation", .taproot, change: .firstKey)
        peeler = world.addWallet("peel chain", .witnessKeyHash)
        courier = world.addWallet("courier", .multisig, change: .firstKey)
        secondCourier = world.addWallet("second courier", .payToKeyHash, change: .firstKey)
        cold = world.addWallet("cold branch", .taproot, change: .firstKey)
        stranger = world.addWallet("stranger", .taproot, change: .firstKey)
        let model = Array(world.lockingScript(of: world.firstKey(of: collector)).dropFirst(2))
        guard let program = LookAlike.program(like: model, prefix: 4, suffix: 2, using: &stream) else {
            throw SimulationError("The collector's address cannot be imitated: its program has \(model.count) bytes.")
        }
        imitator = world.addWallet("imitator", imitating: program)
        duster = world.addWallet("duster", .witnessKeyHash)
    }
}
