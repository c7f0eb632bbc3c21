import Encoding
import Ledger

/// What a note, label or flag is about.
public enum CaseSubject: Hashable, Sendable {
    case wholeCase
    /// The address as text, in its normal form on the case's chain.
    case address(String)
    case transaction(TxID)
    /// Value moving: the output of that index, from its transaction to its address and on to whoever spends it.
    case edge(TxID, UInt32)
    /// A record of the case, such as a cluster or a finding, by its number.
    case record(UInt64)
}

extension CaseSubject {
    /// The identifier in full, "the case", or "record 12".
    public var text: String {
        switch self {
        case .wholeCase: "the case"
        case .address(let text): VisibleText.escape(text)
        case .transaction(let id): id.description
        case .edge(let id, let index): "\(id):\(index)"
        case .record(let id): "record \(id)"
        }
    }

    /// `{"address": text}`, `{"transaction": txid}`, `{"edge": "txid:n"}`, `{"event": number}` or `{"case": true}`.
    public var json: JSONValue {
        switch self {
        case .wholeCase: ["case": true]
        case .address(let text): ["address": .string(text)]
        case .transaction(let id): ["transaction": .string(id.description)]
        case .edge(let id, let index): ["edge": .string("\(id):\(index)")]
        case .record(let id): .event(id)
        }
    }

    init?(json: JSONValue) {
        guard case .object(let members) = json, members.count == 1, let (key, value) = members.first else { return nil }
        switch (key, value) {
        case ("address", .string(let text)):
            self = .address(text)
        case ("transaction", .string(let text)):
            guard let id = TxID(text), id.description.utf8.elementsEqual(text.utf8) else { return nil }
            self = .transaction(id)
        case ("edge", .string(let text)):
            guard let edge = CaseSubject(edge: text), edge.text.utf8.elementsEqual(text.utf8) else { return nil }
            self = edge
        case ("event", _):
            guard let id = value.countValue else { return nil }
            self = .record(id)
        case ("case", .bool(true)):
            self = .wholeCase
        default: return nil
        }
    }

    /// Reads `txid:n`; nil for anything else.
    public init?(edge text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = TxID(String(parts[0])), let index = UInt32(parts[1]), String(index) == parts[1]
        else { return nil }
        self = .edge(id, index)
    }
}

extension JSONValue {
    /// A sequence number or a count of bytes, which stay below 2^53.
    static func count(_ value: UInt64) -> JSONValue { .integer(Int64(clamping: value)) }

    /// A non-negative integer.
    var countValue: UInt64? { integerValue.flatMap { UInt64(exactly: $0) } }

    /// An event of this journal by its number; `EventNumbers` turns it into the hash that the journal holds.
    static func event(_ number: UInt64) -> JSONValue { ["event": .count(number)] }

    /// The number in such a reference.
    var eventValue: UInt64? {
        guard let members = objectValue, members.count == 1 else { return nil }
        return members["event"]?.countValue
    }
}
