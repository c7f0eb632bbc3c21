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
        commitment = ""
        hash = ""
        let written = EventBytes(self)
        commitment = Self.hex(written.commitment(salt: salt))
        hash = Self.hex(EventBytes(self).hash)
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
        // What a newer Clew wrote is not judged here.
        guard schema <= Self.schema else { return }
        let written = EventBytes(self)
        guard written.isLine(line) else {
            throw JournalFlaw("is not in its canonical form: something was added to it or written differently.")
        }
        try verify(written)
    }

    /// The bytes of the line, with its newline.
    public var line: [UInt8] { EventBytes(self).line }

    /// The body in today's form; nil where it was erased.
    var statement: JSONValue? { body == nil ? nil : lifted ?? body }

    /// Checks the hash, and the commitment where the body was not erased.
    private func verify(_ written: EventBytes) throws(JournalFlaw) {
        guard Hex.matches(hash, written.hash) else {
            throw JournalFlaw("was changed after it was written: its hash does not match.")
        }
        switch (body, salt) {
        case (_?, let salt?):
            // The chain does not cover the salt's spelling, so only one is taken.
            guard let bytes = Hex.bytes(salt), bytes.count == 32, Hex.matches(salt, bytes),
                Hex.matches(commitment, written.commitment(salt: bytes))
            else { throw JournalFlaw("was changed after it was written: its body does not match its commitment.") }
        case (nil, nil): break
        default: throw JournalFlaw("has lost its body or its salt.")
        }
    }

    static func hex(_ digest: SHA256.Digest) -> String { Hex.text(digest) }
}

/// What is wrong with one line of a journal; the sentence goes on after "Event 7".
struct JournalFlaw: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}
