import Encoding

/// A question, its answer, and everything it takes to ask it again.
///
/// A search that found nothing is a finding too: its answer says so.
public struct CaseFinding: Hashable, Sendable {
    /// The ledger as it was when the question was asked.
    public struct Ledger: Hashable, Sendable {
        /// The chain's name.
        public var chain: String
        /// Height of the last block it was answered from; nil for an empty ledger.
        public var height: UInt64?
        /// The ledger's digest at that height, 64 hexadecimal digits (docs/formats.md).
        public var digest: String

        public init(chain: String, height: UInt64?, digest: String) {
            self.chain = chain
            self.height = height
            self.digest = digest
        }
    }

    public var title: String
    /// The kind of question as the command line names it: `address`, `trace`, `path`, `common`, ...
    public var kind: String
    /// What was asked about, as that command reads it: addresses, transactions, starts.
    public var question: JSONValue
    /// The method with its version, `fifo 1`; empty where the question knows none.
    public var method: String
    /// Every option that bears on the answer.
    public var options: JSONValue
    public var ledger: Ledger
    /// SHA-256 of the tag set that was used, 64 hexadecimal digits; nil when none was.
    public var tags: String?
    /// The answer, amounts as decimal strings in base units; null when nothing was found.
    public var answer: JSONValue
    /// What the answer means, in the investigator's words; may be empty.
    public var remark: String

    public init(
        title: String, kind: String, question: JSONValue, method: String = "", options: JSONValue = [:],
        ledger: Ledger, tags: String? = nil, answer: JSONValue, remark: String = ""
    ) {
        self.title = title
        self.kind = kind
        self.question = question
        self.method = method
        self.options = options
        self.ledger = ledger
        self.tags = tags
        self.answer = answer
        self.remark = remark
    }

    /// True when the search was made and there was nothing.
    public var foundNothing: Bool { answer.isNull }

    var json: JSONValue {
        [
            "title": .string(title), "kind": .string(kind), "question": question, "method": .string(method),
            "options": options,
            "ledger": [
                "chain": .string(ledger.chain), "height": ledger.height.map { .count($0) } ?? .null,
                "digest": .string(ledger.digest),
            ],
            "tags": .optional(tags), "answer": answer, "remark": .string(remark),
        ]
    }

    init?(json: JSONValue) {
        guard let title = json["title"]?.stringValue, let kind = json["kind"]?.stringValue,
            let question = json["question"], let method = json["method"]?.stringValue, let options = json["options"],
            let chain = json["ledger"]?["chain"]?.stringValue, let digest = json["ledger"]?["digest"]?.stringValue,
            let answer = json["answer"], let remark = json["remark"]?.stringValue
        else { return nil }
        self.init(
            title: title, kind: kind, question: question, method: method, options: options,
            ledger: Ledger(chain: chain, height: json["ledger"]?["height"]?.countValue, digest: digest),
            tags: json["tags"]?.stringValue, answer: answer, remark: remark)
    }
}

/// A document made from the case, kept among its exhibits.
public struct CaseReport: Hashable, Sendable {
    public var title: String
    /// For whom it was made; may be empty.
    public var recipient: String
    /// The exhibit that holds its bytes, by SHA-256; nil while it is being written.
    public var exhibit: String?
    /// The findings it rests on, by their numbers.
    public var findings: [UInt64]

    public init(title: String, recipient: String = "", exhibit: String? = nil, findings: [UInt64] = []) {
        self.title = title
        self.recipient = recipient
        self.exhibit = exhibit
        self.findings = findings
    }

    var json: JSONValue {
        [
            "title": .string(title), "recipient": .string(recipient), "exhibit": .optional(exhibit),
            "findings": .array(findings.map { .event($0) }),
        ]
    }

    init?(json: JSONValue) {
        guard let title = json["title"]?.stringValue, let recipient = json["recipient"]?.stringValue,
            let findings = json["findings"]?.values(\.eventValue)
        else { return nil }
        self.init(
            title: title, recipient: recipient, exhibit: json["exhibit"]?.stringValue, findings: findings)
    }
}
