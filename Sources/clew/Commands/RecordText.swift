import Casework
import Encoding
import Ledger

/// What a record says beyond its title, a fact a line, identifiers in full.
enum RecordText {
    static func lines(of content: CaseContent, in value: Case) -> [String] {
        switch content {
        case .cluster(let cluster):
            [[cluster.role?.rawValue, "by \(shown(cluster.rule))"].compactMap(\.self).joined(separator: ", ")] + cluster.members.map(shown)
        case .task(let task):
            [
                [
                    task.isDone ? "done" : "open", task.due.map { "due \($0)" }, task.assignee.isEmpty ? nil : shown(task.assignee),
                ].compactMap(\.self).joined(separator: ", ")
            ] + task.subjects.map(\.text)
        case .hypothesis(let hypothesis):
            [hypothesis.standing.rawValue]
                + hypothesis.evidence.map { "\($0.speaksFor ? "for" : "against")  \($0.subject.text)\(remark($0.remark))" }
        case .finding(let finding):
            [
                "asked  \(arguments(finding))",
                "of     \(shown(finding.ledger.chain)) up to \(finding.ledger.height.map { "block \($0)" } ?? "no block"), digest "
                    + shown(finding.ledger.digest) + (finding.method.isEmpty ? "" : ", method \(shown(finding.method))"),
            ] + (finding.foundNothing ? ["found nothing"] : []) + (finding.remark.isEmpty ? [] : [shown(finding.remark)])
        case .watch(let watch): ["\(shown(watch.reason))\(watch.until.map { ", until \($0)" } ?? "")"]
        case .victim(let report):
            [report.name, report.source].filter { !$0.isEmpty }.map(shown) + (report.received.map { ["received \($0)"] } ?? [])
                + report.claims.map { claim($0, value.chain) }
        case .authority(let authority):
            [
                "\(shown(authority.kind)) by \(shown(authority.issuer))\(authority.issued.map { ", issued \($0)" } ?? "")"
                    + (authority.until.map { ", until \($0)" } ?? ""), shown(authority.scope),
            ] + (authority.exhibit.map { ["exhibit \(shown($0))"] } ?? [])
        case .report(let report):
            (report.recipient.isEmpty ? [] : ["for \(shown(report.recipient))"])
                + report.findings.map { "rests on finding \($0)" } + (report.exhibit.map { ["exhibit \(shown($0))"] } ?? [])
        case .tagChoice(let choice):
            [choice.decision.rawValue] + choice.claims.map { "claim  \(shown($0.name)), \(shown($0.source)) edition \($0.edition)" }
        case .tagSet(let pin):
            pin.sources.map { "source  \(shown($0.name)) edition \($0.edition), \(shown($0.date)), SHA-256 \(shown($0.sha256))" }
        }
    }

    private static func claim(_ claim: VictimReport.Claim, _ chain: Chain) -> String {
        let amount = claim.amount.map {
            claim.asset == chain.ticker ? Form.coin($0, chain) : "\($0) base units of \(shown(claim.asset))"
        }
        return "paid \(amount ?? "an unknown amount of \(shown(claim.asset))") by \(shown(claim.kind)), in their words "
            + "“\(shown(claim.asWritten))”\(claim.transfer.map { ", \($0.text)" } ?? ", not found in the ledger yet")"
    }

    private static func arguments(_ finding: CaseFinding) -> String {
        let words = finding.question["arguments"]?.arrayValue?.compactMap(\.stringValue) ?? []
        return shown(words.isEmpty ? finding.question.line() : ([finding.kind] + words).joined(separator: " "))
    }

    private static func remark(_ text: String) -> String { text.isEmpty ? "" : "  \(shown(text))" }

    private static func shown(_ text: String) -> String { VisibleText.escape(text) }
}
