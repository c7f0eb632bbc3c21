import Encoding
import Foundation
import Support
import Testing

@Suite("The ledger commands", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct LedgerCommandTests {
    private static let blocks = "bitcoin-blocks/jeffchan-blk00000-first1MB.dat"
    private static let payer = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"
    private static let firstPayment = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"

    private func imported() throws -> Workspace {
        let workspace = try Workspace()
        let outcome = try Clew.run(["ledger", "import", SharedData.path(Self.blocks)], in: workspace)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Imported        4,313 blocks"))
        return workspace
    }

    private func json(_ arguments: [String], in workspace: Workspace) throws -> JSONValue {
        let outcome = try Clew.run(arguments + ["--json"], in: workspace)
        #expect(outcome.status == 0)
        return try JSONValue.parse(outcome.output)
    }

    @Test("import real blocks and count them")
    func info() throws {
        let workspace = try imported()
        let info = try json(["ledger", "info"], in: workspace)
        #expect(info["schema"] == "clew-ledger-info-1")
        #expect(info["chain"] == "bitcoin" && info["incomplete"] == false)
        #expect(info["first_height"] == 0 && info["last_height"] == 4312)
        #expect(info["blocks"] == 4313 && info["transactions"] == 4371 && info["inputs"] == 247)
        #expect(info["unspent_outputs"] == 4150 && info["unspent_value"] == "21565000000000")
        #expect(info["unspendable_outputs"] == 1 && info["unresolved_inputs"] == 0)
        #expect(info["ledger"]?["digest"] == info["digest"])
        #expect(info["ledger"]?["tip_height"] == 4312)
        let earlier = try json(["ledger", "info", "--at", "170"], in: workspace)
        #expect(earlier["blocks"] == 171 && earlier["inputs"] == 1)
        #expect(earlier["digest"] != info["digest"])
    }

    @Test("answer about addresses, transactions and neighbours")
    func questions() throws {
        let workspace = try imported()
        let address = try json(["address", Self.payer], in: workspace)["addresses"]?.arrayValue?.first
        #expect(address?["received"] == "19500000000" && address?["sent"] == "17700000000")
        #expect(address?["balance"] == "1800000000" && address?["transactions"] == 6)
        #expect(address?["first_seen"] == "2009-01-09T03:54:39Z")

        let transaction = try json(["tx", Self.firstPayment], in: workspace)["transactions"]?.arrayValue?.first
        #expect(transaction?["height"] == 170 && transaction?["position"] == 1 && transaction?["fee"] == "0")
        #expect(transaction?["inputs"]?.arrayValue?.map { $0["value"] } == ["5000000000"])
        #expect(transaction?["outputs"]?.arrayValue?.map { $0["value"] } == ["1000000000", "4000000000"])
        #expect(transaction?["outputs"]?.arrayValue?.map { $0["script_type"] } == ["p2pk", "p2pk"])

        let edges = try json(["neighbours", Self.payer, "--at", "170"], in: workspace)["edges"]?.arrayValue
        #expect(edges?.map { $0["direction"] } == ["in", "out"])
        #expect(edges?.map { $0["value"] } == ["5000000000", "1000000000"])
        #expect(edges?.map { $0["basis"] } == ["fact", "fact"])
    }

    @Test("walk the first payments by what spends what")
    func walk() throws {
        let workspace = try imported()
        var id = Self.firstPayment
        var heights: [Int64] = []
        while heights.count < 4 {
            let view = try json(["tx", id], in: workspace)["transactions"]?.arrayValue?.first
            heights.append(try #require(view?["height"]?.integerValue))
            guard let next = view?["outputs"]?.arrayValue?.compactMap({ $0["spender"]?.stringValue }).last else { break }
            id = next
        }
        #expect(heights == [170, 181, 182, 183])
    }

    @Test("refuse what they cannot read with a sentence and 2", arguments: [
        (["address", "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu4S"], "Did you mean 12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S?"),
        (["address", "\u{1B}[2J"], "\\u{1B}[2J is no address of bitcoin"),
        (["tx", "abc"], "it takes 64 hexadecimal digits"),
        (["tx", String(repeating: "0", count: 64)], "is not in this ledger, which covers blocks 0 to 4312"),
        (["neighbours", payer, "--limit", "0"], "--limit takes a number from 1 up"),
        (["ledger", "info", "--ledger", "nowhere"], "There is no ledger at"),
        (["ledger", "import", "nothing.dat"], "does not exist"),
        (["ledger", "import", "x", "--chain", "dogecoin"], "There is no chain dogecoin"),
    ])
    func refusals(arguments: [String], sentence: String) throws {
        let outcome = try Clew.run(arguments, in: imported())
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(sentence))
        #expect(!outcome.errors.contains("\u{1B}"))
    }

    @Test("leave the ledger as it was when an import fails, and go on when it is run again")
    func truncated() throws {
        let workspace = try imported()
        let before = try Clew.run(["ledger", "info", "--json"], in: workspace).output
        let cut = workspace.path("cut.dat")
        try Data(try SharedData.bytes("bitcoin-blocks/hcl-block176149.blk").prefix(20_000)).write(to: URL(filePath: cut))
        let outcome = try Clew.run(["ledger", "import", cut, "--height", "5000", "--chain", "bitcoin"], in: workspace)
        #expect(outcome.status == 2)
        #expect(try Clew.run(["ledger", "info", "--json"], in: workspace).output == before)
        let again = try Clew.run(["ledger", "import", SharedData.path(Self.blocks)], in: workspace)
        #expect(again.status == 0)
        #expect(again.output.contains("Already there   4,313 blocks"))
    }
}
