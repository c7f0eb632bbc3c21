import Attribution
import Casework
import Evidence
import Foundation
import Ledger
import Synchronization

import TraceEngine
import Workbench

/// Carries out what the workbench asks of the case and the ledger, off the main actor, and answers with messages.
///
/// What concerns the case goes over the desk, one after the other; questions to the ledger run beside that.
final class EffectRunner: Sendable {
    /// Nil while no case is open.
    private let desk: CaseDesk?
    private let catalogue = CaseCatalogue()
    private let ledger: (any UTXOReader)?
    /// The folder of the ledger; nil when none is open.
    private let ledgerPath: String?
    private let post: @Sendable (Message) -> Void
    private let tagLookup = TagLookup()
    private let kept = KeptAnswers()
    /// Numbers of the traces that were to stop.
    private let cancelled = Mutex<Set<Int>>([])

    init(
        desk: CaseDesk?, ledger: (any UTXOReader)?, ledgerPath: String? = nil, post: @escaping @Sendable (Message) -> Void
    ) {
        self.desk = desk
        self.ledger = ledger
        self.ledgerPath = ledgerPath
        self.post = post
    }

    /// No more changes will come.
    func finish() { desk?.finish() }

    /// Starts an effect of case or ledger; those of terminal and view are the program's.
    func start(_ effect: Effect) {
        switch effect {
        case .apply(let change): desk?.start(.apply(change))
        case .saveElsewhere(let path, let changes): desk?.start(.saveElsewhere(path, changes))
        case .takeOver: desk?.start(.takeOver)
        case .loadFigures(let addresses):
            ask(nil) { ledger throws(LedgerError) in
                .figures(try await ledger.addressViews(of: addresses, limit: 0))
            }
        case .loadTags(let addresses):
            guard let desk else { return }
            WorkerPool.start(priority: .utility) { [tagLookup, post] in
                do throws(TagError) {
                    for message in try tagLookup.answer(addresses, for: desk.store.current, in: desk.store.folder) { post(message) }
                } catch { post(.notRead(effect, "No tags are shown: \(error)")) }
            }
        case .loadClaims(let address):
            guard let desk else { return }
            WorkerPool.start { [tagLookup, post] in
                do throws(TagError) {
                    post(.claims(address, try tagLookup.claims(on: address, for: desk.store.current, in: desk.store.folder)))
                } catch { post(.notRead(effect, "No tags are shown: \(error)")) }
            }
        case .loadAddress(let address):
            ask(.address(address)) { ledger throws(LedgerError) in
                .address(try await ledger.addressView(of: address, limit: GraphState.eventPage))
            }
        case .loadTransactions(let refs):
            ask(.transactions(refs)) { ledger throws(LedgerError) in
                .transactions(try await ledger.transactionViews(of: refs))
            }
        case .loadInferences(let refs):
            ask(nil) { ledger throws(LedgerError) in
                .inferred(try await ledger.inferences(of: refs))
            }
        case .locate(let id):
            ask(nil) { ledger throws(LedgerError) in
                .located(id, try await ledger.find([id]).first ?? [])
            }
        case .loadEvents(let address, let place, let limit):
            guard let ledger else { return }
            WorkerPool.start { [post] in
                do throws(LedgerError) {
                    post(.events(address, after: place, try await ledger.addressEvents(of: address, after: place, limit: limit)))
                } catch { post(.notRead(effect, error.sentence)) }
            }
        case .loadJournal(let head):
            WorkerPool.start { [desk, post] in if let desk { post(.journal(JournalPage(desk.store.events()), head: head)) } }
        case .loadCase(let number):
            guard let desk else { return }
            WorkerPool.start { [post] in
                do throws(CaseError) { post(.caseAsOf(try desk.store.asOf(event: number))) } catch { post(.failed(error.sentence)) }
            }
        case .verify(let ids): verify(ids)
        case .trace(let number, let question, let tags): trace(number, question, tags)
        case .cluster(let number, let address, let rule):
            search(number, of: address) { ledger, progress throws(LedgerError) in
                .clustered(number, try await ledger.cluster(of: address, by: rule, progress: progress))
            }
        case .explainCluster(let number, let address, let other, let rule):
            search(number, of: address, and: other) { ledger, progress throws(LedgerError) in
                .explained(number, try await ledger.why(address, other, by: rule, progress: progress))
            }
        case .searchLedger(let number, let shortened): searchLedger(number, shortened)
        case .path(let number, let question, let tags): findPath(number, question, tags)
        case .cancel(let number): cancelled.withLock { _ = $0.insert(number) }
        case .examine(let pane): post(.examine(pane))
        case .readFile(let path): read(path)
        case .writeReport: writeReport()
        case .loadBlockTimes(let heights):
            guard let ledger else { return }
            WorkerPool.start { [post] in
                do throws(LedgerError) {
                    var times: [UInt32: UInt32] = [:]
                    for height in heights { times[height] = try await ledger.transactions(in: height...height, limit: 1).first?.time }
                    post(.blockTimes(times))
                } catch { post(.notRead(effect, error.sentence)) }
            }
        case .scanPaste(let text):
            guard let chain = desk?.store.current.chain else { return }
            WorkerPool.start { [post] in post(.pasted(PastedText(text, on: chain))) }
        case .loadCases:
            WorkerPool.start { [catalogue, post] in catalogue.read { post(.cases($0, isLast: $1)) } }
        case .checkCase(let folder):
            WorkerPool.start(priority: .utility) { [catalogue, post] in post(.caseChecked(folder, catalogue.standing(of: folder))) }
        case .createCase(let name, let question, let chain): createCase(name, question, chain)
        case .makeFinding(let draft):
            do { post(.findingMade(try kept.finding(draft))) } catch { post(.failed("The finding was not made. \(error)")) }
        case .exportGraph(let graph): export(graph)
        case .copy, .edit, .useMouse, .nextTheme, .toggleGlyphs, .keepView, .suspend, .quit: break
        }
    }

