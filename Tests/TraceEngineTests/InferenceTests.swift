import Ledger
import Support
import Testing
import TraceEngine

/// What is marked beside the facts: change candidates and CoinJoins, with the rule that says so.
@Suite("Inferences of a transaction")
struct InferenceTests {
    private func inferences(_ text: String, _ refs: [TxRef]) async throws -> [TransactionInference] {
        let tiny = try TinyLedger(text)
        return try await MemoryLedger(chain: tiny.chain, blocks: tiny.blocks).inferences(of: refs)
    }

    @Test("an unround output to a new address of the senders' type is a change candidate, a round one is not")
    func change() async throws {
        let found = try await inferences(
            """
            block 0
            a = coinbase -> alice 1000000
            b = coinbase -> seen 5000
            block 1
            c = a:0 -> shop 500000, new 499123
            d = c:0, c:1 -> seen 300000, round 600000
            """, [TxRef(height: 1, position: 0), TxRef(height: 1, position: 1)])
        #expect(found[0].changes.map(\.index) == [1])
        #expect(found[0].changes.first?.agreeing.contains(.powerOfTen) == false)
        #expect(found[1].changes.isEmpty)
        #expect(found.allSatisfy { $0.hit == nil })
    }

    @Test("a CoinJoin has a detector's name, and no change")
    func coinJoin() async throws {
        let names = ["a", "b", "c", "d", "e"]
        let sources = names.map { "\($0)0 = coinbase -> \($0) 1100000" }.joined(separator: "\n")
        let inputs = names.map { "\($0)0:0" }.joined(separator: ", ")
        let outputs = names.map { "\($0)out 1000000, \($0)rest 9\(7 + $0.utf8.count)123" }.joined(separator: ", ")
        let found = try await inferences("block 0\n\(sources)\nblock 1\nmix = \(inputs) -> \(outputs)", [TxRef(height: 1, position: 0)])
        #expect(found[0].hit?.isCoinJoin == true)
        #expect(found[0].changes.isEmpty)
    }

    @Test("a coinbase and nothing at all say nothing")
    func nothing() async throws {
        #expect(try await inferences("block 0\na = coinbase -> alice 50", [TxRef(height: 0, position: 0)])[0].changes.isEmpty)
        #expect(try await inferences("block 0\na = coinbase -> alice 50", []).isEmpty)
    }
}
