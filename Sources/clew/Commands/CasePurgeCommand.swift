import ArgumentParser
import Casework
import Encoding
import Foundation
import Sealing

/// `clew case purge`
struct CasePurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Erase what an event says, or the bytes of an exhibit, because the law orders it.",
        usage: """
            clew case purge <target> ... --authority <text> [--copy <folder>] [--archive <file>] [--case <case>]
            clew case purge --copy <folder> [--archive <file>] [--case <case>]
            """,
        discussion: """
            What was written or kept is gone for good: from the journal, case.json, the exhibits and lines set aside after \
            a crash. That something was there, who wrote it when, and on whose order it was erased stays, and the journal \
            still verifies. With --copy and --archive the same goes from other copies of the case and from archives of it, \
            which need --identity or --passphrase-file; without a target what was ordered before is carried out there.

            Three texts stay for good: the case's name and its question (event 1), and the text of --authority. Keep names of \
            persons out of them: a file number says enough.
            """)

    @Argument(help: "Event numbers, and exhibits by their SHA-256.") var targets: [String] = []
    @Option(help: ArgumentHelp("The order: authority, file number, date.", valueName: "text")) var authority: String?
    @Option(name: .customLong("copy"), help: ArgumentHelp("Another copy of the case; may be given again.", valueName: "folder"), completion: .directory)
    var copies: [String] = []
    @Option(name: .customLong("archive"), help: ArgumentHelp("An archive of the case; may be given again.", valueName: "file"), completion: .file())
    var archives: [String] = []
    @OptionGroup var key: ArchiveKeyOptions
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        guard targets.isEmpty == (authority == nil) else {
            throw ValidationError(
                targets.isEmpty ? "Name the events or exhibits that are to be erased."
                    : "Say on whose order, for instance --authority \"District court, 12 Gs 345/26, 2026-04-30\".")
        }
        guard !targets.isEmpty || !copies.isEmpty || !archives.isEmpty else {
            throw ValidationError("Name what is to be erased, and on whose order: clew case purge 12 --authority \"...\".")
        }
    }

    func run() async throws {
        let folder = try caseOptions.folder()
        // Asked for before anything is erased.
        let identities = archives.isEmpty ? [] : [try key.opened()]
        let store = try OpenCase.forWriting(folder)
        defer { store.close() }
        if let authority { try erase(in: store, authority) }
        var isComplete = true
        for copy in copies.map(CaseOptions.resolve) {
            do {
                let other = try CaseStore.open(at: copy, context: .system(author: Author.name), readOnly: false)
                defer { other.close() }
                _ = try other.merge(from: folder)
                answer("erased in \(VisibleText.escape(copy))\n")
            } catch {
                isComplete = false
                say("clew: Nothing was erased in \(VisibleText.escape(copy)): \(error)")
            }
        }
        for archive in archives.map(absolute) {
            do {
                _ = try store.renew(archive: archive, with: identities)
                answer("erased in \(VisibleText.escape(archive))\n")
            } catch {
                isComplete = false
                say("clew: Nothing was erased in \(VisibleText.escape(archive)): \(error)")
            }
        }
        say("What was given away, and copies and archives that were not named, still hold it.")
        if !isComplete { throw ExitStatus.checkFailed }
    }

    private func erase(in store: CaseStore, _ authority: String) throws {
        do {
            let summary = try store.purge(
                events: targets.compactMap { $0.count < 20 ? UInt64($0) : nil },
                exhibits: targets.filter { $0.count >= 20 || UInt64($0) == nil }, authority: authority)
            for number in summary.events { answer("erased event \(number)\n") }
            for sha256 in summary.exhibits { answer("erased exhibit \(sha256)\n") }
            for file in summary.files { answer("removed \(VisibleText.escape(file))\n") }
            for sentence in summary.leftovers { say("clew: \(sentence)") }
            let oldest = summary.events.first ?? 1
            for path in SummaryFiles.written(since: oldest, besides: store.folder) {
                say("clew: \(VisibleText.escape(path)) was made from the case before and may hold it. Delete it, or make it again.")
            }
            for copy in CaseLibrary.copies(of: store, besides: copies.map(CaseOptions.resolve)) {
                say("clew: \(VisibleText.escape(copy)) is a copy of this case and still holds it. Repeat with --copy.")
            }
        } catch { throw failure(error) }
    }
}

/// With what an archive is opened.
struct ArchiveKeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The file of an age identity (AGE-SECRET-KEY-1...).", valueName: "file"), completion: .file())
    var identity: String?
    @Option(help: ArgumentHelp("A file whose first line is the passphrase.", valueName: "file"), completion: .file())
    var passphraseFile: String?

    /// The key named, else a passphrase that is asked for.
    func opened() throws -> AgeFile.Identity {
        guard let identity else { return .passphrase(try Passphrase.read(passphraseFile, isNew: false)) }
        do {
            return .key(try AgePrivateKey(String(decoding: try PosixFiles().read(absolute(identity), limit: 1 << 20), as: UTF8.self)))
        } catch let error as FileError {
            throw failure("The identity could not be read: \(error.sentence)")
        } catch let error as SealingError { throw failure(error) }
    }
}
