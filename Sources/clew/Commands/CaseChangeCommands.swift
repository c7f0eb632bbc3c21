import ArgumentParser
import Casework
import Encoding
import Foundation

/// `clew case add`
struct CaseAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add addresses and transactions of interest.")

    @Argument(help: "Addresses or transaction ids.") var subjects: [String]
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            // All are read before the first is written: a typing error in the last leaves the case as it was.
            var changes: [CaseChange] = []
            for text in subjects { changes.append(.add(try OpenCase.item(text, store))) }
            return changes
        }
    }
}

/// `clew case drop`
struct CaseDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Take an address or transaction out of the case.")

    @Argument(help: "An address or a transaction id.") var subject: String
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            [.drop(try OpenCase.subject(subject, store))]
        }
    }
}

/// `clew case label`
struct CaseLabelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "label", abstract: "Give an address or transaction a name of the case's own.")

    @Argument(help: "An address or a transaction id.") var subject: String
    @Argument(help: "The name; \"\" takes it away.") var label: String
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            [.label(try OpenCase.item(subject, store), label)]
        }
    }
}

/// `clew case role`
struct CaseRoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role", abstract: "Say which part an address plays in this investigation.")

    @Argument(help: "An address or a transaction id.") var subject: String
    @Argument(
        help: "\(CaseRole.allCases.map(\.rawValue).joined(separator: ", ")), or none.", completion: .list(CaseRole.allCases.map(\.rawValue) + ["none"]))
    var role: String
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        guard role == "none" || CaseRole(rawValue: role) != nil else {
            throw ValidationError(
                "No role is called '\(VisibleText.escape(role))'. Roles are "
                    + "\(CaseRole.allCases.map(\.rawValue).joined(separator: ", ")), and none.")
        }
    }

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            [.role(try OpenCase.item(subject, store), CaseRole(rawValue: role))]
        }
    }
}

/// `clew case flag`
struct CaseFlagCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flag", abstract: "Flag an address or transaction, or take the flag away.")

    @Argument(help: "An address or a transaction id.") var subject: String
    @Flag(help: "Take the flag away.") var remove = false
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            [.flag(try OpenCase.item(subject, store), !remove)]
        }
    }
}

/// `clew case note`
struct CaseNoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Write a note, change one, or remove one.",
        usage: """
            clew case note <subject> <text> [--case <case>]
            clew case note --edit <number> <text> [--case <case>]
            clew case note --remove <number> [--case <case>]
            """)

    @Argument(help: "What it is about (an address, a transaction id, an output as id:n, the number of a note or record, or 'case'), then the text; - reads it from standard input.")
    var words: [String] = []
    @Option(help: ArgumentHelp("Change the text of this note.", valueName: "number")) var edit: UInt64?
    @Option(help: ArgumentHelp("Remove this note.", valueName: "number")) var remove: UInt64?
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        let wanted = remove != nil ? 0 : edit != nil ? 1 : 2
        guard words.count == wanted, edit == nil || remove == nil else {
            throw ValidationError(
                wanted == 2 ? "A note needs what it is about and one text. Put the text in quotation marks."
                    : wanted == 1 ? "A changed note needs one text. Put it in quotation marks." : "Only the number is needed.")
        }
    }

    func run() async throws {
        let text = words.last == "-" ? try Self.standardInput() : words.last ?? ""
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            if let remove { return [.removeNote(id: remove)] }
            if let edit { return [.editNote(id: edit, text: text)] }
            return [.note(try OpenCase.subject(words[0], store), text: text)]
        }
    }

    private static func standardInput() throws -> String {
        let data: Data
        do { data = try FileHandle.standardInput.read(upToCount: Case.noteLimit + 1) ?? Data() } catch {
            throw failure("Standard input could not be read: \(error.localizedDescription)")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw failure("The note on standard input is not UTF-8.")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}

/// `clew case exhibit`
struct CaseExhibitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exhibit", abstract: "Keep the bytes of a file with the case, and print their SHA-256.")

    @Argument(help: "The file.", completion: .file()) var file: String
    @Option(help: "What it is called (default: as the file).") var name: String?
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let folder = try caseOptions.folder()
        do {
            let bytes = try PosixFiles().read(absolute(file), limit: 256 << 20)
            let store = try OpenCase.forWriting(folder)
            defer { store.close() }
            let exhibit = try store.addExhibit(name: name ?? (file as NSString).lastPathComponent, bytes: bytes)
            say("Saved event \(store.current.head): \(exhibit.bytes) bytes as \(VisibleText.escape(exhibit.name)).")
            answer(exhibit.sha256 + "\n")
        } catch let error as FileError {
            throw failure("The file could not be read: \(error.sentence)")
        } catch let error as CaseError { throw failure(error) }
    }
}

/// `clew case undo`
struct CaseUndoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back what was done last; as often as there is something to take back.")
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws { try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in [.undo] } }
}

/// `clew case redo`
struct CaseRedoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "redo", abstract: "Do again what was undone last.")
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws { try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in [.redo] } }
}
