import Encoding
import Foundation
import Support
import Testing

@Suite("Tags and screening on the command line")
struct TagCommandTests {
    private static let satoshi = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    private static let boat = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
    private static let victim = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"

    private func clew(_ arguments: [String], in workspace: Workspace, status: Int32 = 0) throws -> Spawn.Outcome {
        let outcome = try Clew.run(arguments, in: workspace)
        #expect(outcome.status == status, "\(arguments) \(outcome.output)\(outcome.errors)")
        return outcome
    }

    private func json(_ arguments: [String], in workspace: Workspace) throws -> JSONValue {
        try JSONValue.parse(try clew(arguments + ["--json"], in: workspace).output)
    }

    @discardableResult
    private func bringIn(_ text: String, _ source: String, _ more: [String] = [], in workspace: Workspace) throws -> Spawn.Outcome {
        let file = workspace.path("\(source).csv")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try clew(["tags", "import", file, "--source", source, "--currency", "BTC"] + more, in: workspace)
    }

    /// Two sources that contradict each other, a list, and a case with a label, a role and a victim.
    private func prepared() throws -> Workspace {
        let workspace = try Workspace()
        try bringIn("address,label,actor,category\n\(Self.boat),Alpha,alpha,exchange\n", "a", in: workspace)
        try bringIn("address,label,actor,category\n\(Self.boat),Beta,beta,mixer\n", "b", in: workspace)
        try bringIn("address,label,valid_from\n\(Self.satoshi),Party A,2020-03-01\n", "list", ["--list", "Test List"], in: workspace)
        for name in ["lantern", "other"] {
            _ = try clew(["case", "new", name], in: workspace)
        }
        let lantern = ["--case", "lantern"]
        let other = ["--case", "other"]
        _ = try clew(["case", "label", Self.boat, "Collector"] + lantern, in: workspace)
        _ = try clew(["case", "role", Self.boat, "suspect"] + lantern, in: workspace)
        _ = try clew(["case", "label", Self.victim, "Jane Doe"] + other, in: workspace)
        _ = try clew(["case", "role", Self.victim, "victim"] + other, in: workspace)
        return workspace
    }

    @Test("A case's labels and roles are claims marked as its own; victims of other cases keep their names")
    func own() throws {
        let workspace = try prepared()
        let plain = try json(["tags", "show", Self.boat], in: workspace)
        #expect(plain["addresses"]?.arrayValue?[0]["tags"]?.arrayValue?.map { $0["source"] } == ["a", "b"])
        let own = try json(["tags", "show", Self.boat, Self.victim, "--case", "lantern", "--other-cases"], in: workspace)
        let tags = try #require(own["addresses"]?.arrayValue?[0]["tags"]?.arrayValue)
        #expect(tags.map { $0["source"] } == ["a", "b", "case/lantern"])
        #expect(tags[2]["label"] == "Collector" && tags[2]["category"] == "suspect")
        let victim = try #require(own["addresses"]?.arrayValue?[1]["tags"]?.arrayValue)
        #expect(victim.map { $0["label"] } == ["a victim"] && victim[0]["source"] == "case/other")
        #expect(try !clew(["screen", Self.victim, "--other-cases"], in: workspace).output.contains("Jane"))
    }

