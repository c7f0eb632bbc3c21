import Ledger

/// Generates a ledger from a seed, block by block: the same seed gives the same bytes on every machine.
///
/// The blocks are bitcoin-regtest blocks, genesis first. Everything in them is valid except the signatures, which are
/// random numbers of the right form: there is no key behind any address.
public struct LedgerGenerator: Sendable {
    public let seed: SimulationSeed

    public init(_ seed: SimulationSeed) { self.seed = seed }

    /// Hands each block to `emit` in ascending order of height, then answers what really happened. Keeps no block.
    @discardableResult
    public func run(emit: (Block) throws(SimulationError) -> Void) throws(SimulationError) -> GroundTruth {
        switch seed.scenario {
        case .fraud: try FraudScenario.run(seed, emit: emit)
        case .market, .accounts:
            throw SimulationError("A market's truth is told line by line; write it with MarketFolder or AccountsFolder.")
        }
    }

    /// A block as it stands in a block file: magic, length, bytes.
    public static func record(of block: Block) -> [UInt8] {
        let bytes = block.serialized()
        let length = UInt32(bytes.count)
        return World.chain.magic + (0..<4).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + bytes
    }
}
