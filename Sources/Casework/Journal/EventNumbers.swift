import Encoding

/// Which event has which number in a journal: by hash in the file, where a merge cannot move it, by number for people.
struct EventNumbers: Sendable {
    private var numbers: [String: UInt64] = [:]
    private var hashes: [UInt64: String] = [:]

    init() {}

    mutating func add(_ hash: String, _ number: UInt64) {
        numbers[hash] = number
        hashes[number] = hash
    }

    mutating func reserve(_ count: Int) {
        numbers.reserveCapacity(count)
        hashes.reserveCapacity(count)
    }

    func number(of hash: String) -> UInt64? { numbers[hash] }
    func hash(of number: UInt64) -> String? { hashes[number] }

    /// `value` with every `{"event": number}` as `{"event": hash}`; nil where a number is unknown.
    func stored(_ value: JSONValue) -> JSONValue? {
        replaced(value) { $0.countValue.flatMap { hashes[$0] }.map { .string($0) } }
    }

    /// `value` with every `{"event": hash}` as `{"event": number}`; nil where a hash is unknown.
    func read(_ value: JSONValue) -> JSONValue? {
        replaced(value) { $0.stringValue.flatMap { numbers[$0] }.map { .count($0) } }
    }

    private func replaced(_ value: JSONValue, _ change: (JSONValue) -> JSONValue?) -> JSONValue? {
        switch value {
        case .array(let values):
            var new: [JSONValue] = []
            for value in values {
                guard let value = replaced(value, change) else { return nil }
                new.append(value)
            }
            return .array(new)
        case .object(let members):
            if members.count == 1, let event = members["event"] { return change(event).map { ["event": $0] } }
            var new: [String: JSONValue] = [:]
            for (key, member) in members {
                // What a finding asked and got is kept as it was given.
                guard let value = Self.verbatim.contains(key) ? member : replaced(member, change) else { return nil }
                new[key] = value
            }
            return .object(new)
        default: return value
        }
    }

    /// Members that hold other programs' documents.
    private static let verbatim: Set<String> = ["question", "options", "answer"]
}
