import Encoding
import Ledger
import LedgerIndex
import LedgerStore
import Support
import Testing

/// An input may name an output that is in no block at hand, though no block is missing: a block file that was cut and
/// joined, a fork's transaction. Every answer that rests on it says so, and no other.
@Suite("An unresolved input in a ledger without gaps")
struct UnresolvedInputTests {
    private static let chain = Chain.bitcoinRegtest

    /// `b` takes what alice got, and in the one ledger what nobody knows.
    private static func blocks(_ inputs: String, _ bob: Int) throws -> [BlockRows] {
        try TinyLedger(
            """
            block 0 genesis
            g = coinbase -> satoshi 50
            block 1
            a = coinbase -> alice 50
            b = \(inputs) -> bob \(bob), carol 5
            block 2
            c = coinbase -> dave 50
            """, chain: chain
        ).blocks
    }

    private func write(_ blocks: [BlockRows], store: String, to folder: String) throws {
        let writer: any LedgerWriter =
            store == "index"
            ? try IndexLedgerWriter.open(folder: folder, chain: Self.chain, fingerprint: "test")
            : try SQLiteLedgerWriter.open(folder: folder, chain: Self.chain, fingerprint: "test")
        for block in blocks { try writer.append(block) }
        try writer.finish()
    }

    private static func name(_ person: String) -> String { TinyLedger.address(person).text(on: chain) }
    private static func id(_ transaction: String) -> String { TinyLedger.txid(transaction).description }

    private static let questions: [[String]] = [
        ["ledger", "info"], ["tx", id("b")], ["neighbours", name("bob")], ["neighbours", name("alice")],
        ["trace", "--from", id("a") + ":0"], ["trace", "--backward", "--from", id("b") + ":0"],
        ["common", "--from", id("a") + ":0", id("c") + ":0"], ["path", name("dave"), name("bob")],
        ["exposure", name("bob"), "--direction", "from"],
    ]

    @Test("is said by every answer that rests on it, in both kinds of ledger", arguments: ["index", "sqlite"])
    func said(store: String) throws {
        let workspace = try Workspace()
        try write(Self.blocks("a:0, x:0", 60), store: store, to: workspace.path("holed"))
        try write(Self.blocks("a:0", 45), store: store, to: workspace.path("whole"))
        for question in Self.questions {
            let holed = try json(question, workspace.path("holed"), workspace)
            #expect(holed["incomplete"] == true, "\(question)")
            #expect(
                holed["incomplete_reasons"]?.arrayValue == ["Some inputs name outputs that are not in this ledger."], "\(question)")
            let whole = try json(question, workspace.path("whole"), workspace)
            #expect(whole["incomplete"] == false && whole["incomplete_reasons"] == [], "\(question)")
        }
        // What does not touch it is whole.
        for question in [["tx", Self.id("c")], ["neighbours", Self.name("dave")], ["trace", "--from", Self.id("c") + ":0"]] {
            #expect(try json(question, workspace.path("holed"), workspace)["incomplete"] == false, "\(question)")
        }
    }

    private func json(_ question: [String], _ folder: String, _ workspace: Workspace) throws -> JSONValue {
        let outcome = try Clew.run(question + ["--ledger", folder, "--json"], in: workspace)
        #expect(outcome.status == 0, "\(question) \(outcome.errors)")
        return try JSONValue.parse(outcome.output)
    }
}