    @Test("The actors of tags are told with their kinds and jurisdictions, once each, as far as an ActorPack names them")
    func actors() throws {
        let workspace = try prepared()
        let file = workspace.path("known.actorpack.yaml")
        try """
            title: Actors
            creator: Clew
            actors:
            - id: alpha
              label: Alpha Exchange
              uri: https://alpha.example
              categories: [exchange, organization]
              jurisdictions: [DE, MT]
              lastmod: 2024-01-01
            - id: gamma
              label: Gamma
              categories: [mixing_service]
              lastmod: 2024-01-01
            """.write(toFile: file, atomically: true, encoding: .utf8)
        _ = try clew(["tags", "import", file, "--source", "actors"], in: workspace)
        let shown = try json(["tags", "show", Self.boat, Self.satoshi], in: workspace)
        let alpha: JSONValue = [
            "label": "Alpha Exchange", "uri": "https://alpha.example", "categories": ["exchange", "organization"],
            "jurisdictions": ["DE", "MT"],
        ]
        // beta is named by a tag and by no ActorPack, gamma by the ActorPack and by no tag.
        #expect(shown["actors"] == ["alpha": alpha])
        #expect(shown["addresses"]?.arrayValue?[0]["tags"]?.arrayValue?.map { $0["actor"] } == ["alpha", "beta"])
        #expect(try json(["tags", "show", Self.satoshi], in: workspace)["actors"] == [:])
        #expect(try json(["tags", "history", Self.boat], in: workspace)["actors"] == ["alpha": alpha])
    }

