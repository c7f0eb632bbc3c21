import Encoding
import Foundation
import Support
import Testing

@Suite("Exposure and prices on the command line", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct ExposureCommandTests {
    private static let blocks = "bitcoin-blocks/jeffchan-blk00000-first1MB.dat"
    /// Got 50 newly issued coins and paid the first payment there ever was.
    private static let payer = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"
    private static let firstPayee = "1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3"

    private func imported() throws -> Workspace {
        let workspace = try Workspace()
        #expect(try Clew.run(["ledger", "import", SharedData.path(Self.blocks)], in: workspace).status == 0)
        return workspace
    }

    private func json(_ arguments: [String], in workspace: Workspace) throws -> JSONValue {
        let outcome = try Clew.run(arguments + ["--json"], in: workspace)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try JSONValue.parse(outcome.output)
    }

    @Test("where value came from and went, the lines summing to what was received; and what remains without a tag")
    func exposure() throws {
        let workspace = try imported()
        let tags = workspace.path("tags.csv")
        try "address,category,label,source\n\(Self.firstPayee),exchange,Somebody,a list\n"
            .write(toFile: tags, atomically: true, encoding: .utf8)
        let question = ["exposure", Self.payer, "--tags", tags, "--without", "source:a list"]
        let document = try json(question, in: workspace)
        #expect(document["schema"] == "clew-exposure-1" && document["incomplete"] == false)
        let ways = try #require(document["exposures"]?.arrayValue)
        #expect(ways.map { $0["direction"] } == ["from", "to"])
        let from = try #require(ways[0]["methods"]?.arrayValue?.first)
        #expect(from["method"] == "haircut" && from["version"] == 1 && from["total"] == "5000000000")
        #expect(from["exposure"]?.arrayValue?.map { $0["reason"] } == ["issued"])
        let to = try #require(ways[1]["methods"]?.arrayValue?.first)
        #expect(to["reconciles"] == true && to["claimed"] == "1000000000")
        let lines = try #require(to["exposure"]?.arrayValue)
        #expect(lines.reduce(0) { $0 + (UInt64($1["value"]?.stringValue ?? "") ?? 0) } == 5_000_000_000)
        #expect(lines[0]["category"] == "exchange" && lines[0]["actor"] == "Somebody" && lines[0]["basis"] == "claim")
        #expect(lines[0]["share"] == "0.200000" && lines[0]["direct"] == "1000000000" && lines[0]["timing"] == "held")
        #expect(lines[0]["largest"]?.arrayValue?.first?["way"]?.arrayValue?.count == 2)
        let rest = try #require(ways[1]["remaining"]?.arrayValue?.first)
        #expect(rest["claimed"] == "0" && rest["total"] == "5000000000" && rest["reconciles"] == true)

        let text = try Clew.run(question, in: workspace).output
        #expect(text.contains("20.0 %   10.00000000   10.00000000    0.00000000  [Somebody] exchange"))
        #expect(text.contains("−10.00000000  [Somebody] exchange"))
    }

    @Test("screening says whom the value of each address meets, in every form, and why where it cannot")
    func screening() throws {
        let workspace = try imported()
        let tags = workspace.path("tags.csv")
        try "address,category,label\n\(Self.firstPayee),exchange,Somebody\n".write(toFile: tags, atomically: true, encoding: .utf8)
        #expect(try Clew.run(["tags", "import", tags, "--source", "a list", "--currency", "BTC"], in: workspace).status == 0)
        let absent = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", other = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        let list = workspace.path("payees.txt")
        try [Self.payer, absent, other].joined(separator: "\n").write(toFile: list, atomically: true, encoding: .utf8)

        let document = try json(["screen", list, "--exposure"], in: workspace)
        let answers = try #require(document["addresses"]?.arrayValue)
        let line = try #require(answers[0]["exposure"]?.arrayValue?.first)
        #expect(answers[0]["exposure"]?.arrayValue?.count == 1 && answers[0]["exposure_missing"] == [])
        #expect(line["direction"] == "to" && line["category"] == "exchange" && line["actor"] == "Somebody" && line["method"] == "haircut")
        #expect(line["value"] == "1000000000" && line["direct"] == "1000000000" && line["share"] == "0.200000")
        #expect(answers[1]["exposure"] == .null && answers[1]["exposure_missing"] == ["It is not in this ledger."])
        #expect(answers[2]["exposure"] == .null && answers[2]["exposure_missing"] == ["It is no address of bitcoin."])
        // Not asked is not the same as none.
        #expect(try json(["screen", Self.payer], in: workspace)["addresses"]?.arrayValue?[0]["exposure"] == .null)

        let sentence = "20.0 % of it went to [Somebody] exchange: 10.00000000 BTC, 10.00000000 of it direct, by haircut 1"
        #expect(try Clew.run(["screen", Self.payer, "--exposure"], in: workspace).output.contains("Exposure: \(sentence)"))
        let csv = try Clew.run(["screen", list, "--exposure", "--csv", "--hits"], in: workspace)
        let rows = csv.output.split(separator: "\r\n")
        #expect(rows.count == 2 && rows[0].hasSuffix(",exposure") && rows[1].contains(",\"\(sentence)\""), "\(csv.output)")
        #expect(csv.errors.contains("with warnings, 1 with exposure."))
        #expect(try Clew.run(["screen", Self.payer, "--hops", "2"], in: workspace).status == 2)
    }

    @Test(
        "what cannot be asked is refused with the reason",
        arguments: [
            (["--method", "poison"], "poison gives no shares of where value came from; there is haircut, fifo, lifo."),
            (["--method", "tiho"], "tiho gives no shares of where value came from; there is haircut, fifo, lifo."),
            (["--without", "nobody"], "an assumption is source:, actor:, label:, category:, address: or rule: and a name."),
        ])
    func refusals(options: [String], sentence: String) throws {
        let workspace = try imported()
        let outcome = try Clew.run(["exposure", Self.payer] + options, in: workspace)
        #expect(outcome.status == 2 && outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test("prices stand beside exact amounts, with their source; days without one are said")
    func prices() throws {
        let workspace = try imported()
        #expect(try Clew.run(["prices", "list"], in: workspace).output == "No prices are kept. clew prices import FILE takes them in.\n")
        let file = workspace.path("p.csv")
        // The bitcoins of the first payment were spent on the 12th of January 2009; the 9th is left out.
        try "Date,Close\n2009-01-12,0.5\n".write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try Clew.run(["prices", "import", file, "--origin", "made up"], in: workspace)
        #expect(outcome.status == 0 && outcome.output.contains("BTC-USD"))
        let show = try Clew.run(["prices", "show", "2009-01-12", "2009-01-13"], in: workspace).output
        #expect(show.contains("0.5 USD") && show.contains("no price that day"))

        let text = try Clew.run(["address", Self.firstPayee], in: workspace).output
        #expect(text.contains("Received        10.00000000 BTC  ≈5.00 USD"))
        #expect(text.contains("≈ at the price of each payment's day, by p.csv (Close), SHA-256 "))
        let payer = try Clew.run(["address", Self.payer], in: workspace).output
        #expect(payer.contains("(1 amount on days without a price)"))
        let document = try json(["address", Self.firstPayee], in: workspace)["addresses"]?.arrayValue?.first
        #expect(document?["received"] == "1000000000" && document?["received_fiat"]?["value"] == "5.00")
        let exposure = try Clew.run(["exposure", Self.firstPayee, "--direction", "to"], in: workspace).output
        #expect(exposure.contains("≈5.00 USD"))
        // Never in a trace.
        #expect(!(try Clew.run(["trace", "--from", Self.payer], in: workspace).output.contains("USD")))
        let refused = try Clew.run(["prices", "import", SharedData.path(Self.blocks)], in: workspace)
        #expect(refused.status == 2 && refused.errors.contains("Prices, line 1"))
    }
}
