import Crypto
import Encoding

/// Everything that can be checked about a case without its ledger.
public struct CaseCheck: Hashable, Sendable {
    /// One thing that does not hold.
    public struct Failure: Hashable, Sendable {
        /// The event it begins with; nil where it is about no event.
        public var event: UInt64?
        public var sentence: String
        /// The failure of the disk that kept it from being looked at; nil where it was looked at and does not hold.
        public var cause: FileError?

        init(event: UInt64?, sentence: String, cause: FileError? = nil) {
            self.event = event
            self.sentence = sentence
            self.cause = cause
        }

        /// The same as an error of what cannot be done therefore: "The case was not archived."
        func error(_ what: String) -> CaseError {
            CaseError(cause.map { .storage($0) } ?? .damaged(event: event ?? 0), "\(what) \(sentence)")
        }
    }

    /// A checkpoint that holds. Whether its key belongs to its author is for people to say.
    public struct Signature: Hashable, Sendable {
        /// How many events it covers.
        public var event: UInt64
        public var author: String
        public var time: UTCTime
        /// `SHA256:...`, as ssh-keygen -l prints it.
        public var key: String
    }

    /// Events of the journal that hold.
    public var events: Int
    /// Events whose bodies were erased by order.
    public var erased: Int
    /// Exhibits whose bytes have their SHA-256.
    public var exhibits: Int
    /// What stands for the whole journal, to be compared with a signed checkpoint.
    public var headHash: String
    /// The checkpoints that are well signed and whose events the journal has, oldest first.
    public var signatures: [Signature] = []
    public var failures: [Failure]
    /// What is unusual and proves nothing, a sentence each.
    public var notices: [String]

    /// Checks the case in a folder: journal, `case.json` and every exhibit, byte by byte. Changes nothing.
    ///
    /// Throws `notFound` when there is no case. A case whose first event does not hold gives a failure, not an error.
    public static func run(at folder: String, files: any FileIO = PosixFiles()) throws(CaseError) -> CaseCheck {
        var check = CaseCheck(events: 0, erased: 0, exhibits: 0, headHash: "", failures: [], notices: [])
        let context = CaseContext(author: "check", now: { Machine.now() }, salt: { [] })
        let state: CaseStoreState
        do {
            state = try CaseOpening(folder: folder, context: context, files: files).run(readOnly: true, wholly: true)
        } catch {
            guard case .damaged(let event) = error.kind else { throw error }
            check.failures.append(Failure(event: event, sentence: error.sentence))
            return check
        }
        check.events = state.events.count
        check.erased = state.events.count { $0.body == nil }
        check.headHash = state.history.current.headHash
        check.notices = state.notices
        if let failure = state.failure { check.failures.append(failure) }
        check.checkExhibits(state)
        check.checkCheckpoints(state)
        return check
    }

    private mutating func checkExhibits(_ state: CaseStoreState) {
        let orders = JournalPurge.orders(in: state.events, state.history.numbers)
        var seen = Set<String>()
        for event in state.events where event.kind == "exhibit" {
            guard let sha256 = event.body?["sha256"]?.stringValue, seen.insert(sha256).inserted else { continue }
            let path = "\(state.folder)/\(CaseStoreState.exhibitsName)/\(sha256)"
            let isErased = orders.exhibits.contains(sha256)
            do {
                guard try state.files.status(path) != nil else {
                    if !isErased {
                        failures.append(
                            Failure(event: event.number, sentence: "Exhibit \(sha256) of event \(event.number) is missing."))
                    }
                    continue
                }
                guard !isErased else {
                    failures.append(
                        Failure(
                            event: event.number,
                            sentence: "Exhibit \(sha256) of event \(event.number) was ordered erased and is still there. "
                                + "Open the case for writing once."))
                    continue
                }
                let bytes = try state.files.read(path, limit: CaseStoreState.exhibitLimit)
                guard JournalEvent.hex(SHA256.hash(data: bytes)) == sha256 else {
                    failures.append(
                        Failure(
                            event: event.number,
                            sentence: "Exhibit \(sha256) of event \(event.number) was changed: its bytes have another SHA-256."))
                    continue
                }
                exhibits += 1
            } catch {
                failures.append(
                    Failure(event: event.number, sentence: "Exhibit \(sha256) could not be read: \(error.sentence)", cause: error))
            }
        }
    }
}
