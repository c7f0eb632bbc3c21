import Casework
import Encoding
import Ledger
import TraceEngine

/// The evidence summary as a sequence of blocks: what is said, in which order and words.
struct EvidenceDocument {
    var title: String
    var question: String
    var blocks: [DocumentBlock] = []

    let summary: EvidenceSummary
    let figures: Figures

    init(_ summary: EvidenceSummary) {
        self.summary = summary
        figures = Figures(chain: summary.subject.chain)
        title = summary.subject.name
        question = summary.subject.question
        addCase()
        addOverview()
        addAddresses()
        addTransactions()
        addNotes()
        addExhibits()
        addBasis()
        addMethod()
    }

    private mutating func addCase() {
        let value = summary.subject
        var authors: [String] = []
        for note in value.notes where !authors.contains(note.author) { authors.append(note.author) }
        var facts = [
            Fact("Question", question.isEmpty ? "none was written down" : question),
            Fact("Chain", "\(value.chain), amounts in \(value.chain.ticker)"),
            Fact("Case opened", value.created.evidence),
        ]
        if !authors.isEmpty { facts.append(Fact("Notes by", authors.joined(separator: ", "))) }
        facts.append(
            Fact("Journal", [.text("event \(figures.count(value.head)), hash "), .identifier(value.headHash)]))
        if let info = summary.basis?.info {
            let tip = info.tip.map { "block \(figures.count($0)), \(figures.time(info.tipTime))" } ?? "empty"
            facts.append(Fact("Ledger up to", tip))
            facts.append(Fact("Ledger digest", [.identifier(Hex.text(info.digest))]))
        } else {
            facts.append(Fact("Ledger", "none was at hand: this summary states no amounts, blocks or times of payments"))
        }
        facts.append(Fact("Made with", "Clew \(summary.version)"))
        blocks.append(.facts(facts))
        blocks.append(
            .paragraph([
                .text(
                    "Amounts, times and transactions are read from the ledger named in chapter 5. Names, roles, flags "
                        + "and notes are the investigator's. The same case and the same ledger give this document byte "
                        + "for byte, so that anybody who has both can check it.")
            ]))
    }

    private mutating func addNotes() {
        blocks.append(.heading(1, "Notes on the case as a whole"))
        let notes = summary.subject.notes(on: .wholeCase)
        if notes.isEmpty { blocks.append(.paragraph([.text("There are none. Notes on an address or a transaction stand with it.")])) }
        blocks += notes.map(block)
    }

    private mutating func addExhibits() {
        blocks.append(.heading(1, "Exhibits"))
        guard !summary.subject.exhibits.isEmpty else {
            blocks.append(.paragraph([.text("No files are kept with the case.")]))
            return
        }
        var table = DocumentTable(columns: [
            ("Name", .text), ("Bytes", .number), ("Added", .short), ("SHA-256", .identifier),
        ])
        for exhibit in summary.subject.exhibits {
            table.rows.append([
                [.text(exhibit.name)], [.text(figures.count(exhibit.bytes))], [.text(exhibit.added.evidence)],
                [.identifier(exhibit.sha256)],
            ])
        }
        blocks.append(.table(table))
    }

    func block(_ note: CaseNote) -> DocumentBlock {
        let edited = note.edited.map { ", changed \($0.evidence)" } ?? ""
        return .note(byline: "Note \(note.id) · \(note.author) · \(note.written.evidence)\(edited)", text: note.text)
    }

    /// The name the case gives to an address, then the address in full.
    func party(_ address: Address) -> [Span] {
        let text = Span.identifier(address.text(on: figures.chain))
        return summary.names[address].map { [.strong($0), .text(" "), text] } ?? [text]
    }
}
