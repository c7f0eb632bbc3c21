import ArgumentParser
import Casework
import Encoding
import Foundation
import Ledger
import Sealing

/// `clew case sign`
struct CaseSignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign how far the journal goes, so that cutting off its end shows.",
        discussion: """
            The key is an Ed25519 key of OpenSSH without a passphrase (ssh-keygen -t ed25519). The statement is verified by \
            clew case check, and by ssh-keygen -Y verify with the namespace clew-checkpoint. With --time-stamp a request \
            (RFC 3161) is put beside it; carry it to any time-stamping authority and keep the answer with clew case stamp.
            """)

    @Option(help: ArgumentHelp("The file of the private key.", valueName: "file"), completion: .file()) var key: String
    @Flag(help: "Write a request for a time stamp too.") var timeStamp = false
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let store = try OpenCase.forWriting(try caseOptions.folder())
        defer { store.close() }
        do {
            let text = String(decoding: try PosixFiles().read(absolute(key), limit: 1 << 20), as: UTF8.self)
            let path = try store.sign(with: try SSHPrivateKey(text), nonce: timeStamp ? Self.nonce() : nil)
            say("Signed up to event \(store.current.head).")
            answer(VisibleText.escape(path) + "\n")
        } catch let error as FileError {
            throw failure("The key could not be read: \(error.sentence)")
        } catch let error as SealingError { throw failure(error) } catch let error as CaseError { throw failure(error) }
    }

    private static func nonce() -> [UInt8] { (0..<8).map { _ in UInt8.random(in: 0...255) } }
}

/// `clew case stamp`
struct CaseStampCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stamp", abstract: "Keep a time-stamping authority's answer with the checkpoint it is about.")

    @Argument(help: "The answer, a .tsr file.", completion: .file(extensions: ["tsr"])) var file: String
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let store = try OpenCase.forWriting(try caseOptions.folder())
        defer { store.close() }
        do {
            answer(VisibleText.escape(try store.keep(stamp: try PosixFiles().read(absolute(file), limit: 1 << 20))) + "\n")
        } catch let error as FileError {
            throw failure("The answer could not be read: \(error.sentence)")
        } catch let error as CaseError { throw failure(error) }
    }
}

/// `clew case archive`
struct CaseArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Write the whole case as one encrypted file (age), and read it back.",
        discussion: """
            The program age opens it too: age -d case.age | tar x. It is encrypted for the recipients named (age1...), or \
            with a passphrase, which is taken from --passphrase-file or asked for.
            """)

    @Argument(help: "The file to write.", completion: .file()) var file: String
    @Option(name: .customLong("for"), help: ArgumentHelp("A recipient, age1...; may be given again.", valueName: "recipient"))
    var recipients: [String] = []
    @Option(help: ArgumentHelp("A file whose first line is the passphrase.", valueName: "file")) var passphraseFile: String?
    @Flag(help: "Remove the case's folder once the archive was read back.") var remove = false
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let folder = try caseOptions.folder()
        do {
            var to: [AgeFile.Recipient] = []
            for text in recipients { to.append(.key(try AgePublicKey(text))) }
            if to.isEmpty { to = [.passphrase(try Passphrase.read(passphraseFile, isNew: true))] }
            let store = try OpenCase.forWriting(folder)
            defer { store.close() }
            let summary = try store.archive(to: absolute(file), for: to, removing: remove)
            say(
                "\(Form.count(UInt64(summary.events), "event")) and \(Form.count(UInt64(summary.exhibits), "exhibit")) in "
                    + "\(AmountText.grouped(UInt64(summary.bytes))) bytes; read back and compared.")
            if remove { say("The folder \(VisibleText.escape(folder)) was removed.") }
            answer(VisibleText.escape(absolute(file)) + "\n")
        } catch let error as SealingError { throw failure(error) } catch let error as CaseError { throw failure(error) }
    }
}

/// `clew case restore`
struct CaseRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Open an archive into a new case folder.")

    @Argument(help: "The archive.", completion: .file()) var file: String
    @Argument(help: "The new folder, or a name for the user's folder of cases.") var place: String
    @OptionGroup var key: ArchiveKeyOptions

    func run() async throws {
        let suffixed = place.hasSuffix(".clew") ? place : place + ".clew"
        let path = place.contains("/") ? absolute(suffixed) : UserFolders().cases + "/" + suffixed
        do {
            let summary = try CaseArchive.open(absolute(file), to: path, with: [try key.opened()])
            say("\(Form.count(UInt64(summary.events), "event")), \(Form.count(UInt64(summary.exhibits), "exhibit")): everything holds.")
            answer(VisibleText.escape(path) + "\n")
        } catch let error as FileError {
            throw failure(error.sentence)
        } catch let error as SealingError { throw failure(error) } catch let error as CaseError { throw failure(error) }
    }
}

/// Where a passphrase comes from; never an argument, which everybody on the machine could read.
enum Passphrase {
    static func read(_ file: String?, isNew: Bool) throws -> String {
        if let file {
            do {
                let text = String(decoding: try PosixFiles().read(absolute(file), limit: 1 << 16), as: UTF8.self)
                guard let line = text.split(separator: "\n").first, !line.isEmpty else {
                    throw failure("The passphrase file is empty.")
                }
                return String(line)
            } catch let error as FileError { throw failure("The passphrase could not be read: \(error.sentence)") }
        }
        guard isatty(STDIN_FILENO) == 1 else { throw failure("A passphrase is needed: use --passphrase-file.") }
        let first = ask("Passphrase: ")
        guard !first.isEmpty else { throw failure("The passphrase is empty.") }
        if isNew, ask("The same again: ") != first { throw failure("The two passphrases differ.") }
        return first
    }

    private static func ask(_ question: String) -> String {
        guard let text = getpass(question) else { return "" }
        return String(cString: text)
    }
}
