import Encoding
import Foundation
import Support
import Testing

@Suite("Shortened identifiers on the command line", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct FindCommandTests {
    private static let satoshi = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"
    private static let payment = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"

    @Test("candidates of the whole ledger are shown in full, with what tells them apart; in either store", arguments: ["index", "sqlite"])
    func find(store: String) throws {
        let workspace = try Workspace()
        let blocks = try SharedData.path("bitcoin-blocks/jeffchan-blk00000-first1MB.dat")
        #expect(try Clew.run(["ledger", "import", blocks, "--store", store], in: workspace).status == 0)
        let address = try Clew.run(["find", "12cbQ...pTu3S"], in: workspace)
        #expect(address.output.hasPrefix("1 address and 0 transactions that begin with 12cbQ and end with pTu3S, among blocks 0 to 4312"))
        #expect(address.output.contains("\n\(Self.satoshi)\n  Received        195.00000000 BTC\n"))
        let document = try JSONValue.parse(try Clew.run(["find", "F418…9E16", "--json"], in: workspace).output)
        #expect(document["transactions"]?.arrayValue == [["txid": .string(Self.payment), "height": 170, "time": "2009-01-12T03:30:25Z"]])
        #expect(document["incomplete"] == false)
        // As the ledger stood before, it is not there yet
        let before = try JSONValue.parse(try Clew.run(["find", "f4184f", "--json", "--at", "169"], in: workspace).output)
        #expect(before["transactions"] == [])
    }

    @Test("more than asked for is said, nothing found is said to prove nothing, and what is no identifier is refused")
    func limits() throws {
        let workspace = try Workspace()
        let blocks = try SharedData.path("bitcoin-blocks/jeffchan-blk00000-first1MB.dat")
        #expect(try Clew.run(["ledger", "import", blocks], in: workspace).status == 0)
        let many = try JSONValue.parse(try Clew.run(["find", "12c", "--limit", "1", "--json"], in: workspace).output)
        #expect(many["incomplete_reasons"]?.arrayValue?.first?.stringValue?.hasPrefix("There are more than the 1 shown") == true)
        let none = try Clew.run(["find", "bc1qxy...0wlh"], in: workspace)
        #expect(none.status == 0 && none.output.contains("It is not in the blocks of this ledger; it may be in others."))
        let impossible = try Clew.run(["find", "zzzz"], in: workspace)
        #expect(impossible.status == 0 && impossible.output.contains("No address and no id of bitcoin begins so."))
        for text in ["ab", "1A1z P1eP", "a...b...c"] {
            let refused = try Clew.run(["find", text], in: workspace)
            #expect(refused.status == 2 && refused.errors.contains("is no shortened identifier"))
        }
    }
}
