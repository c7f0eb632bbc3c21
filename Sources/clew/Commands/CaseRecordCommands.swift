import ArgumentParser
import Casework
import Encoding
import Foundation

/// `clew case put`
struct CasePutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Add a cluster, task, hypothesis, finding, watch, victim, authority or report.",
        discussion: """
            The members are one JSON object as docs/formats.md and docs/schemas/event.schema.json list them; records of the \
            case are named as {"event": number}. With --change the record of that number gets new members.
            """)

    @Argument(
        help: "cluster, task, hypothesis, finding, watch, victim, authority or report.",
        completion: .list(["cluster", "task", "hypothesis", "finding", "watch", "victim", "authority", "report"]))
    var kind: String
    @Argument(help: "The members as JSON; - reads them from standard input.") var members: String
    @Option(help: ArgumentHelp("Change this record instead.", valueName: "number")) var change: UInt64?
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let text = members == "-" ? String(decoding: FileHandle.standardInput.readDataToEndOfFile(), as: UTF8.self) : members
        let json: JSONValue
        do { json = try JSONValue.parse(text) } catch { throw failure("The members are not readable. \(error.sentence)") }
        guard let content = CaseContent(kind: kind, members: json) else {
            throw failure(
                "These are not the members of a \(VisibleText.escape(kind)): one is missing, unknown or of the wrong type. "
                    + "docs/formats.md lists them.")
        }
        try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in
            [change.map { .changeRecord(id: $0, content) } ?? .record(content)]
        }
    }
}

/// `clew case remove`
struct CaseRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take a record out of the case; the journal keeps it, and undo brings it back.")

    @Argument(help: "Its number.") var record: UInt64
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in [.removeRecord(id: record)] }
    }
}

/// `clew case link`
struct CaseLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Let a note refer to another note or a record.")

    @Argument(help: "The note's number.") var note: UInt64
    @Argument(help: "The other's number.") var other: UInt64
    @Flag(help: "Take the reference away.") var remove = false
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in [.link(note: note, to: other, !remove)] }
    }
}

/// `clew case review`
struct CaseReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Say how far a finding or report was looked at: draft, checked, approved.",
        discussion: "Only somebody else than its author may check it, and only what is checked can be approved.")

    @Argument(help: "Its number.") var record: UInt64
    @Argument(help: "draft, checked or approved.", completion: .list(ReviewState.allCases.map(\.rawValue))) var state: String
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        guard let state = ReviewState(rawValue: state) else {
            throw failure("No review state is called \(VisibleText.escape(state)): draft, checked, approved.")
        }
        try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in [.review(id: record, state)] }
    }
}

/// `clew case lock-method`
struct CaseLockMethodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock-method", abstract: "Fix the tracing method of an asset, with the reason, before it runs for the record.")

    @Argument(
        help: "fifo, lifo, haircut, poison, tiho or libr.",
        completion: .list(["fifo", "lifo", "haircut", "poison", "tiho", "libr"]))
    var method: String
    @Option(help: "Why this one.") var reason: String
    @Option(help: "The asset (default: the coin of the case's chain).") var asset: String?
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            [.lockMethod(asset: asset ?? store.current.chain.name, method: method, reason: reason)]
        }
    }
}

/// `clew case mark`
struct CaseMarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark", abstract: "Say how the case may be passed on, by the Traffic Light Protocol.")

    @Argument(
        help: "clear, green, amber, amber+strict, red, or none.",
        completion: .list(["clear", "green", "amber", "amber+strict", "red", "none"]))
    var marking: String
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let value = CaseMarking(rawValue: "TLP:" + marking.uppercased())
        guard value != nil || marking == "none" else {
            throw failure("No marking is called \(VisibleText.escape(marking)): clear, green, amber, amber+strict, red, none.")
        }
        try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in [.mark(value)] }
    }
}

/// `clew case colour`
struct CaseColourCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "colour", abstract: "Give an address or transaction a colour.")

    @Argument(help: "An address or a transaction id.") var subject: String
    @Argument(
        help: "\(CaseColour.allCases.map(\.rawValue).joined(separator: ", ")), or none.",
        completion: .list(CaseColour.allCases.map(\.rawValue) + ["none"]))
    var colour: String
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let value = CaseColour(rawValue: colour)
        guard value != nil || colour == "none" else { throw failure(
                "No colour is called \(VisibleText.escape(colour)). Colours are "
                    + "\(CaseColour.allCases.map(\.rawValue).joined(separator: ", ")), and none.") }
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            [.colour(try OpenCase.item(subject, store), value)]
        }
    }
}

/// `clew case retain`
struct CaseRetainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retain", abstract: "Say until when the case, an event or an exhibit may be kept.")

    @Argument(help: "case, an event's number, or an exhibit's SHA-256.") var target: String
    @Argument(help: "The last day, as 2029-12-31, or none.") var until: String
    @Option(help: "The rule that says so.") var reason = ""
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let what: RetentionTarget = target == "case" ? .wholeCase : UInt64(target).map { .event($0) } ?? .exhibit(target)
        try OpenCase.change(try caseOptions.folder()) { _ throws(CaseError) in
            [.retain(what, until: until == "none" ? nil : until, reason: reason)]
        }
    }
}
