import Crypto
import Encoding

/// One line of the journal.
///
/// The line is the canonical JSON (RFC 8785) of all members; docs/formats.md has the exact rule:
/// commitment = SHA-256(salt ‖ canonical body), hash = SHA-256("clew-journal-1\n" ‖ canonical JSON of the members
/// without `body`, `salt` and `hash`). The chain covers the commitment, so a body can be erased and the chain still holds.
public struct JournalEvent: Hashable, Sendable {
    /// The schema this build writes.
    public static let schema: Int64 = 1
    /// What stands before the record in its hash, so that no other hash of Clew's can be mistaken for it.
    static let domain = "clew-journal-1\n"
    /// The schema the event was written in.
    public var schema: Int64
    /// One more than the highest among the events it follows, 1 for the first. In a journal that was never merged these
    /// are 1, 2, 3, ...
    public var sequence: UInt64
    /// What the clock of the machine said; only the sequence gives the order.
    public var time: UTCTime
    /// Name or initials.
    public var author: String
    /// What was done, in one word: `add`, `label`, `note`, `undo`, ...
    public var kind: String
    /// SHA-256 of salt and body, 64 hexadecimal digits, as all hashes here.
    public var commitment: String
    /// The hashes of the events it follows, sorted: none for the first, one for most, several for the first one after a
    /// merge.
    public var previous: [String]
    /// SHA-256 of the record, `previous` and `commitment` included.
    public var hash: String
    /// Nil where the law ordered it erased.
    public var body: JSONValue?
    /// 64 hexadecimal digits; gone with the body.
    public var salt: String?
    /// True when the line is in the form of before journals could be merged (`EarlierForm`).
    var isEarlierForm = false
    /// What an event in the earlier form says in today's, where that differs from its body.
    var lifted: JSONValue?
    /// What was done, in words. Not part of the record: replaying gives it.
    public var title = ""
    /// Its place in this journal, from 1. The same as `sequence` unless the journal was merged. Not part of the record.
    public var number: UInt64 = 0

    /// Makes the next event and seals it.
    init(
        sequence: UInt64, time: UTCTime, author: String, kind: String, previous: [String], body: JSONValue, salt: [UInt8]
    ) {
        schema = Self.schema
        self.sequence = sequence
        self.time = time
        self.author = author
        self.kind = kind
        self.previous = previous.sorted()
        number = sequence
        self.body = body
        self.salt = Hex.text(salt)
        commitment = Self.commitment(salt: salt, body: body)
        hash = ""
        hash = computedHash
    }

    /// Reads one line without its newline; throws a sentence that says what is wrong with it.
    init(line: ArraySlice<UInt8>) throws(JournalFlaw) {
        let value: JSONValue
        do { value = try JSONValue.parse(line) } catch { throw JournalFlaw("is not readable. \(error.sentence)") }
        guard let schema = value["schema"]?.integerValue, let sequence = value["sequence"]?.countValue,
            let time = value["time"]?.stringValue.flatMap(UTCTime.init(rfc3339:)),
            let author = value["author"]?.stringValue, let kind = value["kind"]?.stringValue,
            let commitment = value["commitment"]?.stringValue,
            let previous = value["previous"]?.textValues ?? value["previous"]?.stringValue.map(EarlierForm.previous),
            let hash = value["hash"]?.stringValue
        else { throw JournalFlaw("lacks a member or has one of the wrong type.") }
        self.schema = schema
        self.sequence = sequence
        self.time = time
        self.author = author
        self.kind = kind
        self.commitment = commitment
        self.previous = previous
        isEarlierForm = value["previous"]?.stringValue != nil
        self.hash = hash
        body = value["body"]
        salt = value["salt"]?.stringValue
        guard schema > Self.schema || self.line.dropLast().elementsEqual(line) else {
            throw JournalFlaw("is not in its canonical form: something was added to it or written differently.")
        }
    }

    /// The bytes of the line, with its newline.
    public var line: [UInt8] {
        var members = record
        members["hash"] = .string(hash)
        if let body { members["body"] = body }
        if let salt { members["salt"] = .string(salt) }
        return JSONValue.object(members).canonical() + [UInt8(ascii: "\n")]
    }

    /// The body in today's form; nil where it was erased.
    var statement: JSONValue? { body == nil ? nil : lifted ?? body }

    /// What the hash of this event must be.
    var computedHash: String {
        Self.hex(SHA256.hash(data: Array(Self.domain.utf8) + JSONValue.object(record).canonical()))
    }

    /// Checks the hash, and the commitment where the body was not erased.
    func verify() throws(JournalFlaw) {
        guard hash == computedHash else { throw JournalFlaw("was changed after it was written: its hash does not match.") }
        switch (body, salt) {
        case (let body?, let salt?):
            // The chain does not cover the salt's spelling, so only one is taken.
            guard let bytes = Hex.bytes(salt), bytes.count == 32, Hex.text(bytes) == salt,
                Self.commitment(salt: bytes, body: body) == commitment
            else { throw JournalFlaw("was changed after it was written: its body does not match its commitment.") }
        case (nil, nil): break
        default: throw JournalFlaw("has lost its body or its salt.")
        }
    }

    /// The members that the chain covers.
    private var record: [String: JSONValue] {
        [
            "schema": .integer(schema), "sequence": .count(sequence), "time": .string(time.rfc3339),
            "author": .string(author), "kind": .string(kind), "commitment": .string(commitment),
            "previous": isEarlierForm ? EarlierForm.written(previous) : .texts(previous),
        ]
    }

    private static func commitment(salt: [UInt8], body: JSONValue) -> String {
        hex(SHA256.hash(data: salt + body.canonical()))
    }

    static func hex(_ digest: SHA256.Digest) -> String { Hex.text(digest) }
}

/// What is wrong with one line of a journal; the sentence goes on after "Event 7".
struct JournalFlaw: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
