import ArgumentParser
import Casework
import Encoding
import Foundation
import Ledger

/// `clew case`: everything the workbench does to a case, for scripts.
struct CaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case", abstract: "Create a case, read it, and write into it.",
        discussion: """
            A case is a folder NAME.clew. Name it by path, or by its name alone when it lies in the user's folder of cases; \
            or set CLEW_CASE. What is written is signed with CLEW_AUTHOR, else with the login name.
            """,
        subcommands: [
            CaseNewCommand.self, CaseShowCommand.self, CaseLogCommand.self, CaseAddCommand.self, CaseDropCommand.self,
            CaseLabelCommand.self, CaseRoleCommand.self, CaseFlagCommand.self, CaseNoteCommand.self,
            CaseExhibitCommand.self, CaseColourCommand.self, CaseTaskCommand.self, CaseWatchCommand.self,
            CaseClusterCommand.self, CaseHypothesisCommand.self, CaseVictimCommand.self, CaseAuthorityCommand.self,
            CasePutCommand.self, CaseRemoveCommand.self, CaseAskCommand.self, CaseLinkCommand.self, CaseReviewCommand.self,
            CaseLockMethodCommand.self, CaseDecideTagsCommand.self, CasePinTagsCommand.self, CaseMarkCommand.self,
            CaseRetainCommand.self, CaseUndoCommand.self, CaseRedoCommand.self, CaseCheckCommand.self,
            CaseMergeCommand.self, CaseConflictsCommand.self, CasePurgeCommand.self, CaseListCommand.self,
            CaseSearchCommand.self, CaseDueCommand.self, CaseSignCommand.self, CaseStampCommand.self,
            CaseArchiveCommand.self, CaseRestoreCommand.self,
        ])
}

/// `clew case new`
struct CaseNewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Create a case and print where it is.")

    @Argument(help: ArgumentHelp("A name, for the user's folder of cases, or a path.", valueName: "name or path"))
    var place: String

    @Option(help: "The network: \(Chain.all.map(\.name).joined(separator: ", ")).")
    var chain = "bitcoin"

    @Option(help: "What the case is to answer. Neither this nor the name can be erased later: no names of persons.")
    var question = ""

    @Option(help: "What the case is called (default: as its folder).")
    var name: String?

    func run() async throws {
        let path = try Self.create(place, named: name, question: question, chain: chain)
        let folder = (path as NSString).lastPathComponent
        say("Created the case \(VisibleText.escape(folder)) on \(chain), signed by \(VisibleText.escape(Author.name)).")
        answer(VisibleText.escape(path) + "\n")
    }

    /// Creates a case at a path, or among the user's cases under a name, and answers its folder.
    static func create(_ place: String, named name: String?, question: String, chain: String) throws -> String {
        if let known = Chain(named: chain), known.kind == .balances {
            throw failure(
                "A case is about a chain whose value rests in outputs, and that of \(known) rests in balances. Ask its ledger "
                    + "instead: clew address, tx, neighbours, trace and common answer there, and --json keeps what they say.")
        }
        guard let chain = Chain(named: chain) else {
            throw failure(
                "No chain is called \(VisibleText.escape(chain)). Known are \(Chain.all.map(\.name).joined(separator: ", ")).")
        }
        let suffixed = place.hasSuffix(".clew") ? place : place + ".clew"
        let path = place.contains("/") ? absolute(suffixed) : UserFolders().cases + "/" + suffixed
        let folder = (path as NSString).lastPathComponent
        guard folder != ".clew", !folder.hasPrefix(".") else { throw failure("A case needs a name.") }
        if !place.contains("/") {
            do {
                try FileManager.default.createDirectory(
                    atPath: UserFolders().cases, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw failure("The folder of cases \(UserFolders().cases) cannot be made: \(error.localizedDescription)")
            }
        }
        do {
            let store = try CaseStore.create(
                at: path, name: name ?? String(folder.dropLast(".clew".count)), question: question, chain: chain,
                context: .system(author: Author.name))
            store.close()
        } catch { throw failure(error) }
        return path
    }
}
