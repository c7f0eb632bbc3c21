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
        guard let finding = asked.finding(document, title: title, remark: remark, tags: asked.tagDigest) else {
            throw failure("The answer does not say which ledger it rests on.")
        }
        let chain = finding.ledger.chain
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
}
