import ArgumentParser
import Casework
import Encoding
import Foundation

/// `clew case list`
struct CaseListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the cases in your folder of cases, or in other folders.")

    @Argument(help: "Cases, or folders of cases.") var places: [String] = []
    @OptionGroup var output: JSONOptions

    func run() async throws {
        for folder in places.isEmpty ? [UserFolders().cases] : places.map(absolute) {
            for name in UnfinishedCases.sweep(folder) {
                say("clew: \(VisibleText.escape(name)) in \(VisibleText.escape(folder)) was left when making a case was cut off. It was removed.")
            }
        }
        let entries = CaseLibrary.entries(places)
        if output.json {
            let list: [JSONValue] = entries.map { entry in
                [
                    "folder": .string(entry.folder), "name": .optional(entry.value?.name),
                    "chain": .optional(entry.value?.chain.name), "question": .optional(entry.value?.question),
                    "events": .integer(Int64(clamping: entry.value?.head ?? 0)),
                    "items": .integer(Int64(entry.value?.items.count ?? 0)),
                    "marking": .optional(entry.value?.marking?.rawValue), "trouble": .optional(entry.trouble),
                ]
            }
            answer(CaseText.document("clew-case-list-1", ["cases": .array(list)]).pretty() + "\n")
            return
        }
        let names = entries.map { $0.value.map { VisibleText.escape($0.name) } ?? "not readable" }
        let facts = entries.map { entry in
            entry.value.map {
                [
                    $0.chain.name, Form.count($0.head, "event"), Form.count(UInt64($0.items.count), "item"), $0.marking?.rawValue,
                    $0.conflicts.isEmpty ? nil : Form.count(UInt64($0.conflicts.count), "conflict"),
                ].compactMap(\.self).joined(separator: ", ")
            } ?? ""
        }
        for ((entry, name), facts) in zip(zip(entries, padded(names)), padded(facts)) {
            answer("\(name)  \(facts)  \(VisibleText.escape(entry.folder))\n")
            if let trouble = entry.trouble { answer("  \(trouble)\n") }
        }
        if entries.isEmpty { say("There are no cases in \(VisibleText.escape(places.first ?? UserFolders().cases)).") }
    }
}

/// The texts, each as wide as the widest, so that what follows stands in a column.
private func padded(_ texts: [String]) -> [String] {
    let width = texts.map(\.count).max() ?? 0
    return texts.map { $0 + String(repeating: " ", count: width - $0.count) }
}

/// `clew case search`
struct CaseSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Look for a text in all your cases, and tell what two of them share.",
        discussion: """
            An address, a transaction or any text. Where the same address or transaction is in more than one case, that is \
            said first. Closed cases that lie elsewhere are searched when their folder is named with --in.
            """)

    @Argument(help: "What to look for.") var text: String
    @Option(name: .customLong("in"), help: ArgumentHelp("A case, or a folder of cases; may be given again.", valueName: "folder"))
    var places: [String] = []
    @OptionGroup var output: JSONOptions

    func run() async throws {
        let entries = CaseLibrary.entries(places)
        for entry in entries { if let trouble = entry.trouble { say("clew: \(VisibleText.escape(entry.folder)): \(trouble)") } }
        let found = entries.compactMap { entry in entry.value.map { (entry, $0, $0.search(text)) } }.filter { !$0.2.isEmpty }
        var holders: [CaseSubject: [String]] = [:]
        for (_, value, _) in found {
            for subject in value.subjects where subject.text.lowercased().contains(text.lowercased()) {
                holders[subject, default: []].append(value.name)
            }
        }
        let shared = holders.filter { $0.value.count > 1 }.sorted { $0.key.text < $1.key.text }
        if output.json {
            let cases: [JSONValue] = found.map { entry, value, hits in
                [
                    "folder": .string(entry.folder), "name": .string(value.name),
                    "hits": .array(
                        hits.map { ["kind": .string($0.kind), "place": .string($0.place), "text": .string($0.text)] }),
                ]
            }
            let both: [JSONValue] = shared.map { subject, names in
                ["subject": subject.json, "cases": .array(names.map { .string($0) })]
            }
            answer(
                CaseText.document(
                    "clew-case-search-1", ["cases": .array(cases), "shared": .array(both)],
                    options: ["text": .string(text)]
                ).pretty() + "\n")
            return
        }
        for (subject, names) in shared {
            answer("\(subject.text) is in \(names.count) cases: \(names.map { VisibleText.escape($0) }.joined(separator: ", "))\n")
        }
        for (entry, value, hits) in found {
            answer("\(VisibleText.escape(value.name))  \(VisibleText.escape(entry.folder))\n")
            for hit in hits { answer("  \(hit.kind)  \(hit.place)  \(hit.text)\n") }
        }
        if found.isEmpty { say("Nothing was found in \(Form.count(UInt64(entries.count), "case")).") }
    }
}

/// `clew case due`
struct CaseDueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "List what may not be kept any longer, and what is to be done, in all your cases.")

    @Option(help: ArgumentHelp("The day to ask for (default: today).", valueName: "2024-04-30")) var on: String?
    @Argument(help: "Cases, or folders of cases.") var places: [String] = []
    @OptionGroup var output: JSONOptions

    func validate() throws {
        guard on.map({ UTCTime(rfc3339: $0 + "T00:00:00Z") != nil }) ?? true else {
            throw ValidationError("A day is given as 2024-04-30.")
        }
    }

    func run() async throws {
        let today = on ?? UTCTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)).date
        var rows: [(day: String, what: String, name: String, why: String)] = []
        for entry in CaseLibrary.entries(places) {
            guard let value = entry.value else { continue }
            rows += value.due(on: today).map { ($0.day, $0.what, value.name, $0.why) }
        }
        rows.sort { ($0.day, $0.name, $0.what) < ($1.day, $1.name, $1.what) }
        if output.json {
            let list: [JSONValue] = rows.map {
                ["day": .string($0.day), "what": .string($0.what), "case": .string($0.name), "why": .string($0.why)]
            }
            answer(CaseText.document("clew-case-due-1", ["due": .array(list)], options: ["on": .string(today)]).pretty() + "\n")
        } else {
            for row in rows {
                answer("\(row.day)  \(VisibleText.escape(row.name))  \(VisibleText.escape(row.what))  \(VisibleText.escape(row.why))\n")
            }
            if rows.isEmpty { say("Nothing is due on \(today).") }
        }
    }
}