    private func ask(
        _ need: GraphNeed?, _ question: @escaping @Sendable (any UTXOReader) async throws(LedgerError) -> Message
    ) {
        guard let ledger else { return }
        WorkerPool.start { [post] in
            do throws(LedgerError) {
                post(try await question(ledger))
            } catch {
                post(.failedToLoad(need, error.sentence))
            }
        }
    }

    /// Reads a text file that the investigator named; `~` is the home folder.
    private func read(_ path: String) {
        WorkerPool.start { [post] in
            let path = (path as NSString).expandingTildeInPath
            do throws(FileError) {
                let bytes = try PosixFiles().read(path, limit: AddressTable.largest)
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    post(.failed("\(path) is not UTF-8 text. Nothing was added."))
                    return
                }
                post(.fileRead(text))
            } catch {
                post(.failed("\(error) Nothing was added."))
            }
        }
    }

    /// True ten times a second at most.
    private func pace() -> @Sendable () -> Bool {
        let last = Mutex(ContinuousClock.now.advanced(by: .seconds(-1)))
        return {
            last.withLock { last in
                let now = ContinuousClock.now
                guard last.duration(to: now) >= .milliseconds(100) else { return false }
                last = now
                return true
            }
        }
    }

    private func isCancelled(_ number: Int) -> Bool { cancelled.withLock { $0.contains(number) } }

    /// How far a trace or path is, and whether it is to stop.
    private func control(_ number: Int) -> TraceControl {
        let isDue = pace()
        return TraceControl(
            report: { [post] progress in if isDue() { post(.tracing(number, progress)) } },
            isCancelled: { [self] in isCancelled(number) })
    }

    /// The services of the case, then the user's own tags, as on the command line.
    private func withUserTags(_ table: TagTable) -> QuestionTags {
        QuestionTags(table: table, store: try? SharedTags.open(), chain: desk?.store.current.chain ?? .bitcoin)
    }

    /// Follows value to where it stops, telling how far it is.
    private func trace(_ number: Int, _ question: TraceQuestion, _ tags: TagTable) {
        guard let ledger else { return }
        WorkerPool.start { [self] in
            do throws(TraceError) {
                let digest = AskedQuestion(kind: "trace", arguments: []).tagDigest
                let answer = try await Self.answer(question, of: ledger, withUserTags(tags), control(number))
                kept.keep(number, answer, tags: digest)
                post(.traced(number, answer))
            } catch {
                post(.notTraced(number, error.description))
            }
        }
    }

    private func findPath(_ number: Int, _ question: PathQuestion, _ tags: TagTable) {
        guard let ledger else { return }
        WorkerPool.start { [self] in
            do throws(TraceError) {
                let digest = AskedQuestion(kind: "path", arguments: []).tagDigest
                let answer = try await Self.answer(question, of: ledger, withUserTags(tags), control(number))
                kept.keep(number, answer, tags: digest)
                post(.pathFound(number, answer))
            } catch {
                post(.notTraced(number, error.description))
            }
        }
    }

    /// A search that tells how many addresses it reached and stops when asked.
    private func search(
        _ number: Int, of address: Address, and other: Address? = nil,
        _ question: @escaping @Sendable (any UTXOReader, (ClusterProgress) -> Bool) async throws(LedgerError) -> Message
    ) {
        guard let ledger else { return }
        let isDue = pace()
        WorkerPool.start { [self] in
            do throws(LedgerError) {
                let message = try await question(ledger) { progress in
                    if isDue() { post(.clustering(number, progress.members)) }
                    return !isCancelled(number)
                }
                switch message {
                case .clustered(_, let view):
                    let isKnown = try await ledger.find([address]).first ?? nil != nil
                    kept.keep(number, address, view, isKnown: isKnown, ledger.info)
                case .explained(_, let why?): if let other { kept.keep(number, other, why) }
                default: break
                }
                post(message)
            } catch {
                post(.notTraced(number, error.sentence))
            }
        }
    }

    /// Looks through the whole ledger, telling how far it is.
    private func searchLedger(_ number: Int, _ shortened: ShortenedID) {
        guard let ledger = ledger as? any SearchableLedger else { return }
        let isDue = pace()
        WorkerPool.start { [self] in
            do throws(LedgerError) {
                let found = try await LedgerSearch.run(shortened, in: ledger, limit: LedgerSearching.limit) { done, all in
                    if isDue() { post(.searching(number, done, of: all)) }
                    return !isCancelled(number)
                }
                post(.searched(number, found))
            } catch {
                post(.notTraced(number, error.sentence))
            }
        }
    }

    private static func answer(
        _ question: TraceQuestion, of ledger: some UTXOReader, _ tags: QuestionTags, _ control: TraceControl
    ) async throws(TraceError) -> TraceAnswer {
        try await TraceRun(question, of: ledger, tags: tags, detectors: CoinJoinStops()).answer(control)
    }

    /// Asks findings again, one after the other.
    private func verify(_ ids: [UInt64]) {
        WorkerPool.start(priority: .utility) { [desk, post, ledgerPath] in
            let check = FindingCheck(ledger: ledgerPath)
            for record in desk?.store.current.records ?? [] where ids.contains(record.id) {
                guard case .finding(let finding) = record.content else { continue }
                post(.verified(record.id, await check.verdict(on: finding)))
            }
        }
    }

    private static func answer(
        _ question: PathQuestion, of ledger: some UTXOReader, _ tags: QuestionTags, _ control: TraceControl
    ) async throws(TraceError) -> PathAnswer {
        try await PathRun(question, in: ledger, tags: tags, detectors: CoinJoinStops()).answer(control)
    }

    /// Begins a case among the user's cases.
    private func createCase(_ name: String, _ question: String, _ chain: String) {
        WorkerPool.start { [post] in
            let sink = AnswerSink()
            do {
                let path = try AnswerSink.$complaints.withValue(sink) {
                    try CaseNewCommand.create(name, named: nil, question: question, chain: chain)
                }
                post(.caseCreated(path))
            } catch { post(.failed("The case was not begun. \(sink.text)")) }
        }
    }

    /// Writes the graph as it is shown beside the case, named after the event it stands for.
    private func export(_ graph: GraphState) {
        guard let ledger, let desk else { return }
        WorkerPool.start { [post] in
            do throws(FileError) {
                let files = try GraphFiles.write(graph, of: desk.store, ledger: ledger.info)
                post(.reported(files.map(\.path), files.map(\.sha256)))
            } catch {
                post(.failed("The graph was not written: \(error)"))
            }
        }
    }

    /// Writes the evidence summary beside the case, named after the event it stands for.
    private func writeReport() {
        guard let ledger, let desk else { return }
        WorkerPool.start { [post] in
            do {
                let files = try await SummaryFiles.write(of: desk.store, ledger: ledger)
                post(.reported(files.map(\.path), files.map(\.sha256)))
            } catch {
                post(.failed("The evidence summary was not written: \(error)"))
            }
        }
    }
}
