import Ledger
import Support
import Testing
import TraceEngine

@Suite("Views of addresses and transactions")
struct ViewTests {
    private func ledger(_ description: String) throws -> MemoryLedger {
        let tiny = try TinyLedger(description)
        return try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
    }

    private let story = """
        block 0
        a = coinbase -> alice 50
        block 1
        b = a:0 -> bob 30, alice 15, data 0
        c = b:1 -> carol 15
        block 3
        d = b:0, x:0@zoe 10, y:0 -> alice 35
        """

    @Test("an address shows what each transaction did to it")
    func address() async throws {
        let view = try await ledger(story).addressView(of: TinyLedger.address("alice"), limit: 10)
        #expect(view.events.map(\.received) == [50, 15, 0, 35])
        #expect(view.events.map(\.sent) == [0, 50, 15, 0])
        #expect(view.events.map(\.unspentOutputs) == [0, 0, 0, 1])
        #expect(view.events.map(\.tx.txid) == ["a", "b", "c", "d"].map(TinyLedger.txid))
        #expect(view.summary.received == 100 && view.summary.sent == 65 && view.summary.balance == 35)
        #expect(view.isComplete && view.isKnown && !view.summary.complete)
        #expect(view.firstTime == 1_300_000_000 && view.lastTime == 1_300_001_800)
    }

    @Test("a hub is cut at the limit, from its first transaction on, and its sums stay whole")
    func hub() async throws {
        let view = try await ledger(story).addressView(of: TinyLedger.address("alice"), limit: 2)
        #expect(view.events.map(\.tx.txid) == ["a", "b"].map(TinyLedger.txid))
        #expect(!view.isComplete)
        #expect(view.summary.transactions == 4)
        #expect(view.lastTime == 1_300_001_800)
    }

    @Test("an address known only from a stated input has its spend")
    func stated() async throws {
        let view = try await ledger(story).addressView(of: TinyLedger.address("zoe"), limit: 10)
        #expect(view.events.map(\.sent) == [10])
        #expect(view.summary.received == 0 && view.summary.sent == 10)
    }

    @Test("an address never seen is empty and says so")
    func unknown() async throws {
        let view = try await ledger(story).addressView(of: TinyLedger.address("nobody"), limit: 10)
        #expect(!view.isKnown && view.isComplete && view.events.isEmpty && view.firstTime == nil)
        #expect(!view.summary.complete)
    }

    @Test("several addresses come in the order asked")
    func several() async throws {
        let names = ["carol", "nobody", "bob"]
        let views = try await ledger(story).addressViews(of: names.map(TinyLedger.address), limit: 10)
        #expect(views.map(\.address) == names.map(TinyLedger.address))
        #expect(views.map(\.summary.received) == [15, 0, 30])
    }

    @Test("a transaction shows where its coins came from and where they went")
    func transaction() async throws {
        let ledger = try ledger(story)
        let refs = try ledger.find(["d", "b"].map(TinyLedger.txid)).flatMap(\.self)
        let views = try await ledger.transactionViews(of: refs)
        #expect(views.map(\.row.txid) == ["d", "b"].map(TinyLedger.txid))
        let (d, b) = (views[0], views[1])
        #expect(d.inputs.map(\.known) == [.resolved, .stated, .unknown])
        #expect(d.inputs.map(\.owner) == [TinyLedger.address("bob"), TinyLedger.address("zoe"), nil])
        #expect(d.inputs.map(\.previous.txid) == ["b", "x", "y"].map(TinyLedger.txid))
        #expect(d.fee == nil)
        #expect(b.fee == 5)
        #expect(b.outputs.map(\.fate) == [.spent, .spent, .unspendable])
        #expect(b.outputs.map(\.spenderID) == [TinyLedger.txid("d"), TinyLedger.txid("c"), nil])
        #expect(b.outputs[2].script == TinyLedger.script("data"))
        #expect(try await ledger.transactionViews(of: []).isEmpty)
    }
}
