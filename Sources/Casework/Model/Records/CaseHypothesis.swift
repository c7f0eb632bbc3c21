import Encoding

/// What may be so, with what speaks for it and against it.
public struct CaseHypothesis: Hashable, Sendable {
    /// Where it stands.
    public enum Standing: String, CaseIterable, Sendable {
        case open, supported, rejected
    }

    /// One thing that bears on a hypothesis.
    public struct Evidence: Hashable, Sendable {
        /// For it, or against it.
        public var speaksFor: Bool
        /// The address, transaction, edge, note or record that says so.
        public var subject: CaseSubject
        /// Why it does.
        public var remark: String

        public init(speaksFor: Bool, subject: CaseSubject, remark: String) {
            self.speaksFor = speaksFor
            self.subject = subject
            self.remark = remark
        }

        var json: JSONValue {
            ["for": .bool(speaksFor), "subject": subject.json, "remark": .string(remark)]
        }

        init?(json: JSONValue) {
            guard let speaksFor = json["for"]?.boolValue,
                let subject = json["subject"].flatMap(CaseSubject.init(json:)),
                let remark = json["remark"]?.stringValue
            else { return nil }
            self.init(speaksFor: speaksFor, subject: subject, remark: remark)
        }
    }

    public var statement: String
    public var standing: Standing
    public var evidence: [Evidence]

    public init(statement: String, standing: Standing = .open, evidence: [Evidence] = []) {
        self.statement = statement
        self.standing = standing
        self.evidence = evidence
    }

    var json: JSONValue {
        [
            "statement": .string(statement), "standing": .string(standing.rawValue),
            "evidence": .array(evidence.map(\.json)),
        ]
    }

    init?(json: JSONValue) {
        guard let statement = json["statement"]?.stringValue,
            let standing = json["standing"]?.stringValue.flatMap(Standing.init(rawValue:)),
            let evidence = json["evidence"]?.values(Evidence.init(json:))
        else { return nil }
        self.init(statement: statement, standing: standing, evidence: evidence)
    }
}
