import Ledger
import Testing

@testable import Simulation

@Suite("Generated blocks")
struct GeneratedBlocksTests {
    let chain = Chain.bitcoinRegtest

    @Test("The same seed gives the same bytes and the same truth")
    func sameSeed() throws {
        let first = try Shared.saltmarsh()
        let second = try GeneratedChain("saltmarsh")
        #expect(first.file == second.file)
        #expect(first.truth == second.truth)
    }

    @Test("Another seed gives other people, and the same people in a longer ledger")
    func otherSeed() throws {
        let saltmarsh = try Shared.saltmarsh()
        let other = try Shared.chain("fen")
        #expect(saltmarsh.file != other.file)
        func collector(_ chain: GeneratedChain) -> String? { chain.truth.actor("collector")?.addresses.first }
        #expect(collector(saltmarsh) != collector(other))
        #expect(collector(saltmarsh) == collector(try GeneratedChain("saltmarsh", blocks: 700)))
    }

    @Test("Every block reads back from the file's bytes as it was made")
    func readBack() throws {
        let generated = try Shared.saltmarsh()
        var rest = generated.file[...]
        for block in generated.blocks {
            #expect(Array(rest.prefix(4)) == chain.magic)
            let length = rest.dropFirst(4).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(try Block(Array(rest.dropFirst(8).prefix(length))) == block)
            rest = rest.dropFirst(8 + length)
        }
        #expect(rest.isEmpty)
    }

    @Test(
        "Every block has its work, its Merkle root, its height and its place in the chain",
        arguments: ["saltmarsh", "fen"])
    func rulesHold(text: String) throws {
        let generated = try Shared.chain(text)
        #expect(generated.blocks.first?.hash == chain.genesis)
        #expect(generated.blocks.last?.hash == generated.truth.tipHash)
        for (height, block) in generated.blocks.enumerated() {
            #expect(block.fault(on: chain) == nil)
            if height > 0 {
                #expect(block.statedHeight(on: chain) == UInt32(height))
                #expect(block.header.previous == generated.blocks[height - 1].hash)
                #expect(block.header.time > generated.blocks[height - 1].header.time)
            }
        }
    }

    @Test("A block with witnesses commits to them, and one without does not (BIP 141)")
    func witnessCommitments() throws {
        for block in try Shared.saltmarsh().blocks {
            let coinbase = block.transactions[0]
            let commitment = coinbase.outputs.first { $0.script.starts(with: [0x6a, 36, 0xaa, 0x21, 0xa9, 0xed]) }
            let hasWitness = block.transactions.dropFirst().contains { $0.hasWitness }
            #expect((commitment != nil) == hasWitness)
            guard let commitment else { continue }
            let root = MerkleTree.root(of: [.zero] + block.transactions.dropFirst().map(\.wtxid)).root
            let reserved = try #require(coinbase.inputs[0].witness.first)
            #expect(Array(commitment.script.dropFirst(6)) == SHA256d.hash(root.wire + reserved).wire)
        }
    }

    @Test("Blocks are about ten minutes apart, in March 2024")
    func blockTimes() throws {
        let generated = try Shared.saltmarsh()
        let span = generated.truth.lastTime - generated.truth.firstTime
        #expect((500...700).contains(span / UInt32(generated.blocks.count)))
        #expect(generated.truth.firstTime > 1_709_834_400)
        #expect(generated.truth.lastTime < 1_711_929_600)
    }
}
