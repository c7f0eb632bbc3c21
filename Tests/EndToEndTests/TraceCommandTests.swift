import Encoding
import Foundation
import Support
import Testing

@Suite("Tracing on the command line", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct TraceCommandTests {
    private static let blocks = "bitcoin-blocks/jeffchan-blk00000-first1MB.dat"
    private static let payer = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"
    private static let last = "1BBz9Z15YpELQ4QP5sEKb1SwxkcmPb5TMs"
    private static let firstPayment = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"

    private func imported() throws -> Workspace {
        let workspace = try Workspace()
        #expect(try Clew.run(["ledger", "import", SharedData.path(Self.blocks)], in: workspace).status == 0)
        return workspace
    }

    private func json(_ arguments: [String], in workspace: Workspace) throws -> JSONValue {
        let outcome = try Clew.run(arguments + ["--json"], in: workspace)
        #expect(outcome.status == 0)
        return try JSONValue.parse(outcome.output)
    }

    @Test("the change of the first payment, to the unit, by every method")
    func trace() throws {
        let workspace = try imported()
        let document = try json(["trace", "--from", Self.firstPayment + ":1", "--method", "all"], in: workspace)
        #expect(document["schema"] == "clew-trace-1" && document["direction"] == "forward" && document["asset"] == "BTC")
        #expect(document["incomplete"] == false && document["ledger"]?["tip_height"] == 4312)
        #expect(document["starts"]?.arrayValue?.first?["value"] == "4000000000")
        #expect(document["starts"]?.arrayValue?.first?["overlap"] == "0")
        let methods = try #require(document["methods"]?.arrayValue)
        #expect(methods.map { $0["method"] } == ["poison", "haircut", "fifo", "lifo", "tiho"])
        #expect(methods.map { $0["reconciles"] } == [.null, true, true, true, true])
        for method in methods.dropFirst() {
            #expect(method["totals"] == ["unspent": "4000000000", "fee": "0"])
            let stops = try #require(method["stops"]?.arrayValue)
            #expect(stops.map { $0["value"] } == ["1000000000", "100000000", "1800000000", "1100000000"])
            #expect(stops.map { $0["hops"] } == [1, 3, 4, 5])
            #expect(stops.last?["address"] == .string(Self.last) && stops.last?["time"] == "2009-01-14T20:40:55Z")
            #expect(stops.allSatisfy { $0["by_start"]?.arrayValue?.first == $0["value"] })
        }
        let early = try json(["trace", "--from", Self.payer, "--at", "170", "--method", "fifo"], in: workspace)
        #expect(early["starts"]?.arrayValue?.first == [
            "start": .string(Self.payer), "value": "5000000000", "overlap": "4000000000", "positions": 2,
        ])
    }

    @Test("backward to the coinbase, and tags that end a branch")
    func backwardAndTags() throws {
        let workspace = try imported()
        let back = try json(["trace", "--backward", "--from", Self.firstPayment], in: workspace)
        #expect(back["methods"]?.arrayValue?.first?["totals"] == ["issued": "5000000000", "fee": "0"])
        let tags = workspace.path("tags.csv")
        try "address,category,label\n1ByLSV2gLRcuqUmfdYcpPQH8Npm8cccsFg,exchange,Somebody\n"
            .write(toFile: tags, atomically: true, encoding: .utf8)
        let question = ["trace", "--from", Self.firstPayment + ":1", "--method", "fifo", "--tags", tags]
        let stopped = try json(question, in: workspace)["methods"]?.arrayValue?.first
        #expect(stopped?["totals"]?["service"] == "1000000000" && stopped?["reconciles"] == true)
        let free = try json(question + ["--stop", "none"], in: workspace)["methods"]?.arrayValue?.first
        #expect(free?["totals"]?["service"] == nil)
    }

    @Test("what starts have in common, and ways between addresses")
    func commonAndPath() throws {
        let workspace = try imported()
        let common = try json(
            ["common", "--from", Self.firstPayment + ":0", Self.firstPayment + ":1", Self.payer + "@..9"], in: workspace)
        let first = common["positions"]?.arrayValue?.first
        #expect(first?["starts"] == 2 && first?["hops"] == 0)
        let path = try json(["path", Self.payer, Self.last], in: workspace)["paths"]?.arrayValue
        #expect(path?.map { $0["kind"] } == ["fewest", "widest"] && path?.map { $0["hops"] } == [2, 2])
        #expect(path?.first?["bottleneck"] == "1000000000")
        #expect(path?.first?["edges"]?.arrayValue?.last?["to"] == .string(Self.last))
        let none = try json(["path", Self.last, Self.payer], in: workspace)
        #expect(none["paths"] == [] && none["reason"]?.stringValue?.isEmpty == false)
    }

    @Test("wrong use ends with 2, with nothing on standard output")
    func wrongUse() throws {
        let workspace = try imported()
        let start = ["trace", "--from", Self.firstPayment]
        for arguments in [
            ["trace"], ["trace", "--from", "x"], ["trace", "--from", Self.firstPayment + ":9"], start + ["--method", "guess"],
            start + ["--until", "yesterday"], start + ["--backward", "--method", "tiho"], start + ["--cut", "x"],
            start + ["--tags", "/nowhere.csv"], ["path", Self.payer, Self.payer],
            ["common", "--from", Self.firstPayment, "--method", "poison"],
        ] {
            let outcome = try Clew.run(arguments, in: workspace)
            #expect(outcome.status == 2 && outcome.output.isEmpty && !outcome.errors.isEmpty, "\(arguments)")
        }
    }
}
