import Encoding
import Foundation
import Support
import Testing

@Suite("A ledger of balances on the command line")
struct AccountCommandTests {
    private func made() throws -> (workspace: Workspace, truth: [JSONValue]) {
        let workspace = try Workspace()
        #expect(
            try Clew.run(
                ["simulate", "--scenario", "accounts", "--transactions", "3000", "--seed", "e2e", "--output", workspace.path("made")], in: workspace
            ).status == 0)
        let outcome = try Clew.run(
            ["ledger", "import", workspace.path("made/ledger"), "--chain", "ethereum-dev", "--ledger", workspace.path("books")], in: workspace)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let truth = try String(contentsOfFile: workspace.path("made/truth.jsonl"), encoding: .utf8).split(separator: "\n").map {
            try JSONValue.parse(Array($0.utf8))
        }
        return (workspace, truth)
    }

    private func json(_ arguments: [String], in workspace: Workspace) throws -> JSONValue {
        let outcome = try Clew.run(arguments + ["--ledger", workspace.path("books"), "--json"], in: workspace)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try JSONValue.parse(outcome.output)
    }

    @Test("simulate, import, info, check, address, tx, trace both ways; other commands say that they ask about outputs")
    func everything() throws {
        let (workspace, truth) = try made()
        let info = try json(["ledger", "info"], in: workspace)
        #expect(info["chain"] == "ethereum-dev" && info["transactions"] == 3000 && info["incomplete"] == true)
        #expect(info["incomplete_reasons"]?.arrayValue == ["Blocks 0 to 0 are not in this ledger."])
        #expect(try Clew.run(["ledger", "check", "--ledger", workspace.path("books")], in: workspace).status == 0)

        let theft = try #require(truth.first { $0["kind"] == "theft" })
        let start = try #require(theft["address"]?.stringValue)
        let asset = try #require(theft["asset"]?.stringValue)
        let address = try json(["address", start], in: workspace)["addresses"]?.arrayValue?.first
        #expect(address?["address"] == .string(start) && address?["chain"] == "ethereum-dev")
        let sums = try #require(address?["assets"]?.arrayValue?.first { $0["asset"] == .string(asset) })
        #expect(sums["received"] == theft["value"] && sums["opening"] == "0")

        let txid = try #require(theft["txid"]?.stringValue)
        let tx = try json(["tx", txid], in: workspace)["transactions"]?.arrayValue?.first
        #expect(tx?["txid"] == .string(txid))
        #expect(tx?["transfers"]?.arrayValue?.contains { $0["value"] == theft["value"] } ?? false)

        let trace = try json(["trace", "--from", start, "--asset", asset, "--method", "all"], in: workspace)
        #expect(trace["schema"] == "clew-trace-1" && trace["asset"] == .string(asset))
        #expect(trace["starts"]?.arrayValue?.first?["value"] == theft["value"])
        let methods = try #require(trace["methods"]?.arrayValue)
        #expect(methods.map { $0["method"] } == ["poison", "haircut", "fifo", "lifo", "libr"])
        #expect(methods.map { $0["reconciles"] } == [.null, true, true, true, true])
        let stop = try #require(methods[2]["stops"]?.arrayValue?.first)
        #expect(stop["position"]?.stringValue?.hasSuffix("/" + asset) ?? false)
        for name in ["reason", "address", "txid", "height", "time", "value", "by_start", "hops", "cause"] { #expect(stop[name] != nil) }

        let back = try json(
            ["trace", "--backward", "--from", start, "--asset", asset, "--method", "all", "--hops", "3"], in: workspace)
        #expect(back["direction"] == "backward")
        #expect(back["methods"]?.arrayValue?.map { $0["method"] } == ["poison", "haircut", "fifo", "lifo"])
        #expect(back["methods"]?.arrayValue?.dropFirst().allSatisfy { $0["reconciles"] == true } ?? false)
        let refused = try Clew.run(
            ["trace", "--backward", "--from", start, "--method", "libr", "--ledger", workspace.path("books")], in: workspace)
        #expect(refused.status == 2 && refused.errors.contains("libr has no inverse"))

        for command in [["neighbours", start], ["path", start, start], ["cluster", start], ["detect"], ["common", "--from", start]] {
            let outcome = try Clew.run(command + ["--ledger", workspace.path("books")], in: workspace)
            #expect(outcome.status == 2 && outcome.errors.contains("balances"), "\(command) \(outcome.errors)")
        }
    }

    @Test("a symbol that several tokens use is refused with their contracts, and tags of a file end branches")
    func assetsAndTags() throws {
        let (workspace, truth) = try made()
        let theft = try #require(truth.first { $0["kind"] == "theft" && $0["asset"] != "DEV" })
        let start = try #require(theft["address"]?.stringValue)
        let refused = try Clew.run(["trace", "--from", start, "--asset", "usdt", "--ledger", workspace.path("books")], in: workspace)
        #expect(refused.status == 2 && refused.errors.contains("2 tokens call themselves usdt"))
        let asset = try #require(theft["asset"]?.stringValue)
        let deposits = truth.filter { $0["kind"] == "deposit" }.compactMap { $0["address"]?.stringValue }
        try ("address,category,label\n" + deposits.map { "\($0),exchange,Somebody" }.joined(separator: "\n"))
            .write(toFile: workspace.path("tags.csv"), atomically: true, encoding: .utf8)
        let text = try Clew.run(
            ["trace", "--from", start, "--asset", asset, "--tags", workspace.path("tags.csv"), "--ledger", workspace.path("books")], in: workspace)
        #expect(text.status == 0 && text.output.contains("[Somebody]") && text.output.contains("to the unit"))
    }
}
