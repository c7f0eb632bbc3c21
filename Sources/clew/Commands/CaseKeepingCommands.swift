import ArgumentParser
import Casework
import Encoding
import Foundation

/// `clew case check`
struct CaseCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Verify journal, case.json and exhibits, byte by byte.",
        discussion: "Ends with 1 when something does not hold, and names the event from which on. Changes nothing.")

    @Argument(help: "The case.", completion: CaseOptions.completion) var place: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var output: JSONOptions

    func run() async throws {
        let folder = try caseOptions.folder(place)
        let check: CaseCheck
        do { check = try CaseCheck.run(at: folder) } catch { throw failure(error) }
        if output.json {
            let failures: [JSONValue] = check.failures.map {
                [
                    "event": $0.event.map { .integer(Int64(clamping: $0)) } ?? .null, "sentence": .string($0.sentence),
                ]
            }
            answer(
                CaseText.document(
                    "clew-case-check-1",
                    [
                        "events": .integer(Int64(check.events)), "erased": .integer(Int64(check.erased)),
                        "exhibits": .integer(Int64(check.exhibits)), "hash": .string(check.headHash),
                        "holds": .bool(check.failures.isEmpty), "failures": .array(failures),
                        "signatures": .array(
                            check.signatures.map {
                                [
                                    "event": .integer(Int64(clamping: $0.event)), "author": .string($0.author),
                                    "time": .string($0.time.rfc3339), "key": .string($0.key),
                                ]
                            }),
                        "notices": .array(check.notices.map { .string($0) }),
                    ], options: ["case": .string(folder)]
                ).pretty() + "\n")
        } else {
            for failure in check.failures { answer(failure.sentence + "\n") }
            for notice in check.notices { answer(notice + "\n") }
            for signature in check.signatures {
                answer(
                    "signed up to event \(signature.event) by \(VisibleText.escape(signature.author)), "
                        + "\(signature.time.evidence), key \(signature.key)\n")
            }
            let erased = check.erased == 0 ? "" : ", \(check.erased) of them erased by order"
            answer(
                "\(Form.count(UInt64(check.events), "event"))\(erased), \(Form.count(UInt64(check.exhibits), "exhibit")): "
                    + (check.failures.isEmpty ? "everything holds.\nJournal \(check.headHash)\n" : "not everything holds.\n"))
        }
        if !check.failures.isEmpty { throw ExitStatus.checkFailed }
    }
}

/// `clew case merge`
struct CaseMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Join another copy of a case into this one.",
        discussion: """
            Both copies' events and exhibits are kept. It makes no difference which copy is joined into which. What the two \
            decided differently is listed; whoever decides it again settles it. Event numbers may move, hashes never do.
            """)

    @Argument(help: "The folder of the other copy.", completion: CaseOptions.completion) var other: String
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var output: JSONOptions

    func run() async throws {
        let folder = try caseOptions.folder()
        let store = try OpenCase.forWriting(folder)
        defer { store.close() }
        let summary: MergeSummary
        do { summary = try store.merge(from: CaseOptions.resolve(other)) } catch { throw failure(error) }
        if output.json {
            answer(
                CaseText.document(
                    "clew-case-merge-1",
                    [
                        "added": .integer(Int64(summary.added)), "own_only": .integer(Int64(summary.ownOnly)),
                        "exhibits": .integer(Int64(summary.exhibits)),
                        "conflicts": store.current.json["conflicts"] ?? [],
                        "hash": .string(store.current.headHash),
                    ], options: ["case": .string(folder), "other": .string(absolute(other))]
                ).pretty() + "\n")
            return
        }
        say(
            "\(Form.count(UInt64(summary.added), "event")) and \(Form.count(UInt64(summary.exhibits), "exhibit")) came in, "
                + "\(Form.count(UInt64(summary.ownOnly), "event")) the other copy does not have.")
        answer(CaseText.conflicts(summary.conflicts))
    }
}

/// `clew case conflicts`
struct CaseConflictsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "List what two copies decided differently and nobody has settled yet.")

    @Argument(help: "The case.", completion: CaseOptions.completion) var place: String?
    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let store = try OpenCase.forReading(try caseOptions.folder(place))
        answer(CaseText.conflicts(store.current.conflicts))
        if store.current.conflicts.isEmpty { say("Nothing is to be settled.") }
    }
}
