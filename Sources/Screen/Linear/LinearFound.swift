import Casework
import Encoding
import Ledger
import Workbench

/// What was found by name or by the ends of an identifier, read out.
extension LinearPage {
    /// Places read out at most.
    public static let foundLimit = 40

    /// The places that fit a text, a number each, and how a search of the ledger for it stands.
    public static func found(_ text: String, _ state: WorkbenchState) -> [String] {
        let context = ScreenContext(state: state, glyphs: .ascii)
        let places = state.found(text)
        var lines: [String] = []
        if let search = state.ledgerSearch(for: text) { lines.append(FindView.sentence(search)) }
        if places.isEmpty, lines.isEmpty { lines.append("Nothing is called that in the case or in what the ledger has shown.") }
        for (place, what) in places.prefix(foundLimit).enumerated() {
            let number = String(place + 1)
            lines.append(String(repeating: " ", count: max(0, 3 - number.count)) + number + "  " + words(what, context))
            if case .subject(let subject) = what { lines.append("     " + subject.text) }
        }
        if places.count > foundLimit { lines.append("\(places.count - foundLimit) more: type more of it.") }
        return lines.map(ascii)
    }

    private static func words(_ place: FoundPlace, _ context: ScreenContext) -> String {
        switch place {
        case .subject(let subject):
            let label = context.outside(context.state.label(of: subject))
            let kind = if case .transaction = subject { "transaction" } else { "address" }
            let figures = FindView.figures(place, context).map { ", \($0)" } ?? ""
            return kind + (label.isEmpty ? "" : " \(label)") + figures
        case .note(let id): return "note \(id): " + context.outside(context.theCase.notes.first { $0.id == id }?.text ?? "")
        case .record(let id): return "record \(id): " + context.outside(context.theCase.record(id)?.content.title ?? "")
        case .block(let height): return "block \(AmountText.grouped(UInt64(height)))"
        case .inLedger(let shortened): return "look through the ledger for \(shortened.beginning)..\(shortened.ending)"
        }
    }
}
