import Foundation
import Support
import Testing

@Suite("The case on the command line", .timeLimit(.minutes(5)))
struct CaseCommandTests {
    private static let address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"

    private func run(_ workspace: Workspace, _ arguments: String...) throws -> Spawn.Outcome {
        try Clew.run(arguments, in: workspace)
    }

    @Test("an address that another case has is pointed out at once, and search tells of both")
    func twoCases() throws {
        let workspace = try Workspace()
        for name in ["lantern", "harbour"] { #expect(try run(workspace, "case", "new", name).status == 0) }
        #expect(try !run(workspace, "case", "add", Self.address, "--case", "lantern").errors.contains("is also in"))
        let second = try run(workspace, "case", "label", Self.address, "Collector", "--case", "harbour")
        #expect(second.errors.contains("\(Self.address) is also in lantern."))
        let search = try run(workspace, "case", "search", Self.address)
        #expect(search.output.hasPrefix("\(Self.address) is in 2 cases: harbour, lantern\n"))
        #expect(try run(workspace, "case", "search", "collector").output.contains("harbour"))
        #expect(try run(workspace, "case", "list").output.split(separator: "\n").count == 2)
        #expect(try run(workspace, "case", "list", "--json").output.contains("\"clew-case-list-1\""))
    }

    @Test("check ends with 1 and names the event")
    func check() throws {
        let workspace = try Workspace()
        let path = workspace.path("k.clew")
        #expect(try run(workspace, "case", "new", path).status == 0)
        #expect(try run(workspace, "case", "add", Self.address, "--case", path).status == 0)
        let good = try run(workspace, "case", "check", path)
        #expect(good.status == 0)
        #expect(good.output.contains("2 events, 0 exhibits: everything holds."))
        var journal = try Data(contentsOf: URL(fileURLWithPath: path + "/journal.jsonl"))
        journal[journal.count - 40] ^= 1
        try journal.write(to: URL(fileURLWithPath: path + "/journal.jsonl"))
        let bad = try run(workspace, "case", "check", path)
        #expect(bad.status == 1)
        #expect(bad.output.contains("Event 2 of the journal"))
    }

    @Test("show and log look back; undo, terms, records, archive and restore work")
    func acts() throws {
        let workspace = try Workspace()
        let path = workspace.path("k.clew")
        #expect(try run(workspace, "case", "new", path).status == 0)
        for arguments in [
            ["label", Self.address, "Collector"], ["lock-method", "fifo 1", "--reason", "Ordered"], ["mark", "amber"],
            ["retain", "case", "2020-12-31", "--reason", "Police act"],
            ["put", "task", #"{"title":"Write","assignee":"","due":"2020-01-01","done":false,"subjects":[]}"#],
            ["colour", Self.address, "red"], ["undo"],
        ] {
            let outcome = try Clew.run(["case"] + arguments + ["--case", path], in: workspace)
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
        #expect(try !run(workspace, "case", "show", path, "--at", "1").output.contains("Collector"))
        #expect(try run(workspace, "case", "show", path, "--at", "2").output.contains("Collector"))
        #expect(try run(workspace, "case", "log", path, "--at", "3").output.split(separator: "\n").count == 3)
        #expect(try run(workspace, "case", "show", path, "--at", "2001-01-01").status == 2)
        let due = try run(workspace, "case", "due", path)
        #expect(due.output.contains("keep no longer: the case"))
        #expect(due.output.contains("task 6: Write"))
        try "correct horse\n".write(toFile: workspace.path("pass"), atomically: true, encoding: .utf8)
        let archive = try run(
            workspace, "case", "archive", workspace.path("k.age"), "--passphrase-file", workspace.path("pass"), "--remove",
            "--case", path)
        #expect(archive.status == 0, "\(archive.errors)")
        #expect(!FileManager.default.fileExists(atPath: path))
        let restore = try run(
            workspace, "case", "restore", workspace.path("k.age"), path, "--passphrase-file", workspace.path("pass"))
        #expect(restore.status == 0, "\(restore.errors)")
        #expect(try run(workspace, "case", "check", path).status == 0)
    }

    @Test("tasks, watches, clusters, hypotheses, victims and authorities are put in words, and notes hang on anything")
    func records() throws {
        let workspace = try Workspace()
        let path = workspace.path("k.clew")
        #expect(try run(workspace, "case", "new", path).status == 0)
        let transaction = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"
        for arguments in [
            ["task", "Write to the exchange", "--due", "2020-01-01", "--assignee", "MK", "--about", Self.address],
            ["cluster", "Collectors", Self.address, "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S", "--rule", "multi-input 1"],
            ["hypothesis", "Both belong to the kiosk"],
            ["hypothesis", "--on", "4", "--for", "\(transaction):1", "--remark", "Change comes back"],
            ["hypothesis", "--on", "4", "--against", Self.address, "--standing", "rejected"],
            ["victim", "V-001", "--name", "Anna Beispiel", "--source", "Bern, 12/24", "--paid", "0.0216 BTC", "--transfer", "\(transaction):0"],
            ["victim", "--on", "7", "--paid", "950 EUR", "--by", "wire"],
            ["watch", Self.address, "--reason", "Still holds 1 BTC", "--until", "2029-12-31"],
            ["authority", "order", "12 Gs 345/26", "--issuer", "District court", "--scope", "Account data", "--until", "2020-06-30"],
            ["note", "3", "On the cluster."], ["note", "\(transaction):1", "On the edge."], ["note", "7", "On the victim."],
            ["link", "11", "4"], ["task", "--done", "2"], ["task", "--reopen", "2"],
        ] {
            let outcome = try Clew.run(["case"] + arguments + ["--case", path], in: workspace)
            #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
        }
        let show = try run(workspace, "case", "show", path).output
        for line in [
            "      open, due 2020-01-01, MK", "      by multi-input 1", "      rejected", "      for  \(transaction):1  Change comes back",
            "      paid 0.02160000 BTC by on-chain, in their words “0.0216 BTC”, \(transaction):0",
            "      paid 95000 base units of EUR by wire, in their words “950 EUR”, not found in the ledger yet",
            "      Still holds 1 BTC, until 2029-12-31", "      order by District court, until 2020-06-30", "  11 on record 3, examiner",
            "  12 on \(transaction):1, examiner", "Undo      change of task 2 “Write to the exchange”",
        ] { #expect(show.contains(line + "\n") || show.contains(line + ","), "\(line) is not in\n\(show)") }
        for (arguments, reason) in [
            (["label", "3", "x"], "is the number of a note or record"), (["victim", "V-2", "--paid", "0.000000001 BTC"], "is no amount"),
            (["task", "--done", "3"], "has no task 3"), (["watch", "99", "--reason", "x"], "has no record 99"),
            (["hypothesis", "--on", "4"], "Say what speaks"), (["purge", "3"], "on whose order"), (["purge"], "Name what is to be erased"),
        ] {
            let outcome = try Clew.run(["case"] + arguments + ["--case", path], in: workspace)
            #expect(outcome.status == 2)
            #expect(outcome.errors.contains(reason), "\(arguments): \(outcome.errors)")
        }
        let found = try run(workspace, "case", "search", "beispiel", "--in", path).output
        #expect(found.contains("victim  record 7") && !found.contains("{"))
    }

    @Test("an erasure reaches copies and archives that are named, and points at those that are not")
    func purge() throws {
        let workspace = try Workspace()
        for arguments in [["new", "lantern"], ["note", "case", "Anna Beispiel came in.", "--case", "lantern"]] {
            #expect(try Clew.run(["case"] + arguments, in: workspace).status == 0)
        }
        let cases = workspace.path("data/clew/cases")
        for copy in [cases + "/second.clew", workspace.path("third.clew")] {
            try FileManager.default.copyItem(atPath: cases + "/lantern.clew", toPath: copy)
        }
        try "correct horse\n".write(toFile: workspace.path("pass"), atomically: true, encoding: .utf8)
        let key = ["--passphrase-file", workspace.path("pass")]
        #expect(try Clew.run(["case", "archive", workspace.path("k.age"), "--case", "lantern"] + key, in: workspace).status == 0)
        let outcome = try Clew.run(
            ["case", "purge", "2", "--authority", "Order 12/2026", "--copy", workspace.path("third.clew"), "--archive",
                workspace.path("k.age"), "--case", "lantern"] + key, in: workspace)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("\(cases)/second.clew is a copy of this case and still holds it."))
        #expect(try Clew.run(["case", "restore", workspace.path("k.age"), workspace.path("fourth.clew")] + key, in: workspace).status == 0)
        for folder in [cases + "/lantern.clew", workspace.path("third.clew"), workspace.path("fourth.clew")] {
            #expect(try run(workspace, "case", "check", folder).output.contains("3 events, 1 of them erased by order"))
            #expect(try Spawn.run(["grep", "-ra", "Anna", folder], environment: workspace.environment, folder: workspace.root.path).status == 1)
        }
        let later = try run(workspace, "case", "purge", "--copy", "second", "--case", "lantern")
        #expect(later.status == 0, "\(later.errors)")
        #expect(try run(workspace, "case", "show", "second").output.contains("Notes: 0"))
        let missing = try run(workspace, "case", "purge", "--copy", workspace.path("none.clew"), "--case", "lantern")
        #expect(missing.status == 1 && missing.errors.contains("Nothing was erased in"))
    }

    @Test("findings are asked again: they hold, differ and say how, or cannot be asked here")
    func verify() throws {
        let workspace = try Workspace()
        let sample = try #require(SharedData.projectRoot).path + "/SampleCases/saltmarsh"
        let (ledger, path) = (workspace.path("ledger"), workspace.path("s.clew"))
        #expect(try run(workspace, "ledger", "import", sample + "/blocks", "--ledger", ledger).status == 0)
        try FileManager.default.copyItem(atPath: sample + "/saltmarsh.clew", toPath: path)
        let address = "bcrt1qzw8strl2g62qnfn2elmwed6x3jl63tq6e80cgh"
        for question in [["address", address], ["trace", "--from", address, "--method", "fifo,haircut"], ["address", address, "--at", "50"]] {
            let asked = try Clew.run(
                ["case", "ask", "--title", question[0], "--case", path, "--"] + question + ["--ledger", ledger], in: workspace)
            #expect(asked.status == 0, "\(asked.errors)")
        }
        let good = try run(workspace, "verify", path, "--ledger", ledger)
        #expect(good.status == 0, "\(good.output) \(good.errors)")
        #expect(good.output.split(separator: "\n").filter { $0.hasPrefix("holds") }.count == 3)

        // Somebody writes another figure into the case.
        let show = try run(workspace, "case", "show", path, "--json").output
        #expect(show.contains("\"received\""))
        let forged = #"{"title":"Forged","kind":"address","question":{"arguments":["\#(address)"]},"method":"","options":{},"#
            + #""ledger":{"chain":"bitcoin-regtest","height":50,"digest":"00"},"tags":null,"answer":{"addresses":[]},"remark":""}"#
        #expect(try run(workspace, "case", "put", "finding", forged, "--case", path).status == 0)
        let bad = try run(workspace, "verify", path, "--ledger", ledger)
        #expect(bad.status == 1)
        #expect(bad.output.contains("differs  finding"))
        #expect(bad.output.contains("answer.addresses: 0 then, 1 now"))
        #expect(bad.output.contains("another digest"))
        let other = try run(workspace, "verify", path, "--ledger", workspace.path("none"))
        #expect(other.status == 1)
        #expect(other.output.contains("cannot be asked here"))
    }
}
