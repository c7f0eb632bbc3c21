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
    private var exposed = 0
    private var isFirst = true

    init(form: Form, asOf: UTCTime, hasExposure: Bool) {
        self.form = form
        report = ScreenReport(asOf: asOf, hasExposure: hasExposure)
    }

    /// What stands before the first address. `addresses` sorts before all other members of the document.
    var head: String {
        switch form {
        case .csv: report.columns
        case .document: "{\n  \"addresses\": ["
        case .text, .lines: ""
        }
    }

    /// One answer as text.
    mutating func take(_ one: ScreenedAddress, _ exposure: ScreenExposure.Answer?, onlyHits: Bool) -> String {
        done += 1
        if one.isDesignated { designated += 1 }
        if one.claims.contains(where: { $0.standing == .holds }) { tagged += 1 }
        if !one.lookAlikes.isEmpty || one.problem != nil { warned += 1 }
        var names = one.saysSomething
        if case .report(let report)? = exposure, !report.namedLines.isEmpty {
            names = true
            exposed += 1
        }
        guard names || !onlyHits else { return "" }
        defer { isFirst = false }
        return switch form {
        case .csv: report.rows(one, exposure)
        case .lines: report.json(one, exposure).line() + "\n"
        case .text: (isFirst ? "" : "\n") + report.text(one, exposure)
        case .document:
            (isFirst ? "\n    " : ",\n    ") + report.json(one, exposure).pretty().replacing("\n", with: "\n    ")
        }
    }

    /// The end of the document whose other members `document` has.
    func end(_ document: String) -> String { (isFirst ? "],\n" : "\n  ],\n") + document.dropFirst(2) }

    /// `3 addresses: 1 designated, 2 with tags, 0 with warnings.`
    var summary: String {
        func count(_ number: Int) -> String { AmountText.grouped(UInt64(number)) }
        return "\(count(done)) addresses: \(count(designated)) designated on \(report.asOf.date), \(count(tagged)) with tags, "
            + "\(count(warned)) with warnings" + (report.hasExposure ? ", \(count(exposed)) with exposure." : ".")
    }
}
