import Encoding
import Foundation
import Testing

@Suite("Clusters on the command line")
struct ClusterCommandTests {
    /// One of eight that a transaction of this fraud joins.
    private static let address = "bcrt1qfzedva7dms6z8eeccu2fujreuyrguy5x8c8m30"

    private func imported() throws -> Workspace {
        let workspace = try Workspace()
        let made = workspace.path("made")
        #expect(try Clew.run(["simulate", "--scenario", "fraud", "--blocks", "400", "--seed", "e2e", "--output", made], in: workspace).status == 0)
        let blocks = made + "/blocks/blk00000.dat"
        #expect(try Clew.run(["ledger", "import", blocks, "--ledger", workspace.path("ledger")], in: workspace).status == 0)
        return workspace
    }

    @Test("--limit lists the first members, says so, and how many there are in all")
    func limit() throws {
        let workspace = try imported()
        func cluster(_ more: String...) throws -> Spawn.Outcome {
            try Clew.run(["cluster", Self.address, "--ledger", workspace.path("ledger")] + more, in: workspace)
        }
        let whole = try JSONValue.parse(try cluster("--json").output)
        let all = try #require(whole["addresses"]?.arrayValue)
        #expect(all.count == 8 && whole["size"] == 8 && whole["incomplete"] == false && whole["options"]?["limit"] == .null)
        let some = try JSONValue.parse(try cluster("--json", "--limit", "3").output)
        #expect(some["addresses"] == .array(Array(all.prefix(3))) && some["size"] == 8 && some["options"]?["limit"] == 3)
        #expect(some["incomplete_reasons"] == ["Only the first 3 of 8 addresses are listed; --limit sets how many."])
        let text = try cluster("--limit", "3")
        #expect(text.status == 0 && text.output.contains("8 addresses joined by 1 transaction, by inference"))
        #expect(text.output.hasSuffix("Only the first 3 of 8 addresses are listed; --limit sets how many.\n"))
        #expect(text.output.split(separator: "\n").filter { $0.hasPrefix("    bcrt1") }.count == 3)
        #expect(try cluster("--limit", "0").status == 2)
    }
}
