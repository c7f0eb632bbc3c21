import Casework
import Ledger
import TraceEngine

/// The question of a finding as a view of the workbench asks it: the words of the command line, read back.
struct FindingQuestion {
    enum Kind {
        case trace(TraceQuestion)
        case path(PathQuestion)
        /// Which addresses are together with one, or why another is among them.
        case cluster(Address, why: Address?)
    }

    var kind: Kind
    /// The services it named, as words of the command line and as tags.
    var serviceArguments: [String] = []
    var services = TagTable()

    /// Nil where no view asks such a question: another kind, or an option that only the command line has.
    init?(_ finding: CaseFinding, on chain: Chain) {
        guard let words = Words(finding, options: ["--from", "--method", "--service", "--why"], flags: ["--backward"]) else { return nil }
        let named = Set(words.values.keys)
        switch finding.kind {
        case "trace":
            guard let trace = Self.trace(words, on: chain), named.isSubset(of: ["--from", "--method", "--service", "--backward"]),
                words.plain.isEmpty
            else { return nil }
            kind = .trace(trace)
        case "path":
            guard words.plain.count == 2, named.isSubset(of: ["--service"]), let from = try? TraceStart(words.plain[0], on: chain),
                let to = try? TraceStart(words.plain[1], on: chain)
            else { return nil }
            kind = .path(PathQuestion(from: from, to: to))
        case "cluster":
            guard words.plain.count == 1, named.isSubset(of: ["--why"]), let address = try? Address(words.plain[0], on: chain)
            else { return nil }
            let other = words.values["--why"]?.first
            let why = other.flatMap { try? Address($0, on: chain) }
            guard (other == nil) == (why == nil) else { return nil }
            kind = .cluster(address, why: why)
        default: return nil
        }
        for text in words.values["--service"] ?? [] {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let address = try? Address(parts[0], on: chain) else { return nil }
            services.add(.service(parts[1]), to: address)
            serviceArguments += ["--service", text]
        }
    }

    private static func trace(_ words: Words, on chain: Chain) -> TraceQuestion? {
        let starts = (words.values["--from"] ?? []).compactMap { try? TraceStart($0, on: chain) }
        let names = (words.values["--method"]?.first ?? "fifo,haircut").split(separator: ",").map(String.init)
        let methods = names.compactMap { TraceMethod(rawValue: $0) }
        guard !starts.isEmpty, starts.count == words.values["--from"]?.count, methods.count == names.count else { return nil }
        return TraceQuestion(from: starts, direction: words.values["--backward"] == nil ? .forward : .backward, methods: methods)
    }

    /// The arguments of a finding, by option.
    private struct Words {
        var plain: [String] = []
        var values: [String: [String]] = [:]

        /// Nil where there are none or an option is none of these.
        init?(_ finding: CaseFinding, options: Set<String>, flags: Set<String>) {
            guard var words = finding.question["arguments"]?.arrayValue?.compactMap(\.stringValue)[...] else { return nil }
            while let word = words.popFirst() {
                guard word.hasPrefix("--") else {
                    plain.append(word)
                    continue
                }
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                if parts.count == 1, flags.contains(word) {
                    values[word] = []
                    continue
                }
                guard options.contains(parts[0]) else { return nil }
                var given = Array(parts.dropFirst())
                if given.isEmpty, let next = words.popFirst() { given = [next] }
                // A trace may set out from several starts after one word.
                while parts[0] == "--from", let next = words.first, !next.hasPrefix("--") { given += [next]; words.removeFirst() }
                values[parts[0], default: []] += given
            }
        }
    }
}

extension WorkbenchState {
    /// Asks the selected finding again in the view of its kind; where none asks such a question, shows in the graph what it is
    /// about.
    mutating func openFinding() -> [Effect] {
        guard let finding = views[FindingsView.self]?.table.selected?.finding else { return [] }
        guard let question = FindingQuestion(finding, on: openCase.chain) else {
            guard let about = about(finding) else { return [] }
            return go(to: about)
        }
        leave()
        switch question.kind {
        case .trace(var trace):
            // The methods that were kept stand first; the others are at hand to compare.
            let others = TraceMethod.comparable(trace.direction)
            trace.methods += others.filter { !trace.methods.contains($0) }
            return ask(trace, from: name(of: trace.starts), question.services, question.serviceArguments)
        case .path(let path):
            return ask(path, name(of: [path.from]), name(of: [path.to]), question.services, question.serviceArguments)
        case .cluster(let address, let why):
            return askCluster(of: address) + (why.map { explain($0) } ?? [])
        }
    }

    /// The first address or transaction that a finding names; nil where it names none.
    func about(_ finding: CaseFinding) -> CaseSubject? {
        for word in finding.question["arguments"]?.arrayValue?.compactMap(\.stringValue) ?? [] {
            // The value of `--from=...` as well.
            let text = word.hasPrefix("--") ? word.split(separator: "=", maxSplits: 1).dropFirst().first.map(String.init) ?? "" : word
            switch try? TraceStart(text, on: openCase.chain) {
            case .address(let address, _)?: return .address(address.text(on: openCase.chain))
            case .transaction(let id, _)?, .output(let id, _, _)?: return .transaction(id)
            case nil: continue
            }
        }
        return nil
    }

    /// Why Enter on a finding does nothing; nil when it does something.
    var findingObstacle: String? {
        if case .missing = ledger { return "no ledger is open" }
        guard let finding = views[FindingsView.self]?.table.selected?.finding else { return "no finding is selected" }
        guard finding.ledger.chain == openCase.chain.name else { return "it was asked of another chain" }
        return FindingQuestion(finding, on: openCase.chain) == nil && about(finding) == nil
            ? "no view asks such a question; v asks it again" : nil
    }

    /// What the starts of a question are called.
    private func name(of starts: [TraceStart]) -> String {
        guard starts.count == 1, let start = starts.first else { return "\(starts.count) starts" }
        return switch start {
        case .address(let address, nil): name(of: .address(address.text(on: openCase.chain)))
        case .transaction(let id, nil): name(of: .transaction(id))
        default: start.text(on: openCase.chain)
        }
    }
}
