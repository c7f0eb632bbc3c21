import Foundation
import Ledger
import Support
import Testing

@testable import LedgerSources

@Suite("Exports of bitcoin-etl", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct RealEtlTests {
    private func etl(_ name: String) throws -> String {
        try SharedData.path("bitcoin-json/bitcoin-etl/test_export_blocks_job/" + name)
    }

    @Test("The same blocks give the same digest from bytes and from an export")
    func digest() throws {
        let (_, exported) = try collect([
            etl("bitcoin/block_1/expected_transactions.json"), etl("bitcoin/block_0/expected_transactions.json"),
        ])
        let (_, whole) = try collect([SharedData.block("nbitcoin-blk00000.dat")])
        let reference = BlockCollector(.bitcoin)
        for block in whole.blocks.prefix(2) { _ = try reference.append(block) }
        #expect(exported.heights == [0, 1])
        #expect(exported.digest == reference.digest)
        #expect(exported.blocks.allSatisfy { !$0.isWhole })
    }

    @Test("With its block row a block is proved whole by the Merkle root")
    func whole() throws {
        let (report, ledger) = try collect([
            etl("bitcoin/block_with_transactions/expected_transactions.json"),
            etl("bitcoin/block_with_transactions/expected_blocks.json"),
        ])
        #expect(report.chain == .bitcoin && report.chainBasis == .stated)
        #expect(ledger.heights == [50_001, 50_002])
        #expect(ledger.blocks.allSatisfy { $0.isWhole })
        #expect(ledger.blocks.map(\.transactions.count) == [3, 1])
        #expect(ledger.blocks[0].time == 1_270_917_100)
        let input = try #require(ledger.blocks[0].transactions[1].inputs.first)
        #expect(input.previous.description.hasPrefix("76a8d70a757be5055f60be076b683897cadaad6b7bdf78c43e39b9d59cb4a6ea:0"))
        #expect(input.stated == nil)
    }

    @Test("Transactions of Bitcoin Cash are refused")
    func cash() throws {
        let sentence = refusal([try etl("bitcoin_cash/block_with_duplicate_txid/expected_transactions.json")])
        #expect(sentence == nil || sentence?.contains("Bitcoin Cash") == true)
    }

    @Test("1,402 mixing transactions without heights: ordinals of block times, inputs stated")
    func coinjoins() throws {
        let (report, ledger) = try collect([SharedData.path("coinjoin/labelled-transactions.jsonl")])
        #expect(!report.heightsKnown && !ledger.heightsKnown)
        #expect(ledger.blocks.count == 977 && ledger.heights == Array(0..<977))
        #expect(ledger.transactions.count == 1_402)
        #expect(zip(ledger.blocks, ledger.blocks.dropFirst()).allSatisfy { $0.time < $1.time })
        #expect(ledger.blocks.allSatisfy { !$0.isWhole && $0.hash != .zero })
        let inputs = ledger.transactions.flatMap(\.inputs)
        #expect(inputs.filter { $0.stated != nil }.count > inputs.count * 9 / 10)
        #expect(report.warnings.contains { $0.contains("the coverage is partial") })
        #expect(report.chainBasis == .assumed)
        #expect(ledger.isChainAssumed)
    }
}

@Suite("Rows of exports")
struct EtlRowTests {
    private let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private static let block = String(repeating: "0b", count: 32)
    private static func id(_ digit: Character) -> String { String(repeating: digit, count: 64) }

    /// A row with one input and one output; `more` are further fields.
    private static func row(_ digit: Character, spends: Character?, time: Int, more: String = "") -> String {
        let input = spends.map { #"{"spent_transaction_hash":"\#(id($0))","spent_output_index":0}"# } ?? ""
        return #"{"hash":"\#(id(digit))","block_timestamp":\#(time),"inputs":[\#(input)],"#
            + #""outputs":[{"index":0,"value":5,"script_hex":"51"}]\#(more)}"#
    }

    private func imported(_ lines: [String]) throws -> BlockCollector {
        try collect([try folder.write(Array(lines.joined(separator: "\n").utf8), "rows.json")]).ledger
    }

    private func refused(_ lines: [String]) throws -> String {
        refusal([try folder.write(Array(lines.joined(separator: "\n").utf8), "rows.json")]) ?? "imported"
    }

    @Test("Without heights: block time, then spenders after what they spend, then txid")
    func order() throws {
        let ledger = try imported([
            Self.row("1", spends: "9", time: 20), Self.row("a", spends: "f", time: 10), "",
            Self.row("f", spends: nil, time: 10), Self.row("3", spends: "a", time: 10),
            Self.row("2", spends: "8", time: 10), Self.row("9", spends: "f", time: 10),
        ])
        #expect(ledger.heights == [0, 1])
        #expect(ledger.blocks[0].transactions.map { $0.txid.description.first } == ["f", "2", "9", "a", "3"])
        #expect(ledger.blocks[0].transactions.map(\.position) == [0, 1, 2, 3, 4])
        #expect(ledger.blocks[0].transactions[0].isCoinbase)
    }

    @Test("Positions are the indexes where all rows of a block have one")
    func indexes() throws {
        func more(_ index: Int) -> String { #","block_number":7,"block_hash":"\#(Self.block)","index":\#(index)"# }
        let ledger = try imported([
            Self.row("1", spends: "9", time: 20, more: more(4)), Self.row("2", spends: "8", time: 20, more: more(1)),
        ])
        #expect(ledger.heights == [7])
        #expect(ledger.blocks[0].transactions.map(\.position) == [1, 4])
        #expect(ledger.blocks[0].hash.description == Self.block)
    }

    @Test("The same row twice counts once; two different ones are refused")
    func duplicates() throws {
        let row = Self.row("1", spends: "9", time: 20)
        let path = try folder.write(Array("\(row)\n\(row)\n".utf8), "rows.json")
        let (report, ledger) = try collect([path])
        #expect(report.duplicates == 1 && ledger.transactions.count == 1)
        #expect(try refused([row, Self.row("1", spends: "8", time: 20)]).contains("line 2 (byte \(row.utf8.count + 1))"))
    }

    @Test("An input is stated by its value and its one address, or a locking script; an unlocking script is none")
    func stated() throws {
        func input(_ fields: String) throws -> TransactionRows.Output? {
            let row = Self.row("1", spends: "9", time: 20)
                .replacingOccurrences(of: #""spent_output_index":0"#, with: #""spent_output_index":0,\#(fields)"#)
            return try imported([row]).transactions[0].inputs[0].stated
        }
        let hash = "751e76e8199196d454941c45d1b3a323f1433bd6"
        let address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
        let expected = TransactionRows.Output(value: 7, script: try Address(address, on: .bitcoin).script)
        #expect(try input(#""value":7,"addresses":["\#(address)"],"script_hex":"00","sequence":1"#) == expected)
        #expect(try input(#""value":7,"script_hex":"0014\#(hash)""#) == expected)
        #expect(try input(#""value":7,"script_hex":"0014\#(hash)","sequence":4294967295"#) == nil)
        #expect(try input(#""value":7,"addresses":["\#(address)","1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]"#) == nil)
        #expect(try input(#""value":7,"addresses":["nonstandard1234"]"#) == nil)
        #expect(try input(#""addresses":["\#(address)"]"#) == nil)
    }

    @Test("Times and amounts as BigQuery writes them")
    func bigQuery() throws {
        let row = Self.row("1", spends: "9", time: 0)
            .replacingOccurrences(of: #""block_timestamp":0"#, with: #""block_timestamp":"2021-08-21 01:19:44 UTC""#)
            .replacingOccurrences(of: #""value":5"#, with: #""value":"2100000000000000""#)
        let ledger = try imported([row])
        #expect(ledger.blocks[0].time == 1_629_508_784)
        #expect(ledger.transactions[0].outputs[0].value == 2_100_000_000_000_000)
    }

    @Test("Bad rows are refused with line, byte and reason")
    func bad() throws {
        let good = Self.row("1", spends: "9", time: 20)
        let prefix = "line 2 (byte \(good.utf8.count + 1)): "
        func check(_ row: String, _ reason: String) throws {
            let sentence = try refused([good, row])
            #expect(sentence.contains(reason) && sentence.contains("line 2 (byte"), "\(sentence)")
        }
        try check(good.replacingOccurrences(of: "5,", with: "0.5,"), prefix + "value is not a whole number")
        try check(good.replacingOccurrences(of: "5,", with: "-5,"), prefix + "value is not a whole number")
        try check(good.replacingOccurrences(of: "5,", with: "2100000000000001,"), "more than can exist")
        try check(good.replacingOccurrences(of: #""51""#, with: #""5""#), "script_hex is not hexadecimal")
        try check(good.replacingOccurrences(of: #","script_hex":"51""#, with: ""), "an output has no script_hex")
        try check(good.replacingOccurrences(of: #""index":0"#, with: #""index":1"#), "lacks its output 0")
        try check(good.replacingOccurrences(of: Self.id("1"), with: "12"), "hash is not 64 hexadecimal digits")
        try check(good.replacingOccurrences(of: #""block_timestamp":20,"#, with: ""), "neither block_number nor")
        try check(good.replacingOccurrences(of: "{\"hash\"", with: "{\"block_number\":4,\"hash\""), "those before it have none")
        try check(String(good.dropLast()), "the row is not sound JSON")
        try check(#"{"a":1}"#, "it is no row of bitcoin-etl")
        #expect(try refusal([folder.write(Array(good.utf8), "rows.json")], height: 4)?.contains("say their own") == true)
    }

    @Test("The addresses of the outputs say the chain, or which chains it may be")
    func chains() throws {
        func report(_ address: String, chain: Chain? = nil) throws -> ImportReport {
            let row = Self.row("1", spends: "9", time: 20)
                .replacingOccurrences(of: #""value":5"#, with: #""value":5,"addresses":["\#(address)"]"#)
            return try collect([try folder.write(Array(row.utf8), "rows.json")], chain: chain).report
        }
        let main = try report("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
        #expect(main.chain == .bitcoin && main.chainBasis == .stated)
        let test = try report("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx")
        #expect(test.chain == .bitcoinTestnet && test.chainBasis == .concluded)
        #expect(test.warnings.contains { $0.contains("fit bitcoin-testnet and bitcoin-signet") })
        #expect(try report("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", chain: .bitcoinSignet).chainBasis == .given)
        #expect(throws: LedgerError.self) { try report("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", chain: .bitcoinSignet) }
        #expect(throws: LedgerError.self) { try report("bitcoincash:qp3wjpa3tjlj042z2wv7hahsldgwhwy0rq9sywjpyy") }
    }

    @Test("Exports and blocks are not imported together")
    func mixed() throws {
        let rows = try folder.write(Array(Self.row("1", spends: "9", time: 20).utf8), "rows.json")
        let file = try folder.write(MinedBlocks.file(MinedBlocks.chain(2)), "blk00000.dat")
        #expect(refusal([file, rows])?.contains("import one kind at a time") == true)
    }
}
