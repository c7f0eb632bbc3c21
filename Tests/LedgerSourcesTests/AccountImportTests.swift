import Foundation
import Ledger
import LedgerStore
import Support
import Testing

@testable import LedgerSources

@Suite("Rows of ethereum-etl")
struct AccountImportTests {
    /// Keeps what it is given.
    final class Collector: AccountWriter {
        let chain: Chain
        var rows: [AccountSource] = []
        var isFinished = false
        init(_ chain: Chain) { self.chain = chain }
        func add(_ rows: [AccountSource]) { self.rows += rows }
        func finish(progress: (UInt64, UInt64) -> Bool) -> Bool {
            isFinished = progress(1, 1)
            return isFinished
        }
        func abandon() { rows = [] }
    }

    private func collect(_ files: [String: String], chain: Chain? = .ethereumDev) throws -> (rows: [AccountSource], report: AccountImport.Report) {
        let folder = try ScratchFolder()
        for (name, text) in files { try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8) }
        let rows = try #require(try AccountImport(paths: files.keys.sorted().map { folder.file($0) }, chain: chain))
        let writer = Collector(rows.chain)
        let report = try #require(try rows.run(into: writer))
        #expect(writer.isFinished)
        return (writer.rows, report)
    }

    private static let a = "0x" + String(repeating: "a1", count: 20)
    private static let b = "0x" + String(repeating: "b2", count: 20)
    private static let token = "0x" + String(repeating: "c3", count: 20)
    private static let id = "0x" + String(repeating: "07", count: 32)
    private static let zero = "0x" + String(repeating: "00", count: 20)

    private func address(_ text: String) throws -> Address { try Address(text, on: .ethereum) }

    @Test("values of 256 bits, as numbers or as text, in JSON lines and in CSV")
    func values() throws {
        let large = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        let json = #"{"token_address": "\#(Self.token)", "from_address": "\#(Self.a)", "to_address": "\#(Self.b)", "value": \#(large), "transaction_hash": "\#(Self.id)", "log_index": 3, "block_number": 9}"#
        let csv = "token_address,from_address,to_address,value,transaction_hash,log_index,block_number\n\(Self.token),\(Self.zero),\(Self.b),\(large),\(Self.id),4,9\n"
        let (rows, _) = try collect(["a.json": json, "b.csv": csv])
        guard case .move(let first) = rows[0], case .move(let second) = rows[1] else { throw LedgerError("no moves") }
        #expect(first.value == .max && second.value == .max)
        let (a, b, token) = (try address(Self.a), try address(Self.b), try address(Self.token))
        #expect(first.from == a && second.from == nil && second.to == b)
        #expect(first.place == .log(3) && first.token == token && first.height == 9)
    }

    @Test("a log of three topics is a transfer, one of four names a single token, others are nothing")
    func topics() throws {
        func log(_ index: Int, _ topics: [String], _ data: String) -> String {
            let list = topics.map { "\"\($0)\"" }.joined(separator: ",")
            return #"{"log_index": \#(index), "transaction_hash": "\#(Self.id)", "block_number": 9, "address": "\#(Self.token)", "data": "\#(data)", "topics": [\#(list)]}"#
        }
        func word(_ text: String) -> String { "0x" + String(repeating: "0", count: 24) + text.dropFirst(2) }
        let (transfer, five) = (AccountRow.transferTopic, "0x" + String(repeating: "0", count: 63) + "5")
        let (rows, _) = try collect([
            "logs.json": [
                log(0, [transfer, word(Self.a), word(Self.b)], five), log(1, [transfer, word(Self.a), word(Self.b), five], "0x"),
                log(2, [five], "0x"), log(3, [], "0x"), log(4, [transfer, word(Self.zero), word(Self.b)], five),
            ].joined(separator: "\n")
        ])
        #expect(rows.count == 3)
        guard case .move(let move) = rows[0], case .notAnAmount(_, 9, 1) = rows[1], case .move(let mint) = rows[2] else {
            throw LedgerError("other rows")
        }
        #expect(move.value == UInt256(UInt64(5)) && mint.from == nil)
    }

    @Test("calls that failed, that run code in the caller's place, and rewards move nothing")
    func traces() throws {
        func trace(_ address: String, _ more: String, id: String? = Self.id) -> String {
            let hash = id.map { "\"\($0)\"" } ?? "null"
            return #"{"transaction_hash": \#(hash), "block_number": 9, "transaction_index": 1, "from_address": "\#(Self.a)", "to_address": "\#(Self.b)", "value": 7, "trace_address": \#(address), \#(more)}"#
        }
        let (rows, report) = try collect([
            "traces.json": [
                trace("[]", #""trace_type": "call", "call_type": "call", "status": 1"#),
                trace("[0, 12]", #""trace_type": "call", "call_type": "call", "status": 1"#),
                trace("[1]", #""trace_type": "call", "call_type": "delegatecall", "status": 1"#),
                trace("[2]", #""trace_type": "call", "call_type": "call", "status": 0"#),
                trace("[3]", #""trace_type": "suicide", "call_type": null, "status": 1"#),
                trace("[]", #""trace_type": "reward", "status": 1"#, id: nil),
            ].joined(separator: "\n")
        ])
        let places = rows.compactMap { if case .move(let move) = $0 { move.place } else { nil } }
        #expect(places == [.trace([]), .trace([0, 12]), .trace([3])])
        #expect(report.outside == 1 && report.warnings.count == 1)
    }

    @Test("a transaction to nobody pays the contract that it makes: published addresses of the first two of an account")
    func contracts() throws {
        let sender = try address("0x6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0")
        for (nonce, made) in [
            (0, "0xcd234a471b72ba2f1ccf0a70fcaba648a5eecd8d"), (1, "0x343c43a37d37dff08ae8c4a11544c718abb4fcf8"),
            (2, "0xf778b86fa74e846c4f0a1fbd1335fe81c00a0c91"), (3, "0xfffd933a0bc612844eaf0c6fe3e5b8e9b6c1d19c"),
        ] as [(UInt64, String)] {
            #expect(AccountRow.contract(sender, nonce: UInt256(nonce)) == (try address(made)))
        }
    }

    @Test("a damaged row is refused with its file, line and byte, and nothing is finished", arguments: [
        (#"{"hash": "0x12", "from_address": "x", "to_address": "y", "value": 1}"#, "hash is not 0x and 64"),
        (#"{"token_address": "\#(token)", "from_address": "\#(a)", "to_address": "\#(b)", "value": 1.5, "transaction_hash": "\#(id)", "log_index": 3, "block_number": 9}"#, "no whole number of 256 bits"),
        (#"{"token_address": "\#(token)", "from_address": "0xAbcdefabcdefabcdefabcdefabcdefabcdefabcd", "to_address": "\#(b)", "value": 1, "transaction_hash": "\#(id)", "log_index": 3, "block_number": 9}"#, "do not match their checksum"),
        (#"{"something": "else"}"#, "of no kind that ethereum-etl writes"),
        ("{\"token_address\": ", "not sound JSON"),
    ])
    func damaged(line: String, reason: String) throws {
        let good = #"{"token_address": "\#(Self.token)", "from_address": "\#(Self.a)", "to_address": "\#(Self.b)", "value": 1, "transaction_hash": "\#(Self.id)", "log_index": 3, "block_number": 9}"#
        let folder = try ScratchFolder()
        try (good + "\n" + line + "\n").write(toFile: folder.file("rows.json"), atomically: true, encoding: .utf8)
        let rows = try #require(try AccountImport(paths: [folder.file("rows.json")], chain: nil))
        let error = #expect(throws: LedgerError.self) { _ = try rows.run(into: Collector(.ethereum)) }
        #expect(error?.sentence.contains("rows.json, line 2") ?? false, "\(error?.sentence ?? "")")
        #expect(error?.sentence.contains(reason) ?? false, "\(error?.sentence ?? "")")
    }

    @Test("bitcoin's files are none of it, and mixtures are refused")
    func others() throws {
        let folder = try ScratchFolder()
        try #"{"hash": "00", "inputs": [], "outputs": []}"#.write(toFile: folder.file("btc.json"), atomically: true, encoding: .utf8)
        #expect(try AccountImport(paths: [folder.file("btc.json")], chain: nil)?.chain == nil)
        try "token_address,from_address,log_index\n".write(toFile: folder.file("eth.csv"), atomically: true, encoding: .utf8)
        #expect(throws: LedgerError.self) { _ = try AccountImport(paths: [folder.file("btc.json"), folder.file("eth.csv")], chain: nil) }
        #expect(throws: LedgerError.self) { _ = try AccountImport(paths: [folder.file("eth.csv")], chain: .bitcoin) }
    }

    @Test("real blocks: 297 transactions of one block, and logs with their receipts", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
    func real() throws {
        func ledger(_ names: [String]) throws -> AccountLedger {
            let folder = try ScratchFolder()
            let rows = try #require(try AccountImport(paths: names.map { try SharedData.path("evm/ethereum-etl/" + $0) }, chain: nil))
            let writer = try AccountLedgerWriter.open(folder: folder.file("ledger"), chain: rows.chain)
            _ = try #require(try rows.run(into: writer))
            return try AccountLedger.open(at: folder.file("ledger"))
        }
        let whole = "test_export_blocks_job/blocks_with_transactions_and_withdrawals/expected_"
        for form in ["json", "csv"] {
            let block = try ledger([whole + "blocks." + form, whole + "transactions." + form])
            let totals = try block.totals()
            #expect(totals.transactions == 298 && block.info.coverage.ranges.contains { $0.contains(17_173_049) })
            let gaps = try block.gaps()
            #expect(gaps.gasUnknown == 298 && !gaps.hasCalls)
        }
        let job = "test_export_receipts_job/receipts_with_logs/expected_"
        let logs = "test_export_blocks_job/block_with_logs/expected_"
        let told = try ledger([job + "receipts.csv", job + "logs.csv", logs + "blocks.csv", logs + "transactions.csv"])
        let (gaps, totals) = (try told.gaps(), try told.totals())
        #expect(gaps.gasUnknown < totals.transactions)
        let stream = "test_stream/blocks_1755634_1755635/expected_"
        let both = try ledger(["blocks", "logs", "token_transfers", "transactions"].map { stream + $0 + ".json" })
        #expect(try both.totals().tokens == 1)
    }
}

