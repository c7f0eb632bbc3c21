import ArgumentParser
import Casework
import Foundation
import Ledger
import Screen
import Terminal
import Workbench

/// `clew [open] [CASE]`: the workbench.
struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a case in the workbench.",
        discussion: """
            Without a case it opens $CLEW_CASE, else the case that was open last, else the sample case.
            The ledger is the one named, else the one the case was last opened with, else the chain's own.
            """)

    @Argument(help: ArgumentHelp("The folder of the case, or its name among your cases.", valueName: "case"), completion: CaseOptions.completion)
    var argument: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var ledgerOptions: LedgerOptions
    @Flag(help: "Open a copy of the sample case that comes with Clew.")
    var sample = false
    @Flag(help: "Change nothing.")
    var readOnly = false
    @Option(help: "Colour theme: dark, light, dusk, colour-safe, high-contrast, mono, or one of your own.")
    var theme: String?
    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false
    @Flag(inversion: .prefixedNo, help: "Use the mouse.")
    var mouse = true
    @Flag(help: "Linear mode: words and numbers, line by line, for a screen reader, a pipe or a printer.")
    var accessible = false
    @Option(help: ArgumentHelp("Write what is typed to a new file, for a bug report or --replay.", valueName: "file"))
    var record: String?
    @Option(help: ArgumentHelp("Do what --record wrote to a file; any key ends it.", valueName: "file"))
    var replay: String?

    @MainActor
    func run() async throws { try start(choosing: false) }

    /// Begins with a case, or with the choice of one.
    @MainActor
    func start(choosing: Bool) throws {
        let session = WorkbenchSession(options: self)
        if accessible { return try session.runInWords(choosing ? nil : prepare(named(), ProgressLine())) }
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw failure(
                "The workbench needs a terminal; input or output here is none. "
                    + "`clew open --accessible`, `clew case show` and the other commands work without one.")
        }
        try session.run(choosing ? nil : named())
    }

    /// Whether the command line or the environment names what to open.
    var namesCase: Bool {
        argument != nil || caseOptions.caseFolder != nil || sample || replay != nil
            || !(ProcessInfo.processInfo.environment["CLEW_CASE"] ?? "").isEmpty
    }

    /// Everything the workbench starts from.
    struct Opening: Sendable {
        var store: CaseStore
        /// Why nothing can be changed; nil for a writer.
        var readOnlyReason: String?
        /// Who writes the case now; nil when nobody else does.
        var otherWriter: String?
        var casePath: String
        var ledger: OpenLedger?
        var ledgerPath: String?
        var standing: LedgerStanding
        var notices: [String]
        /// The sample case for somebody who never opened one.
        var isFirst = false
    }

    /// Opens a case, telling how far that is.
    func prepare(_ next: NextCase, _ line: ProgressLine) throws -> Opening {
        switch next {
        case .folder(let named, let isReadOnly):
            return try prepare(CaseOptions.resolve(named), readOnly: readOnly || isReadOnly, line)
        case .sample(let withTour):
            var opening = try prepareSample(try sampleCase(), line)
            opening.isFirst = withTour
            return opening
        }
    }

    /// What the command line or the environment names, else the case that was open last, else the sample case.
    private func named() throws -> NextCase {
        if sample || !namesCase && LastCase().read() == nil { return .sample(withTour: LastCase().read() == nil) }
        let path = argument == nil && caseOptions.caseFolder == nil ? chosenCase ?? "" : try caseOptions.folder(argument)
        return .folder(path, isReadOnly: readOnly)
    }

    private func prepareSample(_ found: SampleCase, _ line: ProgressLine) throws -> Opening {
        try found.copyCase()
        return try prepare(found.casePath, readOnly: readOnly, line)
    }

    private func prepare(_ path: String, readOnly: Bool, _ line: ProgressLine) throws -> Opening {
        let folders = UserFolders()
        var casePath = path
        while casePath.count > 1, casePath.hasSuffix("/") { casePath.removeLast() }
        // The copy of the sample case goes with its own ledger, also when it is opened by name or taken up again.
        let usualLedger = SampleCase.ledger(ofCopy: casePath, folders: folders)

        let (store, otherWriter) = try openStore(casePath, readOnly: readOnly)
        let notice = otherWriter.map {
            "\($0) is writing this case, so it was opened for reading only: it shows what is written there, and W writes it "
                + "from here once it is closed there."
        }
        let kept = ViewFile(casePath: casePath).read()
        let chain = store.current.chain
        let ledgerPath =
            ledgerOptions.isNamed
            ? ledgerOptions.folder(chain: chain.name)
            : kept.ledger ?? usualLedger ?? folders.ledger(of: chain.name)
        var opening = Opening(
            store: store, readOnlyReason: otherWriter.map { "\($0) is writing this case" } ?? store.readOnlyReason,
            otherWriter: otherWriter, casePath: casePath, standing: .missing(""),
            notices: [notice].compactMap { $0 } + store.notices)
        do throws(LedgerError) {
            if ledgerPath == usualLedger, let sample = SampleCase.find(folders: folders) {
                try SampleLedger.importUnlessReadable(sample, line)
            }
            let ledger = try LedgerOpening.open(at: ledgerPath)
            guard ledger.info.chain == chain else {
                throw LedgerError(
                    "The ledger \(ledgerPath) is of \(ledger.info.chain), this case is on \(chain). Name another with --ledger.")
            }
            opening.ledger = ledger
            opening.ledgerPath = ledgerPath
            opening.standing = .open(ledger.info)
        } catch {
            opening.standing = .missing(error.sentence)
        }
        return opening
    }

    private func sampleCase() throws -> SampleCase {
        guard let found = SampleCase.find(folders: UserFolders()) else {
            throw failure(
                "The sample case was not found. Set CLEW_DATA to the folder that holds SampleCases, or name a case: clew open CASE.")
        }
        return found
    }

    /// The case of the environment, else the one open last.
    private var chosenCase: String? {
        if let named = ProcessInfo.processInfo.environment["CLEW_CASE"], !named.isEmpty { return CaseOptions.resolve(named) }
        return LastCase().read()
    }

    /// The case, for reading only when somebody else writes it; then also who does: `MK (process 4711 on desk-7) ...`.
    private func openStore(_ path: String, readOnly: Bool) throws -> (CaseStore, otherWriter: String?) {
        let context = CaseContext.system(author: Author.name)
        // A workbench that is just being closed elsewhere lets go within a moment.
        for attempt in 1...5 {
            do throws(CaseError) {
                return (try CaseStore.open(at: path, context: context, readOnly: readOnly), nil)
            } catch {
                guard case .locked(let holder) = error.kind else { throw failure(error.sentence) }
                guard attempt == 5 else {
                    usleep(200_000)
                    continue
                }
                do throws(CaseError) {
                    return (
                        try CaseStore.open(at: path, context: context, readOnly: true),
                        holder?.text ?? "Another process"
                    )
                } catch {
                    throw failure(error.sentence)
                }
            }
        }
        throw failure("The case could not be opened.")
    }
}
