import Encoding
import Foundation
import Ledger
import Support
import Testing

@testable import LedgerSources

@Suite("A node's getblock answers", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct RealGetblockTests {
    private func etl(_ name: String) throws -> String {
        try SharedData.path("bitcoin-json/bitcoin-etl/test_export_blocks_job/bitcoin/" + name)
    }

    private func answers(_ folder: String) throws -> [String] {
        try SharedData.names(in: "bitcoin-json/bitcoin-etl/test_export_blocks_job/bitcoin/" + folder)
            .filter { $0.hasPrefix("rpc_response_getblock_") && !$0.hasSuffix("None.json") }.map { try etl(folder + "/" + $0) }
    }

    @Test("the same blocks give the same digest from answers and from bytes")
    func digest() throws {
        let (report, ledger) = try collect(answers("block_1") + answers("block_0"), chain: .bitcoin)
        let (_, whole) = try collect([SharedData.block("nbitcoin-blk00000.dat")])
        let reference = BlockCollector(.bitcoin)
        for block in whole.blocks.prefix(2) { _ = try reference.append(block) }
        #expect(report.chainBasis == .given && ledger.heights == [0, 1])
        #expect(ledger.digest == reference.digest)
        #expect(ledger.blocks == reference.blocks)
    }

    @Test("the same blocks give the same rows from answers and from an export with its block rows")
    func export() throws {
        let (_, ledger) = try collect(answers("block_with_transactions"))
        let (_, exported) = try collect([
            etl("block_with_transactions/expected_transactions.json"),
            etl("block_with_transactions/expected_blocks.json"),
        ])
        #expect(ledger.heights == [50_001, 50_002])
        #expect(ledger.digest == exported.digest)
        #expect(ledger.blocks.allSatisfy { $0.isWhole })
    }

    @Test("an answer with prevouts states what its inputs spend")
    func prevouts() throws {
        let json = try JSONValue.parse(try SharedData.bytes("bitcoin-json/walletwasabi-VerboseBlock.json"), limits: .foreign)
        let answer = try GetblockAnswer(json)
        #expect(answer.height == 26_808 && answer.transactions[0].isCoinbase)
        let inputs = answer.transactions.dropFirst().flatMap(\.inputs)
        #expect(!inputs.isEmpty && inputs.allSatisfy { $0.stated != nil })
        #expect(inputs.contains { $0.stated?.value == 990_000 })
        #expect(answer.fault(on: .bitcoinSignet) == nil)
        let (report, ledger) = try collect([SharedData.path("bitcoin-json/walletwasabi-VerboseBlock.json")])
        #expect(report.chain == .bitcoinSignet && ledger.blocks.count == 1)
    }

    @Test("other shapes are refused with the reason", arguments: [
        ("raito/full_169.json", "raito"), ("raito/light_169.json", "raito"),
        ("bitcoin-ruby-rawblock-131025.json", "blockchain.info"),
        ("nbitcoin-blockchaininfo-rawblock-Block1.json", "byte order mark"),
        ("rosetta-bitcoin/get_block_response.json", "no inputs or no outputs"),
        ("rosetta-bitcoin/get_block_not_found_response.json", "Block not found"),
        ("rosetta-bitcoin/get_block_hash_response.json", "no block"),
        ("blockatlas-blockbook/incoming_tx.json", "single transaction"),
    ])
    func refused(file: String, reason: String) throws {
        let sentence = refusal([try SharedData.path("bitcoin-json/" + file)])
        #expect(sentence?.contains(reason) == true, "\(sentence ?? "imported")")
    }
}

@Suite("Made getblock answers")
struct GetblockAnswerTests {
    private let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    /// The genesis block of bitcoin as a node prints it, with `change` applied to the text.
    private static let genesis = #"""
        {"hash":"000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f","confirmations":9,"height":0,
        "version":1,"versionHex":"00000001","merkleroot":"4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b",
        "time":1231006505,"nonce":2083236893,"bits":"1d00ffff","difficulty":1,"nTx":1,"tx":[{
        "txid":"4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b","version":1,"locktime":0,
        "vin":[{"coinbase":"04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73","sequence":4294967295}],
        "vout":[{"value":50.00000000,"n":0,"scriptPubKey":{"hex":"4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac"}}]}]}
        """#

    private func imported(_ text: String) throws -> (report: ImportReport, ledger: BlockCollector) {
        try collect([try folder.write(Array(text.utf8), "block.json")])
    }

    private func refused(_ from: String, _ to: String) throws -> String {
        let text = Self.genesis.replacing(from, with: to)
        #expect(text != Self.genesis)
        return refusal([try folder.write(Array(text.utf8), "block.json")]) ?? "imported"
    }

    @Test("on one line, on many, twice, and several in a file")
    func forms() throws {
        let line = Self.genesis.replacing("\n", with: "")
        for text in [Self.genesis, line, line + "\n" + line + "\n", Self.genesis + Self.genesis] {
            let (report, ledger) = try imported(text)
            #expect(report.chain == .bitcoin && ledger.blocks.count == 1 && ledger.blocks[0].hash == Chain.bitcoin.genesis)
        }
        #expect(try imported(line + line).report.duplicates == 1)
        #expect(try imported(#"{"result":"# + line + #","error":null,"id":1}"#).ledger.heights == [0])
    }

    @Test("whatever was changed is found", arguments: [
        ("\"time\":1231006505", "\"time\":1231006506", "do not give its hash"),
        ("\"nonce\":2083236893", "\"nonce\":1", "do not give its hash"),
        ("50.00000000", "49.99999999", "do not give its txid"),
        ("50.00000000", "50.000000001", "no amount"),
        ("50.00000000", "\"50\"", "no amount"),
        ("50.00000000", "-1", "no amount"),
        ("50.00000000", "21000001", "no amount"),
        ("\"sequence\":4294967295", "\"sequence\":0", "do not give its txid"),
        ("\"n\":0", "\"n\":1", "lacks its output 0"),
        ("\"height\":0", "\"height\":7", "of no chain"),
        ("\"tx\":[{", "\"tx\":[\"ab\",{", "verbosity 2 or 3"),
        ("\"locktime\":0,", "", "locktime is missing"),
        ("\"bits\":\"1d00ffff\"", "\"bits\":\"x\"", "bits"),
        ("}]}]}", "}]}]", "ends inside"),
    ])
    func changed(from: String, to: String, reason: String) throws {
        let sentence = try refused(from, to)
        #expect(sentence.contains(reason), "\(sentence)")
    }

    @Test("a block that the node calls stale is left out")
    func stale() throws {
        #expect(try refused("\"confirmations\":9", "\"confirmations\":-1").contains("no block of the best chain"))
    }

    @Test("answers and blocks are not imported together")
    func mixed() throws {
        let one = try folder.write(Array(Self.genesis.utf8), "block.json")
        let two = try folder.write(Array(#"{"hash":"x","inputs":[],"outputs":[]}"#.utf8), "rows.json")
        #expect(refusal([one, two])?.contains("import one kind at a time") == true)
    }
}

@Suite("Amounts in coins")
struct CoinAmountTests {
    @Test("are read exactly", arguments: [
        ("50", 5_000_000_000), ("0.00000001", 1), ("2.73e-06", 273), ("1e-8", 1), ("0.1", 10_000_000),
        ("20999999.97690000", 2_099_999_997_690_000), ("0", 0), ("0.0", 0), ("1.5E1", 1_500_000_000), ("0.000000010", 1),
        ("0e-30", 0),
    ] as [(String, UInt64)])
    func exact(literal: String, value: UInt64) { #expect(CoinAmount.baseUnits(literal) == value) }

    @Test("or refused", arguments: ["", "-1", "1.", ".5", "0.000000001", "21000000.00000001", "1e30", "1e", "1e99999", "nan", "0x1", "1 "])
    func refused(literal: String) { #expect(CoinAmount.baseUnits(literal) == nil) }
}
