import Encoding

/// How the case may be passed on: the Traffic Light Protocol 2.0 of FIRST.
public enum CaseMarking: String, CaseIterable, Sendable {
    case clear = "TLP:CLEAR"
    case green = "TLP:GREEN"
    case amber = "TLP:AMBER"
    case amberStrict = "TLP:AMBER+STRICT"
    case red = "TLP:RED"
}

/// The tracing method that is used for the record, fixed for one asset before it runs.
public struct MethodLock: Hashable, Sendable {
    /// The chain's coin by its chain's name, or a token by its contract.
    public var asset: String
    /// `fifo`, `haircut`, ... with its version where one was named.
    public var method: String
    /// Why this one.
    public var reason: String
    public var signature: CaseSignature

    public init(asset: String, method: String, reason: String, signature: CaseSignature) {
        self.asset = asset
        self.method = method
        self.reason = reason
        self.signature = signature
    }

    var json: JSONValue {
        [
            "asset": .string(asset), "method": .string(method), "reason": .string(reason),
            "locked": signature.json,
        ]
    }

    init?(json: JSONValue) {
        guard let asset = json["asset"]?.stringValue, let method = json["method"]?.stringValue,
            let reason = json["reason"]?.stringValue,
            let signature = json["locked"].flatMap(CaseSignature.init(json:))
        else { return nil }
        self.init(asset: asset, method: method, reason: reason, signature: signature)
    }
}

/// What a retention date is about.
public enum RetentionTarget: Hashable, Sendable {
    case wholeCase
    /// An event, and the note or record that it added, by its number.
    case event(UInt64)
    /// An exhibit by its SHA-256.
    case exhibit(String)

    var json: JSONValue {
        switch self {
        case .wholeCase: ["case": true]
        case .event(let number): .event(number)
        case .exhibit(let sha256): ["exhibit": .string(sha256)]
        }
    }

    init?(json: JSONValue) {
        if let number = json.eventValue {
            self = .event(number)
        } else if let sha256 = json["exhibit"]?.stringValue {
            self = .exhibit(sha256)
        } else {
            guard json["case"]?.boolValue == true else { return nil }
            self = .wholeCase
        }
        guard self.json == json else { return nil }
    }

    /// "the case", "event 12", "exhibit 34002d74..." in full.
    public var text: String {
        switch self {
        case .wholeCase: "the case"
        case .event(let number): "event \(number)"
        case .exhibit(let sha256): "exhibit \(VisibleText.escape(sha256))"
        }
    }
}

/// Until when something may be kept, and under which rule.
public struct RetentionDate: Hashable, Sendable {
    public var target: RetentionTarget
    /// The last day, `2029-12-31`.
    public var until: String
    public var reason: String

    public init(target: RetentionTarget, until: String, reason: String) {
        self.target = target
        self.until = until
        self.reason = reason
    }

    var json: JSONValue {
        ["target": target.json, "until": .string(until), "reason": .string(reason)]
    }

    init?(json: JSONValue) {
        guard let target = json["target"].flatMap(RetentionTarget.init(json:)), let until = json["until"]?.stringValue,
            let reason = json["reason"]?.stringValue
        else { return nil }
        self.init(target: target, until: until, reason: reason)
    }
}

/// What two copies of a case decided differently without knowing of each other. Both events stay in the journal; whoever
/// decides again, knowing both, settles it.
public struct CaseConflict: Hashable, Sendable {
    /// One of the contradicting events.
    public struct Side: Hashable, Sendable {
        public var event: UInt64
        public var author: String
        public var time: UTCTime
        /// What was done, in words.
        public var title: String
        /// What decides it so once more; nil in a case that was read and not replayed. Not part of `case.json`.
        public var change: CaseChange?

        public init(event: UInt64, author: String, time: UTCTime, title: String, change: CaseChange? = nil) {
            self.change = change
            self.event = event
            self.author = author
            self.time = time
            self.title = title
        }
    }

    /// What it is about: `label of 1A1z...`, in full.
    public var what: String
    /// In the order of the journal. The last is what the case shows now.
    public var sides: [Side]

    public init(what: String, sides: [Side]) {
        self.what = what
        self.sides = sides
    }

    var json: JSONValue {
        [
            "what": .string(what),
            "sides": .array(
                sides.map {
                    [
                        "event": .count($0.event), "author": .string($0.author), "time": .string($0.time.rfc3339),
                        "title": .string($0.title),
                    ]
                }),
        ]
    }

    init?(json: JSONValue) {
        let sides: [Side]? = json["sides"]?.values { side in
            guard let event = side["event"]?.countValue, let author = side["author"]?.stringValue,
                let time = side["time"]?.timeValue, let title = side["title"]?.stringValue
            else { return nil }
            return Side(event: event, author: author, time: time, title: title)
        }
        guard let what = json["what"]?.stringValue, let sides else { return nil }
        self.init(what: what, sides: sides)
    }
}
