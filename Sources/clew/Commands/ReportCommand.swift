import ArgumentParser
import Casework
import Crypto
import Encoding
import Evidence
import Foundation
import Ledger
import LedgerStore

/// `clew report`: the evidence summary of a case.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Write the evidence summary of a case as Markdown and as one HTML file.",
        discussion: """
            Writes NAME-summary.md and NAME-summary.html into the working folder and prints the SHA-256 of each, in the form \
            that sha256sum --check reads. The same case and the same ledger give the same bytes. A file that is there already \
            and has other bytes is left alone unless --force is given.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case md, html
    }

    @Argument(help: "The case.") var place: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var ledgerOptions: LedgerOptions
    @Flag(help: "Say what the case says only, without any figures.") var withoutLedger = false
    @Option(help: "Only this form: md or html.") var format: Format?
    @Option(help: ArgumentHelp("Where to write; - for standard output.", valueName: "file")) var output: String?
    @Flag(help: "Replace a file that has other bytes.") var force = false

    func validate() throws {
        if let output, format == nil, Self.format(of: output) == nil {
            throw ValidationError("Name the form of \(VisibleText.escape(output)) with --format md or --format html.")
        }
    }

    func run() async throws {
        let folder = try caseOptions.folder(place)
        let store = try OpenCase.forReading(folder)
        let summary = try await summary(of: store)
        let formats = format.map { [$0] } ?? output.flatMap(Self.format).map { [$0] } ?? Format.allCases
        for format in formats {
            let text = format == .md ? summary.markdown() : summary.html()
            if output == "-" {
                answer(text)
            } else {
                let stem = ((folder as NSString).lastPathComponent as NSString).deletingPathExtension
                try write(Array(text.utf8), to: absolute(output ?? "\(stem)-summary.\(format.rawValue)"))
            }
        }
    }

    private static func format(of file: String) -> Format? {
        file.hasSuffix(".md") ? .md : file.hasSuffix(".html") || file.hasSuffix(".htm") ? .html : nil
    }

    private func summary(of store: CaseStore) async throws -> EvidenceSummary {
        let value = store.current
        if withoutLedger { return EvidenceSummary.make(of: value) }
        // A named ledger first, then the one the case was last opened with, then the chain's own.
        var path = ledgerOptions.folder(chain: value.chain.name)
        if !ledgerOptions.isNamed, let last = ViewFile(casePath: store.folder).read().ledger { path = last }
        do {
            return try await EvidenceSummary.make(of: value, ledger: SQLiteLedger.open(at: path))
        } catch {
            throw failure("\(error) Name one with --ledger, or use --without-ledger for a summary without figures.")
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let files = PosixFiles()
        let name = (path as NSString).lastPathComponent
        let sha256 = Hex.text(SHA256.hash(data: bytes))
        do {
            if try files.status(path) != nil, !force {
                guard try files.read(path, limit: 1 << 30) == bytes else {
                    throw failure(
                        "\(VisibleText.escape(path)) is there already and says something else. Use --force to replace it, or "
                            + "--output to write elsewhere.")
                }
                say("Unchanged: \(VisibleText.escape(path)), \(bytes.count) bytes.")
            } else {
                try files.replace(name, in: (path as NSString).deletingLastPathComponent, with: bytes)
                say("Written: \(VisibleText.escape(path)), \(bytes.count) bytes.")
            }
        } catch let error as FileError {
            throw failure("The summary was not written: \(error.sentence)")
        }
        answer("\(sha256)  \(VisibleText.escape(path))\n")
    }
}
