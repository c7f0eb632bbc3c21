import ArgumentParser
import Casework
import Encoding
import Evidence
import Foundation
import Ledger

/// `clew report`: the evidence summary of a case.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write the evidence summary of a case as Markdown and as one HTML file.",
        discussion: """
            Writes NAME-summary-EVENT.md and .html beside the case, named after the last event of the journal, and prints \
            the SHA-256 of each in the form that sha256sum --check reads. The same case and the same ledger give the same \
            bytes. The ledger is the one named, else the one the case was last opened with, else the chain's own.
            """)

    @Argument(help: "The case.", completion: CaseOptions.completion) var place: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var ledgerOptions: LedgerOptions
    @Flag(help: "Say what the case says only, without any figures.") var withoutLedger = false
    @Option(help: "Only this form: md or html.") var format: SummaryFiles.Form?
    @Option(help: ArgumentHelp("Where to write one form; - for standard output.", valueName: "file")) var output: String?
    @Flag(help: "Replace the --output file where it has other bytes.") var force = false

    func validate() throws {
        if let output, form(of: output) == nil {
            throw ValidationError("Name the form of \(VisibleText.escape(output)) with --format md or --format html.")
        }
    }

    func run() async throws {
        let store = try OpenCase.forReading(try caseOptions.folder(place))
        let summary = try await summary(of: store)
        do throws(FileError) {
            guard let output, let form = form(of: output) else {
                for form in format.map({ [$0] }) ?? SummaryFiles.Form.allCases {
                    tell(try SummaryFiles.write(summary, form, besides: store.folder))
                }
                return
            }
            guard output != "-" else { return answer(form.text(of: summary)) }
            let bytes = Array(form.text(of: summary).utf8)
            guard let written = try SummaryFiles.write(bytes, to: absolute(output), replacing: force) else {
                throw FileError(call: "open", path: absolute(output), code: EEXIST)
            }
            tell(written)
        } catch {
            let remedy = error.code == EEXIST ? " Use --force to replace it." : ""
            throw failure("The summary was not written: \(VisibleText.escape(error.sentence))\(remedy)")
        }
    }

    private func form(of file: String) -> SummaryFiles.Form? {
        if let format { return format }
        return file.hasSuffix(".md") ? .md : file.hasSuffix(".html") || file.hasSuffix(".htm") ? .html : nil
    }

    private func tell(_ file: SummaryFiles.Written) {
        say("\(file.isNew ? "Written" : "Unchanged"): \(AmountText.grouped(UInt64(file.bytes))) bytes.")
        answer("\(file.sha256)  \(VisibleText.escape(file.path))\n")
    }

    private func summary(of store: CaseStore) async throws -> EvidenceSummary {
        let value = store.current
        if withoutLedger { return EvidenceSummary.make(of: value) }
        var path = ledgerOptions.folder(chain: value.chain.name)
        if !ledgerOptions.isNamed, let last = ViewFile(casePath: store.folder).read().ledger { path = last }
        do {
            return try await EvidenceSummary.make(of: value, ledger: LedgerOpening.open(at: path))
        } catch {
            throw failure("\(error) Name a ledger with --ledger, or use --without-ledger for a summary without figures.")
        }
    }
}

extension SummaryFiles.Form: ExpressibleByArgument {}