    @Test("Look-alikes of tagged addresses and of the case's are warned of; letters of other scripts too")
    func lookAlikes() throws {
        let workspace = try prepared()
        let fake = "1Boat" + String(repeating: "X", count: 25) + "tpyT"
        let answers = try #require(
            try json(["screen", fake, "1Bo\u{430}tSLRHtKNngkdXEeobR76b53LETtpyT", "--case", "lantern"], in: workspace)["addresses"]?.arrayValue)
        #expect(answers[0]["look_alikes"]?.arrayValue?.first?["address"]?.stringValue == Self.boat)
        #expect(answers[0]["look_alikes"]?.arrayValue?.first?["of_case"] == true)
        #expect(answers[1]["problem"]?.stringValue?.contains("another script") == true)
        #expect(answers[1]["look_alikes"]?.arrayValue?.first?["of_case"] == true)
    }

    @Test("A long file is answered in parts, in every form, whole and in order")
    func long() throws {
        let workspace = try prepared()
        let count = 2_345
        var lines = (0..<count).map { "untagged-\($0)" }
        lines[7] = Self.boat
        lines[2_001] = Self.satoshi
        let file = workspace.path("payees.txt")
        try (lines.joined(separator: "\r\n") + "\r\n").write(toFile: file, atomically: true, encoding: .utf8)
        let document = try json(["screen", file, "--as-of", "2020-03-02"], in: workspace)
        let answers = try #require(document["addresses"]?.arrayValue)
        #expect(answers.map { $0["address"]?.stringValue } == lines)
        #expect(answers.indices.filter { answers[$0]["designated"] == true } == [2_001])
        #expect(document["schema"] == "clew-screen-1" && document["tag_set"] != nil)
        let rows = try clew(["screen", file, "--jsonl"], in: workspace).output.split(separator: "\n")
        #expect(rows.count == count)
        #expect(try JSONValue.parse(String(rows[7]))["address"]?.stringValue == Self.boat)
        let csv = try clew(["screen", file, "--csv", "--hits", "--network", "bitcoin"], in: workspace)
        #expect(csv.output.contains("\"\(Self.boat)\"") && csv.errors.contains("2,345 addresses: "))
        let whole = try JSONValue.parse(try clew(["screen", Self.victim, "--json", "--hits"], in: workspace).output)
        #expect(whole["addresses"]?.arrayValue?.isEmpty == true)
    }

    @Test("A CSV of payees is read by its column; formulas in it stay text")
    func table() throws {
        let workspace = try prepared()
        let file = workspace.path("payees.csv")
        try "name,Address,sum\n\"=HYPERLINK(\"\"x\"\")\",\(Self.satoshi),5\n@SUM,\"=1+1\",6\n".write(toFile: file, atomically: true, encoding: .utf8)
        let rows = try clew(["screen", file, "--csv", "--as-of", "2021-01-01"], in: workspace).output.split(separator: "\r\n")
        #expect(rows.count == 3 && rows[1].hasPrefix("\"\(Self.satoshi)\",") && rows[1].contains("\"yes\""))
        #expect(rows[1].contains("designated on 2020-03-01, 306 days before 2021-01-01"))
        #expect(rows[2].hasPrefix("\"'=1+1\","))
    }

    @Test(
        "Bad lists are refused with their line before anything is answered",
        arguments: [
            ("list.txt", "good\nb\u{0}d\n", "line 2: it holds a NUL"), ("list.txt", "good\n\(String(repeating: "x", count: 300))\n", "line 2: it is too long"),
            ("list.csv", "a,b\n1,2\n", "line 1: no column is called address"), ("list.csv", "address,b\n\"x,2\n", "line 2"),
            ("list.txt", "# nothing\n\n", "There is no address to screen."),
        ])
    func badLists(name: String, text: String, sentence: String) throws {
        let workspace = try prepared()
        try text.write(toFile: workspace.path(name), atomically: true, encoding: .utf8)
        let outcome = try clew(["screen", workspace.path(name), "--csv"], in: workspace, status: 2)
        #expect(outcome.output.isEmpty && outcome.errors.contains(sentence), "\(outcome.errors)")
    }

    @Test("Contradicting tags are decided in the case's journal, and the set that it names is compared")
    func decided() throws {
        let workspace = try prepared()
        #expect(try clew(["tags", "conflicts"], in: workspace).output.contains(Self.boat))
        let lantern = ["--case", "lantern"]
        let unknown = try clew(["case", "decide-tags", Self.boat, "--follow", "c"] + lantern, in: workspace, status: 2)
        #expect(unknown.errors.contains("there are tags of a, b"))
        let done = try clew(["case", "decide-tags", Self.boat, "--follow", "b", "--reason", "Their own page."] + lantern, in: workspace)
        #expect(done.errors.contains("follow beta of b"))
        #expect(try clew(["case", "decide-tags", Self.satoshi, "--dismiss"] + lantern, in: workspace, status: 2).errors.contains("No tags"))
        _ = try clew(["case", "pin-tags"] + lantern, in: workspace)
        #expect(try clew(["case", "show", "lantern"], in: workspace).output.contains("The tags at hand are this set."))
        try bringIn("address,label\n\(Self.victim),X\n", "new", in: workspace)
        let shown = try clew(["case", "show", "lantern"], in: workspace).output
        #expect(shown.contains("The tags at hand are another set:") && shown.contains("new is new, edition 4"))
    }

    @Test("An exposure as of a day goes by what the tags said then", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
    func asOf() throws {
        let workspace = try Workspace()
        let blocks = try SharedData.path("bitcoin-blocks/jeffchan-blk00000-first1MB.dat")
        _ = try clew(["ledger", "import", blocks], in: workspace)
        let payee = "1Q2TWHE3GMdB6BZKafqwxXtWAWgFt5Jvm3"
        try bringIn("address,label,category,valid_from\n\(payee),Party A,exchange,2020-03-01\n", "list", ["--list", "Test List"], in: workspace)
        func claimed(_ more: [String]) throws -> (String?, String?) {
            let document = try json(["exposure", Self.victim, "--direction", "to"] + more, in: workspace)
            let method = document["exposures"]?.arrayValue?[0]["methods"]?.arrayValue?[0]
            let first = method?["exposure"]?.arrayValue?.first { $0["basis"] == "claim" }
            return (method?["claimed"]?.stringValue, first?["timing"]?.stringValue)
        }
        // The payment is of 2009: before the designation either way, and not known as such on the day before it.
        #expect(try claimed([]) == ("1000000000", "before"))
        #expect(try claimed(["--as-of", "2020-03-01"]) == ("1000000000", "before"))
        #expect(try claimed(["--as-of", "2020-02-29"]) == ("0", nil))
        let text = try clew(["exposure", Self.victim, "--direction", "to"], in: workspace).output
        #expect(text.contains("paid before the claim begins on 2020-03-01"))
        #expect(text.contains("designated on 2020-03-01, 4066 days after this payment"))
        #expect(try clew(["exposure", Self.victim, "--as-of", "soon"], in: workspace, status: 2).errors.contains("is no time"))
    }
}
