import Encoding
import Ledger
import Testing

@testable import Simulation

@Suite("The ground truth of a fraud")
struct GroundTruthTests {
    static let seeds = ["saltmarsh", "fen", "estuary", "1", "2", "3", "4", "5", "käse 漢", "exercise 7/trainee 12"]

    @Test("Loss, returns, deposits, spending, rest and fees agree to the satoshi, for any seed", arguments: seeds)
    func reconciles(text: String) throws {
        let generated = try Shared.chain(text)
        let truth = generated.truth
        #expect(generated.unfounded.isEmpty)
        #expect(truth.reconciles)
        #expect(truth.loss > 0)
        // Asked of the blocks: each movement is an output with that value and owner.
        for movement in truth.movements {
            let output = try #require(generated.outputs[movement.output])
            #expect(output.value == movement.value)
            #expect(output.height == Int(movement.height))
            #expect(LockingScript(output.script).address?.text(on: truth.chain) == movement.address)
        }
        #expect(truth.unspent.allSatisfy { generated.unspent.contains($0.output) })
        #expect(!truth.unspent.isEmpty)
    }

    @Test("The story holds at both ends of the allowed length", arguments: [400, 401, 640, 2000] as [UInt32])
    func lengths(blocks: UInt32) throws {
        for text in ["saltmarsh", "short", "long"] {
            let generated = try GeneratedChain(text, blocks: blocks)
            #expect(generated.unfounded.isEmpty)
            #expect(generated.truth.reconciles)
            #expect(generated.blocks.count == Int(blocks) + 1)
        }
    }

    @Test("Every seed has the same structure", arguments: seeds)
    func structure(text: String) throws {
        let truth = try Shared.chain(text).truth
        let payers = truth.movements.filter { $0.kind == .payment }.map(\.from)
        #expect(Set(payers).count == 8)
        #expect(payers.count == 11)
        #expect(truth.movements.count { $0.kind == .giveBack } == 1)
        #expect(truth.movements.count { $0.kind == .diverted } == 1)
        let sizes = Dictionary(uniqueKeysWithValues: truth.patterns.map { ($0.name, $0.transactions.count) })
        #expect(sizes["consolidation"] == 2)
        #expect(sizes["split"] == 1)
        #expect((7...10).contains(sizes["peel-chain"] ?? 0))
        #expect((sizes["exchange-sweep"] ?? 0) >= 1)
        #expect(sizes["address-poisoning"] == 1)
        #expect(sizes["dust"] == 1)
        #expect(sizes["fan-out"] == 2 || sizes["fan-out"] == 1)
    }

    @Test("Each hop of the peel chain spends the rest of the one before and keeps the larger part", arguments: seeds)
    func peelChain(text: String) throws {
        let generated = try Shared.chain(text)
        let chain = try #require(generated.truth.patterns.first { $0.name == "peel-chain" }).transactions
        let hops = try chain.map { id in try #require(generated.transactions.first { $0.txid == id }) }
        for hop in hops {
            #expect(hop.inputs.count == 1)
            #expect(hop.outputs.count == 2)
            let values = hop.outputs.map(\.value).sorted()
            #expect(values[0] * 2 <= values[1])
        }
        for (earlier, later) in zip(hops, hops.dropFirst()) {
            #expect(later.inputs[0].previous.txid == earlier.txid)
        }
    }

    @Test("What was deposited was swept into the exchange's hot wallet", arguments: seeds)
    func sweeps(text: String) throws {
        let generated = try Shared.chain(text)
        let sweeps = Set(generated.truth.patterns.first { $0.name == "exchange-sweep" }?.transactions ?? [])
        let hot = try #require(generated.truth.actor("Harrow Exchange")?.addresses.first)
        for deposit in generated.truth.movements where deposit.kind == .deposit {
            let sweep = try #require(generated.spender(of: deposit.output))
            #expect(sweeps.contains(sweep.txid))
            #expect(LockingScript(sweep.outputs[0].script).address?.text(on: generated.truth.chain) == hot)
        }
    }

    @Test("No address has two owners, and the imitated one can be told apart only in the middle")
    func owners() throws {
        let truth = try Shared.saltmarsh().truth
        let addresses = truth.actors.flatMap(\.addresses)
        #expect(Set(addresses).count == addresses.count)
        let real = try #require(truth.actor("collector")?.addresses.first)
        let false_ = try #require(truth.actor("imitator")?.addresses.first)
        #expect(real != false_)
        #expect(real.prefix(10) == false_.prefix(10))
        #expect(real.suffix(8) == false_.suffix(8))
    }

    @Test("The document reads back under the rules for evidence, and its totals are those of the record")
    func document() throws {
        let truth = try Shared.saltmarsh().truth
        let read = try JSONValue.parse(Array(truth.document.pretty().utf8))
        #expect(read == truth.document)
        #expect(read["totals"]?["loss"]?.stringValue == String(truth.loss))
        #expect(read["schema"]?.stringValue == "clew-truth-1")
    }
}
