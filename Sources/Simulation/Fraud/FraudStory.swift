import Ledger

/// Carries out the plan and keeps the record of what it did.
struct FraudStory: Sendable {
    let plan: FraudPlan
    private(set) var movements: [GroundTruth.Movement] = []
    private(set) var gangFees: UInt64 = 0
    private(set) var consolidations: [TxID] = []
    private(set) var peels: [TxID] = []
    private(set) var splits: [TxID] = []
    private(set) var poisonings: [TxID] = []
    private(set) var dustings: [TxID] = []
    private var stream: RandomStream
    /// What entered the peel chain, base units.
    private var head: UInt64 = 0

    init(plan: FraudPlan, stream: RandomStream) {
        self.plan = plan
        self.stream = stream
    }

    /// What the plan has for the open block.
    mutating func act(
        in world: inout World, _ cast: FraudCast, _ traffic: inout Traffic
    ) throws(SimulationError) {
        for (customer, amount) in plan.withdrawals[world.height] ?? [] {
            let wallet =
                switch customer {
                case .victim(let number): cast.victims[number]
                case .imitator: cast.imitator
                case .duster: cast.duster
                }
            traffic.withdraw(amount, to: world.firstKey(of: wallet))
        }
        for act in plan.acts[world.height] ?? [] { try carryOut(act, in: &world, cast, &traffic) }
    }

    private mutating func carryOut(
        _ act: FraudPlan.Act, in world: inout World, _ cast: FraudCast, _ traffic: inout Traffic
    ) throws(SimulationError) {
        switch act {
        case .pay(let victim, let amount, let second):
            let collector = second ? cast.secondCollector : cast.collector
            try pay(.payment, from: cast.victims[victim], to: world.firstKey(of: collector), amount, in: &world)
        case .giveBack(let victim, let amount):
            let sent = try pay(
                .giveBack, from: cast.collector, to: world.firstKey(of: cast.victims[victim]), amount, in: &world)
            gangFees += sent.fee
        case .payImitator(let victim, let amount):
            try pay(
                .diverted, from: cast.victims[victim], to: world.firstKey(of: cast.imitator), amount, in: &world)
        case .poison(let victim):
            let to = Payment.Part(to: world.firstKey(of: cast.victims[victim]), value: 600 + stream.below(300))
            poisonings.append(try send(Payment(from: cast.imitator, parts: [to]), in: &world).txid)
        case .consolidate: try consolidate(in: &world, cast)
        case .split: try split(in: &world, cast)
        case .peel(let hop, let payee): try peel(hop, payee, in: &world, cast)
        case .endPeel:
            try moveAll(.deposit, of: cast.peeler, to: cast.depositTwo, in: &world)
        case .carry:
            try moveAll(.carry, of: cast.courier, to: world.firstKey(of: cast.secondCourier), in: &world)
        case .depositCarried:
            try moveAll(.deposit, of: cast.secondCourier, to: cast.depositTwo, in: &world)
        case .poolPayout(let members): _ = traffic.payMembers(members, in: &world, cast)
        case .dust(let receivers): try dust(receivers, in: &world, cast)
        case .message(let text):
            let parts = [
                Payment.Part(to: world.firstKey(of: cast.merchants[1]), value: 61_000 + stream.below(9_000)),
                Payment.Part(to: .script([0x6a, UInt8(text.utf8.count)] + Array(text.utf8)), value: 0),
            ]
            // Whoever can pay at that moment; the message is scenery.
            for person in stream.shuffled(cast.people) where world.send(Payment(from: person, parts: parts)) != nil {
                return
            }
        }
    }

    // MARK: The gang

    private mutating func consolidate(in world: inout World, _ cast: FraudCast) throws(SimulationError) {
        let worthwhile: (WalletID) -> [Wallet.Coin] = { [world] wallet in
            world.coins(of: wallet).filter { $0.value > World.leastChange }
        }
        let payment = Payment(
            from: cast.collector, parts: [], coins: worthwhile(cast.collector),
            besides: [(cast.secondCollector, worthwhile(cast.secondCollector))],
            rest: world.firstKey(of: cast.hoard))
        let sent = try send(payment, in: &world)
        gangFees += sent.fee
        consolidations.append(sent.txid)
        try record(.consolidation, "collector", world.firstKey(of: cast.hoard), sent.rest, sent.restValue, world)
    }

