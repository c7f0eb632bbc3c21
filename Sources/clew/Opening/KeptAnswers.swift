import Casework
import Encoding
import Ledger
import Synchronization
import TraceEngine
import Workbench

/// The answers that the workbench shows, kept so that one can be saved as a finding without asking again: the last of each
/// kind, with the digest of the tags that it was asked with.
final class KeptAnswers: Sendable {
    private struct Shelf {
        var trace: (number: Int, answer: TraceAnswer, tags: String?)?
        var path: (number: Int, answer: PathAnswer, tags: String?)?
        var cluster: (number: Int, found: ClusterCommand.Found, info: LedgerInfo)?
        var why: (number: Int, other: Address, answer: ClusterWhy)?
    }

    private let shelf = Mutex(Shelf())

    func keep(_ number: Int, _ answer: TraceAnswer, tags: String?) { shelf.withLock { $0.trace = (number, answer, tags) } }

    func keep(_ number: Int, _ answer: PathAnswer, tags: String?) { shelf.withLock { $0.path = (number, answer, tags) } }

    func keep(_ number: Int, _ address: Address, _ view: ClusterView, isKnown: Bool, _ info: LedgerInfo) {
        let found = ClusterCommand.Found(wanted: address, isKnown: isKnown, view: view, other: nil, links: nil)
        shelf.withLock { $0.cluster = (number, found, info) }
    }

    func keep(_ number: Int, _ other: Address, _ answer: ClusterWhy) { shelf.withLock { $0.why = (number, other, answer) } }

    /// The finding of an answer that is kept; its document is the one that the command line gives to the same question.
    func finding(_ draft: FindingDraft) throws -> CaseFinding {
        let (document, tags) = try document(draft)
        let asked = AskedQuestion(kind: draft.kind, arguments: draft.arguments)
        guard let finding = asked.finding(document, title: draft.title, remark: draft.remark, tags: tags) else {
            throw TraceError.question("The answer does not say which ledger it rests on.")
        }
        return finding
    }

    private func document(_ draft: FindingDraft) throws -> (JSONValue, tags: String?) {
        let shelf = shelf.withLock { $0 }
        if let kept = shelf.trace, draft.kind == "trace", kept.number == draft.number {
            let command = try TraceCommand.parse(draft.arguments)
            return (command.document(kept.answer.keeping(draft.methods)), kept.tags)
        }
        if let kept = shelf.path, draft.kind == "path", kept.number == draft.number {
            return (try PathCommand.parse(draft.arguments).document(kept.answer), kept.tags)
        }
        if var kept = shelf.cluster, draft.kind == "cluster" {
            if let why = shelf.why, why.number == draft.number {
                kept.found.other = why.other
                kept.found.links = why.answer.links
                kept.number = why.number
            }
            if kept.number == draft.number {
                let texts = ClusterList.texts(of: &kept.found.view, on: kept.info.chain, limit: nil)
                return (try ClusterCommand.parse(draft.arguments).document(kept.found, kept.info, texts), nil)
            }
        }
        throw TraceError.question("The answer is no longer here: ask again, then save.")
    }
}
