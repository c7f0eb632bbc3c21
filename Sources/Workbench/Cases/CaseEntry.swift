import Casework
import Encoding

/// One case of the user, as the list of cases shows it.
public struct CaseEntry: Hashable, Sendable {
    /// Whether it can be worked on.
    public enum Standing: Hashable, Sendable {
        /// Not looked at yet.
        case unchecked
        /// Its journal holds.
        case intact
        /// Somebody writes it now; who, as far as the lock says.
        case inUse(String)
        /// The journal does not hold, or cannot be read: a sentence.
        case broken(String)
    }

    /// Its folder, whole: what identifies it.
    public var folder: String
    public var name: String
    public var question: String
    /// The chain's name; empty where the case could not be read.
    public var chain: String
    public var items: Int
    public var findings: Int
    public var events: UInt64
    public var lastChange: UTCTime?
    /// When it was last open on this machine; nil when it never was.
    public var lookedAt: UTCTime?
    /// Events since then; nil when it was never open here.
    public var news: UInt64?
    /// Who wrote them and how many, most first, as far as the end of the journal tells.
    public var newsBy: [Author]
    /// What is due today or was before.
    public var due: [CaseDue]
    /// False where the ledger that it would open with, its last or else the chain's own, is not there or cannot be read.
    public var hasLedger: Bool
    public var standing: Standing

    /// How many events somebody wrote.
    public struct Author: Hashable, Sendable {
        public var name: String
        public var events: Int

        public init(name: String, events: Int) {
            self.name = name
            self.events = events
        }
    }

    public init(
        folder: String, name: String, question: String = "", chain: String = "", items: Int = 0, findings: Int = 0,
        events: UInt64 = 0, lastChange: UTCTime? = nil, lookedAt: UTCTime? = nil, news: UInt64? = nil,
        newsBy: [Author] = [], due: [CaseDue] = [], hasLedger: Bool = true, standing: Standing = .unchecked
    ) {
        self.folder = folder
        self.name = name
        self.question = question
        self.chain = chain
        self.items = items
        self.findings = findings
        self.events = events
        self.lastChange = lastChange
        self.lookedAt = lookedAt
        self.news = news
        self.newsBy = newsBy
        self.due = due
        self.hasLedger = hasLedger
        self.standing = standing
    }
}

/// What is to be opened when the open case, if any, is left.
public enum NextCase: Hashable, Sendable {
    /// A case by its folder, or by a name among the user's cases.
    case folder(String, isReadOnly: Bool)
    /// A copy of the sample case, perhaps with the tour.
    case sample(withTour: Bool)

    /// What to call it before it is open: the name of its folder.
    public var name: String {
        switch self {
        case .folder(let path, _): String(path.split(separator: "/").last ?? "the case")
        case .sample: "the sample case"
        }
    }
}
