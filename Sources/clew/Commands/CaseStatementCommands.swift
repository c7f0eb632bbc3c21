import ArgumentParser
import Casework
import Encoding
import Ledger

/// `clew case hypothesis`
struct CaseHypothesisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hypothesis", abstract: "State what may be so, and weigh what speaks for it and against it.",
        usage: """
            clew case hypothesis <statement> [--case <case>]
            clew case hypothesis --on <number> [--for <subject>] [--against <subject>] [--remark <text>] [--standing <word>] \
            [--case <case>]
            """)

    @Argument(help: "What may be so.") var statement: String?
    @Option(name: .customLong("on"), help: ArgumentHelp("The number of a hypothesis.", valueName: "number")) var number: UInt64?
    @Option(name: .customLong("for"), help: ArgumentHelp("What speaks for it.", valueName: "subject")) var supporting: String?
    @Option(help: ArgumentHelp("What speaks against it.", valueName: "subject")) var against: String?
    @Option(help: ArgumentHelp("Why it does.", valueName: "text")) var remark = ""
    @Option(
        help: ArgumentHelp("open, supported or rejected.", valueName: "word"),
        completion: .list(CaseHypothesis.Standing.allCases.map(\.rawValue)))
    var standing: String?
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        guard (statement == nil) != (number == nil) else {
            throw ValidationError("Give a statement in quotation marks, or --on with the number of a hypothesis.")
        }
        guard standing.map({ CaseHypothesis.Standing(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("A hypothesis is open, supported or rejected.")
        }
        guard number == nil || supporting != nil || against != nil || standing != nil else {
            throw ValidationError("Say what speaks --for or --against it, or its --standing.")
        }
    }

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            var hypothesis = CaseHypothesis(statement: statement ?? "")
            if let number {
                guard case .hypothesis(let known)? = store.current.record(number)?.content else {
                    throw CaseError(.refused, "The case has no hypothesis \(number).")
                }
                hypothesis = known
            }
            for (text, speaksFor) in [(supporting, true), (against, false)] {
                guard let text else { continue }
                let subject = try OpenCase.subject(text, store)
                hypothesis.evidence.append(CaseHypothesis.Evidence(speaksFor: speaksFor, subject: subject, remark: remark))
            }
            if let standing = standing.flatMap(CaseHypothesis.Standing.init(rawValue:)) { hypothesis.standing = standing }
            return [number.map { .changeRecord(id: $0, .hypothesis(hypothesis)) } ?? .record(.hypothesis(hypothesis))]
        }
    }
}

/// `clew case victim`
struct CaseVictimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "victim", abstract: "Keep a victim's report, with what was paid as the victim says it.",
        usage: """
            clew case victim <reference> [--name <name>] [--source <text>] [--received <day>] [--paid <amount>] [--case <case>]
            clew case victim --on <number> --paid <amount> [--by <means>] [--transfer <output>] [--as-written <text>] \
            [--case <case>]
            """,
        discussion: """
            The reference is a pseudonym that stays the same in every document, such as V-001. An amount is written with its \
            asset, as in "0.0216 BTC" or "950.00 EUR", and kept exactly, in base units.
            """)

    @Argument(help: "The lasting pseudonym.") var reference: String?
    @Option(name: .customLong("on"), help: ArgumentHelp("The number of a report, to add a payment.", valueName: "number")) var number: UInt64?
    @Option(help: ArgumentHelp("The person or company.", valueName: "name")) var name = ""
    @Option(help: ArgumentHelp("Where the report was made: authority and file number.", valueName: "text")) var source = ""
    @Option(help: ArgumentHelp("The day it was received, as 2024-03-11.", valueName: "day")) var received: String?
    @Option(help: ArgumentHelp("What was paid: \"0.0216 BTC\".", valueName: "amount")) var paid: String?
    @Option(help: ArgumentHelp("on-chain, wire, card, kiosk, exchange-internal, or other words.", valueName: "means")) var by = "on-chain"
    @Option(help: ArgumentHelp("The transaction, or the output as id:n, that it was found to be.", valueName: "output")) var transfer: String?
    @Option(help: ArgumentHelp("Amount and time in the victim's words.", valueName: "text")) var asWritten: String?
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        guard (reference == nil) != (number == nil) else {
            throw ValidationError("Give a reference such as V-001, or --on with the number of a report.")
        }
        guard number == nil || paid != nil else { throw ValidationError("Say what was --paid.") }
    }

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            var report = VictimReport(reference: reference ?? "", name: name, source: source, received: received, claims: [])
            if let number {
                guard case .victim(let known)? = store.current.record(number)?.content else {
                    throw CaseError(.refused, "The case has no victim's report \(number).")
                }
                report = known
            }
            if let paid { report.claims.append(try claim(paid, store)) }
            return [number.map { .changeRecord(id: $0, .victim(report)) } ?? .record(.victim(report))]
        }
    }

    private func claim(_ text: String, _ store: CaseStore) throws(CaseError) -> VictimReport.Claim {
        let chain = store.current.chain
        let parts = text.split(separator: " ").map(String.init)
        // Money that is no coin of the chain counts in hundredths, as money does.
        guard parts.count == 2, let amount = Self.units(parts[0], decimals: parts[1] == chain.ticker ? chain.decimals : 2) else {
            throw CaseError(
                .refused, "\(VisibleText.escape(text)) is no amount with its asset, as \"0.0216 \(chain.ticker)\" or \"950.00 EUR\".")
        }
        let transfer: CaseSubject?
        if let named = self.transfer { transfer = try OpenCase.subject(named, store) } else { transfer = nil }
        return VictimReport.Claim(kind: by, asset: parts[1], amount: amount, asWritten: asWritten ?? text, transfer: transfer)
    }

    /// `1.5` as base units; nil for what is no decimal number, or has more decimals than there are.
    static func units(_ text: String, decimals: Int) -> UInt64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
            return nil
        }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.utf8.count <= decimals else { return nil }
        return UInt64(parts[0] + fraction + String(repeating: "0", count: decimals - fraction.utf8.count))
    }
}

/// `clew case authority`
struct CaseAuthorityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "authority", abstract: "Keep what allows an act: an order, a warrant, a consent.")

    @Argument(help: "order, warrant, consent, request, or other words.") var kind: String
    @Argument(help: "Its file number.") var reference: String
    @Option(help: ArgumentHelp("Who issued it.", valueName: "name")) var issuer: String
    @Option(help: ArgumentHelp("What it allows.", valueName: "text")) var scope: String
    @Option(help: ArgumentHelp("The day it was issued, as 2024-04-30.", valueName: "day")) var issued: String?
    @Option(help: ArgumentHelp("The last day it holds; clew case due tells when it has ended.", valueName: "day")) var until: String?
    @Option(help: ArgumentHelp("The exhibit with its text, by SHA-256.", valueName: "sha256")) var exhibit: String?
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            if let exhibit, !store.current.exhibits.contains(where: { $0.sha256 == exhibit }) {
                throw CaseError(.refused, "The case has no exhibit \(VisibleText.escape(exhibit)).")
            }
            return [
                .record(
                    .authority(
                        LegalAuthority(
                            kind: kind, reference: reference, issuer: issuer, issued: issued, until: until, scope: scope,
                            exhibit: exhibit)))
            ]
        }
    }
}
