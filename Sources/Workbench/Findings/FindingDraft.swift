import Casework
import Ledger
import TraceEngine

/// An answer on the screen that is to be kept as a finding: what was asked, in the words of the command line, and what the
/// investigator calls it.
public struct FindingDraft: Hashable, Sendable {
    /// The number of the trace, cluster or path whose answer it is.
    public var number: Int
    /// The command that asks: `trace`, `path`, `cluster`.
    public var kind: String
    /// Its arguments, without those that name the ledger.
    public var arguments: [String]
    /// The methods of a trace that are kept: those on the screen. Empty for other questions.
    public var methods: [TraceMethod] = []
    /// The question in words.
    public var title: String
    /// What the answer means, in the investigator's words; may be empty.
    public var remark = ""
}

extension WorkbenchState {
    /// The answer that is shown, as a finding would keep it; nil where there is none yet.
    var findingDraft: FindingDraft? {
        switch pane {
        case .trace: openTrace.flatMap(draft)
        case .path: openPath.flatMap(draft)
        case .cluster: openCluster.flatMap(draft)
        default: nil
        }
    }

    private func draft(_ trace: OpenTrace) -> FindingDraft? {
        guard let answer = trace.answer else { return nil }
        var methods: [TraceMethod] = []
        for place in [trace.shown.first, trace.shown.second] where answer.methods.indices.contains(place) {
            let method = answer.methods[place].method
            if !methods.contains(method) { methods.append(method) }
        }
        // In the order in which the answer has them.
        methods = answer.methods.map(\.method).filter(methods.contains)
        let isForward = trace.question.direction == .forward
        let arguments =
            ["--from"] + trace.question.starts.map { $0.text(on: openCase.chain) } + (isForward ? [] : ["--backward"])
            + ["--method", methods.map(\.rawValue).joined(separator: ",")] + trace.serviceArguments
        let title = isForward ? "Where did the value of \(trace.startName) go?" : "Where did the value of \(trace.startName) come from?"
        return FindingDraft(number: trace.number, kind: "trace", arguments: arguments, methods: methods, title: title)
    }

    private func draft(_ path: OpenPath) -> FindingDraft? {
        guard path.answer != nil else { return nil }
        let ends = [path.question.from, path.question.to].map { $0.text(on: openCase.chain) }
        return FindingDraft(
            number: path.number, kind: "path", arguments: ends + path.serviceArguments,
            title: "How does \(path.from) lead to \(path.to)?")
    }

    private func draft(_ cluster: OpenCluster) -> FindingDraft? {
        guard cluster.view != nil else { return nil }
        let address = cluster.address.text(on: openCase.chain)
        guard let why = cluster.why else {
            return FindingDraft(
                number: cluster.number, kind: "cluster", arguments: [address],
                title: "Which addresses does the rule put together with \(cluster.title)?")
        }
        guard why.answer != nil else { return nil }
        return FindingDraft(
            number: why.number, kind: "cluster", arguments: [address, "--why", why.other.text(on: openCase.chain)],
            title: "Why are \(cluster.title) and \(why.title) together?")
    }

    /// The question is named; now what the answer means.
    mutating func name(_ draft: FindingDraft, _ title: String) {
        guard !title.isEmpty else {
            var prompt = Prompt(.finding(draft), proposing: draft.title)
            prompt.complaint = "A finding needs its question in words; others will read it without you."
            input = .prompt(prompt)
            return
        }
        var draft = draft
        draft.title = title
        input = .prompt(Prompt(.findingRemark(draft)))
    }

    /// A finding is made of the answer; it goes to the journal like any other change.
    mutating func keep(_ finding: CaseFinding) -> [Effect] {
        let lock = openCase.method(of: finding.ledger.chain)
        if let lock, !finding.method.isEmpty, !finding.method.contains(lock.method) {
            toast = .warning("The method locked for \(finding.ledger.chain) is \(lock.method), not \(finding.method). The finding is kept all the same.")
        }
        return change(.record(.finding(finding)))
    }

    /// What is said once a change is on disk; nil for changes that show themselves.
    func news(of change: CaseChange?) -> Toast? {
        guard case .record(let content)? = change, let record = openCase.records.last(where: { $0.content == content }) else { return nil }
        switch content {
        case .task, .hypothesis: return .news("Saved as \(content.kind) \(record.id). # lists it, F finds it by its words.")
        default: break
        }
        guard case .finding(let finding) = content else { return nil }
        let nothing = finding.foundNothing ? " Nothing was found, and that is kept." : ""
        return .news("Saved as finding F-\(record.id).\(nothing) 7 lists the findings, v there asks it again.")
    }
}

extension CommandTable {
    /// Keeping an answer as a finding.
    static let keepFindingCommands: [Command] = [
        Command(
            "save-finding", [.character("s")], "keep question and answer as a finding that can be asked again",
            place: .selection, panes: [.trace, .path, .cluster], hint: "save finding", hintedFirst: true,
            unless: { writable($0) ?? ($0.findingDraft == nil ? "there is no answer to keep yet" : nil) }
        ) { state in
            guard let draft = state.findingDraft else { return [] }
            state.input = .prompt(Prompt(.finding(draft), proposing: draft.title))
            return []
        }
    ]
}
