import Casework
import Encoding
import Foundation
import Support
import Testing

@Suite("Other programs read a case", .enabled(if: PythonTools.arePresent, "\(PythonTools.absent)"))
struct SchemaTests {
    /// A case with an event of every kind, merged and purged.
    private func everything(_ workshop: Workshop) throws {
        let store = try workshop.create()
        for command in MutatingCommand.all { try command.run(store) }
        for content in RecordTests.contents {
            var content = content
            if case .hypothesis(var hypothesis) = content {
                hypothesis.evidence[1].subject = .record(try #require(store.current.records.first).id)
                content = .hypothesis(hypothesis)
            }
            if case .report(let report) = content {
                var report = report
                report.findings = store.current.records.filter { $0.content.kind == "finding" }.map(\.id)
                content = .report(report)
            }
            try store.apply(.record(content))
        }
        let note = try #require(store.current.notes.first)
        let record = try #require(store.current.records.first)
        try store.apply(.link(note: note.id, to: record.id, true))
        store.close()
        let copy = workshop.root + "/copy.clew"
        try FileManager.default.copyItem(atPath: workshop.folder, toPath: copy)
        let theirs = try workshop.open(copy, author: "AB")
        let finding = try #require(theirs.current.records.first { $0.content.kind == "finding" })
        try theirs.apply(.review(id: finding.id, .checked))
        try theirs.apply(.label(Sample.addresses[0], "Theirs"))
        theirs.close()
        let again = try workshop.open()
        try again.apply(.label(Sample.addresses[0], "Ours"))
        try again.apply(.removeRecord(id: record.id))
        _ = try again.merge(from: copy)
        #expect(again.current.conflicts.count == 1)
        let victim = try #require(again.current.records.first { $0.content.kind == "victim" })
        _ = try again.purge(events: [victim.id], exhibits: [], authority: "Order 12/2026")
        try again.apply(.mark(.red))
        again.close()
        // A torn line, so that its kind is there too.
        try workshop.write(try workshop.bytes(workshop.journalPath) + Array("{\"author\"".utf8), to: workshop.journalPath)
        try workshop.open().close()
        let kinds = Set(try workshop.open(readOnly: true).events().map(\.kind))
        #expect(kinds.count == 30, "\(kinds.sorted())")
    }

    @Test("case.json and every event keep to their schemas")
    func schemas() throws {
        let workshop = try Workshop()
        try everything(workshop)
        let root = try #require(SharedData.projectRoot).path
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            schemas = sys.argv[1]
            def validator(name):
                schema = json.load(open(f"{schemas}/{name}.schema.json"))
                Draft202012Validator.check_schema(schema)
                return Draft202012Validator(schema)
            event, case = validator("event"), validator("case")
            count = 0
            for folder in sys.argv[2:]:
                case.validate(json.load(open(folder + "/case.json")))
                for line in open(folder + "/journal.jsonl"):
                    value = json.loads(line)
                    event.validate(value)
                    count += 1
                    # The schema is no rubber stamp: a member too many is refused.
                    value["more"] = 1
                    assert not event.is_valid(value)
                    del value["more"]
                    if "body" in value:
                        value["body"]["more"] = 1
                        assert not event.is_valid(value), value
            print(count, "events")
            """
        let outcome = try Program.run([
            "python3", "-c", script, root + "/docs/schemas", workshop.folder, root + "/SampleCases/saltmarsh/saltmarsh.clew",
        ])
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("the Python of docs/formats.md verifies a journal that was merged and purged, and finds every changed line")
    func python() throws {
        let workshop = try Workshop()
        try everything(workshop)
        let root = try #require(SharedData.projectRoot).path
        let text = try String(contentsOfFile: root + "/docs/formats.md", encoding: .utf8)
        let start = try #require(text.range(of: "```python\n"))
        let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex))
        let script = String(text[start.upperBound..<end.lowerBound])
        #expect(script.contains("rfc8785"))
        for folder in [
            workshop.folder, root + "/SampleCases/saltmarsh/saltmarsh.clew", root + "/Tests/Goldens/Cases/earlier.clew",
        ] {
            let outcome = try Program.run(["python3", "-c", script], in: folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        let lines = try workshop.lines()
        for number in stride(from: 0, to: lines.count, by: 7) {
            var changed = lines
            changed[number][changed[number].count / 2] ^= 1
            try workshop.write(Array(changed.joined()), to: workshop.journalPath)
            #expect(try Program.run(["python3", "-c", script], in: workshop.folder).status != 0, "line \(number + 1)")
        }
    }
}

enum PythonTools {
    static let absent = "Python with jsonschema and rfc8785 is not installed; make setup-test installs it"
    static let arePresent = Program.isPresent("python3") && Program.hasModule("jsonschema") && Program.hasModule("rfc8785")
}
