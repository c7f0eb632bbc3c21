import Attribution
import Encoding
import Ledger

/// Writes what screening answers, a part at a time: memory does not grow with the list.
struct ScreenWriter {
    enum Form {
        case text, csv, lines, document
    }

    let form: Form
    private let report: ScreenReport
    /// Addresses answered so far.
    private(set) var done = 0
    private var designated = 0
    private var tagged = 0
    private var warned = 0
    private var isFirst = true

    init(form: Form, asOf: UTCTime) {
        self.form = form
        report = ScreenReport(asOf: asOf)
    }

    /// What stands before the first address. `addresses` sorts before all other members of the document.
    var head: String {
        switch form {
        case .csv: ScreenReport.columns
        case .document: "{\n  \"addresses\": ["
        case .text, .lines: ""
        }
    }

    /// The answers as text.
    mutating func take(_ answers: [ScreenedAddress], onlyHits: Bool) -> String {
        var out = ""
        for one in answers {
            done += 1
            if one.isDesignated { designated += 1 }
            if one.claims.contains(where: { $0.standing == .holds }) { tagged += 1 }
            if !one.lookAlikes.isEmpty || one.problem != nil { warned += 1 }
            if onlyHits, !one.saysSomething { continue }
            switch form {
            case .csv: out += report.rows(one)
            case .lines: out += report.json(one).line() + "\n"
            case .text: out += (isFirst ? "" : "\n") + report.text(one)
            case .document:
                out += (isFirst ? "\n    " : ",\n    ") + report.json(one).pretty().replacing("\n", with: "\n    ")
            }
            isFirst = false
        }
        return out
    }

    /// The end of the document whose other members `document` has.
    func end(_ document: String) -> String { (isFirst ? "],\n" : "\n  ],\n") + document.dropFirst(2) }

    /// `3 addresses: 1 designated, 2 with tags, 0 with warnings.`
    var summary: String {
        func count(_ number: Int) -> String { AmountText.grouped(UInt64(number)) }
        return "\(count(done)) addresses: \(count(designated)) designated on \(report.asOf.date), \(count(tagged)) with tags, "
            + "\(count(warned)) with warnings."
    }
}