    private mutating func split(in world: inout World, _ cast: FraudCast) throws(SimulationError) {
        let whole = world[cast.hoard].balance(at: world.height)
        // Shares are rounded to a hundredth of a coin, as people do.
        let carried = whole * stream.value(in: 190...240) / 1000 / 1_000_000 * 1_000_000
        let kept = whole * stream.value(in: 220...270) / 1000 / 1_000_000 * 1_000_000
        let parts = [
            Payment.Part(to: world.firstKey(of: cast.courier), value: carried),
            Payment.Part(to: world.firstKey(of: cast.cold), value: kept),
        ]
        let payment = Payment(
            from: cast.hoard, parts: parts, coins: world.coins(of: cast.hoard), rest: world.firstKey(of: cast.peeler))
        let sent = try send(payment, in: &world)
        gangFees += sent.fee
        splits.append(sent.txid)
        head = sent.restValue
        for (part, output) in zip(parts, sent.parts) {
            try record(.split, "consolidation", part.to, output, part.value, world)
        }
        try record(.split, "consolidation", world.firstKey(of: cast.peeler), sent.rest, sent.restValue, world)
    }

    private mutating func peel(
        _ hop: Int, _ payee: FraudPlan.Payee, in world: inout World, _ cast: FraudCast
    ) throws(SimulationError) {
        let to =
            switch payee {
            case .depositOne: cast.depositOne
            case .depositTwo: cast.depositTwo
            case .giftCards: world.firstKey(of: cast.kestrel)
            case .stranger: world.firstKey(of: cast.stranger)
            }
        // All hops together take at most three quarters of what entered: the rest stays the larger part of each.
        let share = head / UInt64(plan.hops) * stream.value(in: 50...75) / 100
        let value = max(200_000, share / 100_000 * 100_000)
        let kind: GroundTruth.MovementKind =
            payee == .depositOne || payee == .depositTwo ? .deposit : .spending
        let rest = world.freshKey(of: cast.peeler)
        let sent = try send(
            Payment(from: cast.peeler, parts: [Payment.Part(to: to, value: value)], rest: rest), in: &world)
        gangFees += sent.fee
        peels.append(sent.txid)
        try record(kind, "peel chain", to, sent.parts.first, value, world)
        try record(.peelRest, "peel chain", rest, sent.rest, sent.restValue, world)
    }

    private mutating func moveAll(
        _ kind: GroundTruth.MovementKind, of wallet: WalletID, to destination: Destination, in world: inout World
    ) throws(SimulationError) {
        let sent = try send(
            Payment(from: wallet, parts: [], coins: world.coins(of: wallet), rest: destination), in: &world)
        gangFees += sent.fee
        try record(kind, world[wallet].name, destination, sent.rest, sent.restValue, world)
    }

    private mutating func dust(
        _ receivers: Int, in world: inout World, _ cast: FraudCast
    ) throws(SimulationError) {
        let people = stream.shuffled(cast.people + cast.merchants).prefix(receivers - 2)
        let targets = Array(people) + [cast.collector, cast.kestrel]
        let parts = stream.shuffled(targets).map { Payment.Part(to: world.firstKey(of: $0), value: 546) }
        dustings.append(try send(Payment(from: cast.duster, parts: parts, feeRate: 9), in: &world).txid)
    }

    // MARK: Sending and recording

    @discardableResult
    private mutating func pay(
        _ kind: GroundTruth.MovementKind, from payer: WalletID, to destination: Destination, _ amount: UInt64,
        in world: inout World
    ) throws(SimulationError) -> Sent {
        let sent = try send(
            Payment(from: payer, parts: [Payment.Part(to: destination, value: amount)]), in: &world)
        try record(kind, world[payer].name, destination, sent.parts.first, amount, world)
        return sent
    }

    private func send(_ payment: Payment, in world: inout World) throws(SimulationError) -> Sent {
        guard let sent = world.send(payment) else {
            throw SimulationError(
                "The story breaks off at block \(world.height): \(world[payment.from].name) cannot pay. "
                    + "Take another seed or more blocks, and report this one.")
        }
        return sent
    }

    private mutating func record(
        _ kind: GroundTruth.MovementKind, _ from: String, _ to: Destination, _ output: Outpoint?, _ value: UInt64,
        _ world: World
    ) throws(SimulationError) {
        guard let output, case .key(let wallet, _) = to,
            let address = LockingScript(world.lockingScript(of: to)).address
        else {
            throw SimulationError("A payment of the story at block \(world.height) has no output; report the seed.")
        }
        movements.append(
            GroundTruth.Movement(
                kind: kind, from: from, to: kind == .deposit ? FraudCast.accountName : world[wallet].name,
                address: address.text(on: World.chain), output: output, value: value, height: world.height,
                time: world.time))
    }
}
