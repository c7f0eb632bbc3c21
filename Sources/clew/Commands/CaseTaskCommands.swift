import ArgumentParser
import Casework
import Encoding

/// `clew case task`
struct CaseTaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task", abstract: "Write down what is to be done, or that it is done.",
        usage: """
            clew case task <title> [--assignee <name>] [--due <day>] [--about <subject> ...] [--case <case>]
            clew case task --done <number> [--case <case>]
            clew case task --reopen <number> [--case <case>]
            """)

    @Argument(help: "What is to be done.") var title: String?
    @Option(help: ArgumentHelp("Who is to do it.", valueName: "name")) var assignee = ""
    @Option(help: ArgumentHelp("The day it is due, as 2024-04-30; clew case due lists it.", valueName: "day")) var due: String?
    @Option(help: ArgumentHelp("What it is about; may be given again.", valueName: "subject")) var about: [String] = []
    @Option(help: ArgumentHelp("The number of a task that is done.", valueName: "number")) var done: UInt64?
    @Option(help: ArgumentHelp("The number of a task that is not done after all.", valueName: "number")) var reopen: UInt64?
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        guard [title != nil, done != nil, reopen != nil].count(where: { $0 }) == 1 else {
            throw ValidationError("Give a title in quotation marks, or --done or --reopen with a task's number.")
        }
    }

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            if let id = done ?? reopen {
                guard case .task(var task)? = store.current.record(id)?.content else {
                    throw CaseError(.refused, "The case has no task \(id).")
                }
                task.isDone = done != nil
                return [.changeRecord(id: id, .task(task))]
            }
            var subjects: [CaseSubject] = []
            for text in about { subjects.append(try OpenCase.subject(text, store)) }
            return [.record(.task(CaseTask(title: title ?? "", assignee: assignee, due: due, subjects: subjects)))]
        }
    }
}

/// `clew case watch`
struct CaseWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Put an address or transaction on the watchlist.")

    @Argument(help: "An address, a transaction id, or an output as id:n.") var subject: String
    @Option(help: ArgumentHelp("Why its next movement matters.", valueName: "text")) var reason: String
    @Option(help: ArgumentHelp("The last day, as 2024-04-30.", valueName: "day")) var until: String?
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            [.record(.watch(Casework.CaseWatch(subject: try OpenCase.subject(subject, store), reason: reason, until: until)))]
        }
    }
}

/// `clew case cluster`
struct CaseClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster", abstract: "Keep addresses that a stated rule says have one owner.")

    @Argument(help: "The case's own name for it.") var name: String
    @Argument(help: "Its addresses.") var members: [String]
    @Option(help: ArgumentHelp("What joins them: multi-input 1, or what you rely on.", valueName: "text")) var rule: String
    @Option(
        help: "\(CaseRole.allCases.map(\.rawValue).joined(separator: ", ")).",
        completion: .list(CaseRole.allCases.map(\.rawValue)))
    var role: String?
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        guard role.map({ CaseRole(rawValue: $0) != nil }) ?? true else {
            throw ValidationError("Roles are \(CaseRole.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
    }

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            var addresses = Set<String>()
            for text in members {
                guard case .address(let address) = try CaseSubject(text, on: store.current.chain) else {
                    throw CaseError(.refused, "\(VisibleText.escape(text)) is no address; a cluster has addresses.")
                }
                addresses.insert(address)
            }
            let cluster = CaseCluster(
                name: name, role: role.flatMap(CaseRole.init(rawValue:)), rule: rule, members: addresses.sorted())
            return [.record(.cluster(cluster))]
        }
    }
}
