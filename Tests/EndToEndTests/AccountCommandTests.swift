import Encoding
import Foundation
import Ledger
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

        // Case means nothing in what a statement shortened
        let ends = try json(["find", "\(start.prefix(8).uppercased().replacing("0X", with: "0x"))...\(start.suffix(4))"], in: workspace)
        #expect(ends["addresses"]?.arrayValue == [["address": .string(start), "chain": "ethereum-dev"]])
        let id = try json(["find", "\(txid.prefix(10))...\(txid.suffix(4))"], in: workspace)
        #expect(id["transactions"]?.arrayValue?.compactMap { $0["txid"] } == [.string(txid)])

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

        for command in [["path", start, start], ["cluster", start], ["detect"], ["exposure", start]] {
            let outcome = try Clew.run(command + ["--ledger", workspace.path("books")], in: workspace)
            #expect(outcome.status == 2 && outcome.errors.contains("address, tx, neighbours, trace, common, ledger info and ledger check answer there"), "\(command) \(outcome.errors)")
        }
    }

    @Test("neighbours are told by asset, all of them fact, and sum to what the address received and sent")
    func neighbours() throws {
        let (workspace, truth) = try made()
        let start = try #require(truth.first { $0["kind"] == "theft" && $0["asset"] != "DEV" }?["address"]?.stringValue)
        let assets = try #require(
            try json(["address", start], in: workspace)["addresses"]?.arrayValue?.first?["assets"]?.arrayValue)
        let document = try json(["neighbours", start], in: workspace)
        let edges = try #require(document["edges"]?.arrayValue)
        #expect(document["schema"] == "clew-neighbours-1" && document["known"] == true && edges.count >= 2)
        for sums in assets {
            for (direction, name) in [("in", "received"), ("out", "sent")] {
                let values = edges.filter { $0["asset"] == sums["asset"] && $0["direction"] == .string(direction) }
                    .compactMap { UInt256($0["value"]?.stringValue ?? "") }
                let sum = values.reduce(UInt256.zero) { $0.addingReportingOverflow($1).partialValue }
                #expect(.string(sum.description) == sums[name], "\(name)")
            }
        }
        #expect(edges.allSatisfy { $0["basis"] == "fact" })
        let coin = try json(["neighbours", start, "--asset", "DEV"], in: workspace)["edges"]?.arrayValue ?? []
        #expect(coin == edges.filter { $0["asset"] == "DEV" })
        let one = try json(["neighbours", start, "--limit", "1"], in: workspace)
        #expect(one["incomplete_reasons"]?.arrayValue?.first?.stringValue?.hasPrefix("Only the first 1 transfers") == true)
        let text = try Clew.run(["neighbours", start, "--ledger", workspace.path("books")], in: workspace).output
        #expect(text.contains("Paid by") && text.contains("Paid to"))
    }

    @Test("what thefts have in common: the deposits where the loot of several arrives")
    func common() throws {
        let (workspace, truth) = try made()
        let theft = try #require(truth.first { $0["kind"] == "theft" })
        let start = try #require(theft["address"]?.stringValue)
        let asset = try #require(theft["asset"]?.stringValue)
        let txid = try #require(theft["txid"]?.stringValue)
        // The address and the transaction that brought its loot are two starts of the same value.
        let document = try json(["common", "--from", start, txid, "--asset", asset, "--method", "libr"], in: workspace)
        #expect(document["schema"] == "clew-common-1" && document["asset"] == .string(asset) && document["method"] == "libr")
        let first = try #require(document["addresses"]?.arrayValue?.first)
        #expect(first["address"] == .string(start) && first["starts"] == 2 && first["start_numbers"] == [1, 2])
        #expect(first["hops"] == 0 && first["value"] == theft["value"])
        #expect(document["positions"]?.arrayValue?.first?["position"] == .string("\(start)/\(asset)"))
        let text = try Clew.run(
            ["common", "--from", start, txid, "--asset", asset, "--ledger", workspace.path("books")], in: workspace)
        #expect(text.status == 0 && text.output.contains("2 of 2  hop 0  "), "\(text.errors)")
    }

    @Test("a case on such a chain is refused with what answers there")
    func noCase() throws {
        let workspace = try Workspace()
        let outcome = try Clew.run(["case", "new", "x", "--chain", "ethereum"], in: workspace)
        #expect(outcome.status == 2 && outcome.errors.contains("clew address, tx, neighbours, trace and common answer there"))
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
