import ArgumentParser
import Encoding
import Foundation
import Ledger
import Synchronization
import TraceEngine

/// Where value shall not be followed, for every command that follows value.
struct TraceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Pass this many transactions at most.", valueName: "number"))
    var hops: UInt32?

    @Option(
        help: ArgumentHelp(
            "Do not enter transactions after this time (backward: before it): 2024-02-21 or 2024-02-21T10:45:46Z.",
            valueName: "time"))
    var until: String?

    @Option(
        help: ArgumentHelp("Do not follow addresses that are in more transactions than this.", valueName: "number"))
    var hub: UInt64?

    @Option(
        help: ArgumentHelp(
            "End at tags of these categories, comma-separated; with mixer also at what detectors recognise. service, "
                + "mixer and bridge stand for all their kinds, none for no tag and no detector (default: "
                + "service,mixer,bridge).", valueName: "category,..."))
    var stop: String?

    @Option(
        help: ArgumentHelp("Take this address for a service of that name; may be given again.", valueName: "address=name"))
    var service: [String] = []

    @OptionGroup var tagFiles: TagFileOptions

    func validate() throws { _ = try stopSet() }

    /// The categories that end a branch.
    func stopSet() throws -> StopSet {
        guard let stop else { return .standard }
        let names = stop.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        if names == ["none"] { return .none }
        guard !names.isEmpty, !names.contains("none") else {
            throw ValidationError("--stop takes categories separated by commas, or none alone.")
        }
        return StopSet(names)
    }

    /// Seconds since 1970; a date means its end forward and its beginning backward.
    func untilSeconds(_ direction: TraceDirection) throws -> UInt32? {
        guard let until else { return nil }
        guard let seconds = TraceSpan.seconds(until, endOfDay: direction == .forward) else {
            throw failure(
                "\(VisibleText.escape(until)) is no time: --until takes 2024-02-21 or 2024-02-21T10:45:46Z, in UTC.")
        }
        return seconds
    }

    /// The services that were named, the tags of the files, then those of the user's data.
    func table(on chain: Chain) throws -> QuestionTags {
        var tags = try tagFiles.table(on: chain)
        guard !service.isEmpty else { return tags }
        var named = TagTable()
        for text in service {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else {
                throw failure("\(VisibleText.escape(text)): --service takes ADDRESS=NAME; the name may be empty.")
            }
            named.add(.service(parts[1]), to: try Address.typed(parts[0], on: chain))
        }
        named.merge(tags.table)
        tags.table = named
        return tags
    }

    /// The options as documents repeat them.
    var json: [String: JSONValue] {
        [
            "hops": hops.map { .integer(Int64($0)) } ?? .null,
            "until": .optional(until),
            "hub": hub.map { .amount($0) } ?? .null,
            "stop": .optional(stop),
            "service": .array(service.map { .string($0) }),
            "tags": tagFiles.json,
        ]
    }
}

/// Runs what follows value: with progress on standard error, and an end when Ctrl-C is pressed.
func following<Answer: Sendable>(
    _ work: TraceProgress.Work = .amounts, _ body: (TraceControl) async throws(TraceError) -> Answer
) async throws -> Answer {
    Interruption.watch()
    let line = Mutex(ProgressLine())
    let reached = Mutex<TraceProgress?>(nil)
    let control = TraceControl(
        report: { progress in
            reached.withLock { $0 = progress }
            line.withLock { $0.show(progress) }
        }, isCancelled: { Interruption.isAsked })
    do throws(TraceError) {
        let answer = try await body(control)
        line.withLock { $0.end() }
        return answer
    } catch {
        line.withLock { $0.end() }
        guard error == .cancelled else { throw failure(error) }
        throw failure(reached.withLock { $0?.interruption(of: work) } ?? error.description, ExitStatus.interrupted)
    }
}

extension ProgressLine {
    func show(_ progress: TraceProgress) {
        switch progress.phase {
        case .discover: show("hop \(progress.hop)", progress.done, of: nil, "transactions")
        case .assign(let method): show(method.rawValue, progress.done, of: progress.total, "transactions")
        case .name: break
        }
    }
}

/// The starts of `--from`, each read on its chain.
func starts(_ texts: [String], on chain: Chain) throws -> [TraceStart] {
    do throws(TraceError) {
        var result: [TraceStart] = []
        for text in texts { result.append(try TraceStart(text, on: chain)) }
        return result
    } catch {
        throw failure(error)
    }
}
