import Ledger

/// Puts the record of a run together as its ground truth.
struct FraudTruth {
    let seed: SimulationSeed
    let world: World
    let cast: FraudCast
    let story: FraudStory
    let traffic: Traffic

    func make(transactions: UInt64, firstTime: UInt32) -> GroundTruth {
        GroundTruth(
            seed: seed, chain: World.chain, tipHash: world.tip, firstTime: firstTime, lastTime: world.time,
            transactions: transactions, actors: actors, movements: story.movements, patterns: patterns,
            gangFees: story.gangFees, unspent: unspent)
    }

    private var actors: [GroundTruth.Actor] {
        cast.victims.map { actor($0, .victim) }
            + [
                cast.collector, cast.secondCollector, cast.hoard, cast.peeler, cast.courier, cast.secondCourier,
                cast.cold,
            ].map { actor($0, .suspect) }
            + [actor(cast.imitator, .imitator)]
            + [account]
            + [cast.dunlin, cast.harrow].map { actor($0, .service) }
            + [otherDeposits, actor(cast.kestrel, .service)]
            + cast.merchants.map { actor($0, .service) }
            + [cast.reedbank, cast.tern].map { actor($0, .service) }
            + ([cast.stranger, cast.duster] + cast.people).map { actor($0, .bystander) }
    }

    private func actor(_ id: WalletID, _ kind: GroundTruth.Kind) -> GroundTruth.Actor {
        let wallet = world[id]
        return GroundTruth.Actor(
            name: wallet.name, kind: kind,
            addresses: wallet.paidKeys.compactMap { address(of: .key(wallet: id, index: $0)) })
    }

    /// The gang's account at the exchange: only the exchange can know that both addresses are one account.
    private var account: GroundTruth.Actor {
        GroundTruth.Actor(
            name: FraudCast.accountName, kind: .suspect,
            addresses: [cast.depositOne, cast.depositTwo].compactMap(address))
    }

    private var otherDeposits: GroundTruth.Actor {
        let own = Set(account.addresses)
        var deposits = actor(cast.harrowDeposits, .service)
        deposits.addresses.removeAll { own.contains($0) }
        return deposits
    }

    private func address(of destination: Destination) -> String? {
        LockingScript(world.lockingScript(of: destination)).address?.text(on: World.chain)
    }

    /// What the gang still holds: dust that strangers sent it is not stolen.
    private var unspent: [GroundTruth.Movement] {
        let gang = [
            cast.collector, cast.secondCollector, cast.hoard, cast.peeler, cast.courier, cast.secondCourier, cast.cold,
        ]
        let held = Set(gang.flatMap { world[$0].coins.map(\.outpoint) })
        return story.movements.filter { held.contains($0.output) }
    }

    private var patterns: [GroundTruth.Pattern] {
        let deposits = Set(story.movements.filter { $0.kind == .deposit }.map(\.output))
        let sweeps = traffic.sweeps.filter { sweep in sweep.coins.contains { deposits.contains($0.outpoint) } }
        return [
            GroundTruth.Pattern(name: "consolidation", transactions: story.consolidations),
            GroundTruth.Pattern(name: "split", transactions: story.splits),
            GroundTruth.Pattern(name: "peel-chain", transactions: story.peels),
            GroundTruth.Pattern(name: "exchange-sweep", transactions: sweeps.map(\.sent.txid)),
            GroundTruth.Pattern(name: "address-poisoning", transactions: story.poisonings),
            GroundTruth.Pattern(name: "dust", transactions: story.dustings),
            GroundTruth.Pattern(name: "fan-out", transactions: traffic.fans.map(\.txid)),
        ]
    }
}
