import ArgumentParser
import Casework
import Encoding

/// `clew case ask`
struct CaseAskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask a ledger and keep question and answer as a finding that can be asked again.",
        discussion: """
            After -- stands the question as on the command line: clew case ask --title \"Where did it go?\" -- trace --from \
            ID:0 --method fifo --ledger FOLDER. A search that finds nothing is kept as well: its answer is null.
            """)

    @Option(help: "What is asked, in words.") var title: String
    @Option(help: "What the answer means, in your words.") var remark = ""
    @OptionGroup var caseOptions: CaseOptions
    @Argument(parsing: .postTerminator, help: "The question: a command and its arguments.") var question: [String]

    func run() async throws {
        let asked = try AskedQuestion(question)
        let document = try await asked.ask(nil)
        guard let ledger = document["ledger"], let chain = ledger["chain"]?.stringValue,
            let digest = ledger["digest"]?.stringValue
        else { throw failure("The answer does not say which ledger it rests on.") }
        let finding = CaseFinding(
            title: title, kind: asked.kind, question: ["arguments": .array(asked.arguments.map { .string($0) })],
            method: AskedQuestion.methods(in: document), options: document["options"].map(Self.portable) ?? [:],
            ledger: CaseFinding.Ledger(
                chain: chain, height: ledger["tip_height"]?.integerValue.flatMap { UInt64(exactly: $0) }, digest: digest),
            tags: asked.tagDigest, answer: AskedQuestion.answer(in: document), remark: remark)
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in
            guard store.current.chain.name == chain else {
                throw CaseError(.refused, "The ledger is of \(chain), the case is about \(store.current.chain).")
            }
            if let lock = store.current.method(of: chain), !finding.method.isEmpty, !finding.method.contains(lock.method) {
                say("clew: The method locked for \(chain) is \(VisibleText.escape(lock.method)), not \(finding.method).")
            }
            return [.record(.finding(finding))]
        }
        if finding.foundNothing { say("Nothing was found, and that is kept.") }
    }

    /// Options are kept without decimals, which a case does not hold.
    private static func portable(_ options: JSONValue) -> JSONValue {
        switch options {
        case .decimal(let literal): .string(literal)
        case .array(let values): .array(values.map(portable))
        case .object(let members): .object(members.mapValues(portable))
        default: options
        }
    }
}
