import Ledger

/// The investment fraud: victims pay a collector, who consolidates, divides and cashes out through a peel chain.
enum FraudScenario {
    /// Runs the scenario, handing over each block as it is sealed, genesis first.
    static func run(
        _ seed: SimulationSeed, emit: (Block) throws(SimulationError) -> Void
    ) throws(SimulationError) -> GroundTruth {
        var world = World(seed: seed)
        var choices = seed.stream("fraud cast")
        let cast = try FraudCast(in: &world, using: &choices)
        var planning = seed.stream("fraud plan")
        var story = FraudStory(
            plan: FraudPlan(blocks: seed.blocks, using: &planning), stream: seed.stream("fraud story"))
        var traffic = Traffic(stream: seed.stream("traffic"))
        var lots = seed.stream("miners")

        let genesis = try BlockMaker.genesis()
        try emit(genesis)
        var transactions = UInt64(genesis.transactions.count)
        var firstTime: UInt32?
        for _ in 0..<seed.blocks {
            world.openBlock()
            firstTime = firstTime ?? world.time
            traffic.act(in: &world, cast)
            try story.act(in: &world, cast, &traffic)
            let byReedbank = lots.chance(3, outOf: 5)
            let block = try world.sealBlock(
                miner: byReedbank ? cast.reedbank : cast.tern, tag: byReedbank ? "/Reedbank/" : "/Tern Pool/")
            transactions += UInt64(block.transactions.count)
            try emit(block)
        }
        return FraudTruth(seed: seed, world: world, cast: cast, story: story, traffic: traffic)
            .make(transactions: transactions, firstTime: firstTime ?? world.time)
    }
}
