import Crypto
import Encoding

/// Opens a large journal without replaying what `case.json` stands for.
///
/// Those bytes are still compared with the SHA-256 that `case.json` gives of them, so a changed journal shows; that
/// `case.json` itself is what they give is verified once the journal is replayed: by `clew case check`, and before the
/// first undo. Whatever is out of the ordinary is left to the full reading.
struct JournalTail: Sendable {
    /// Journals up to this many bytes are replayed on every opening.
    static let smallJournal = 2 << 20

    var history: CaseHistory
    var events: [JournalEvent]
    /// SHA-256 of the whole journal so far, to be gone on with.
    var seal = SHA256()

    init?(_ bytes: [UInt8], snapshot: [UInt8]) {
        guard bytes.count > Self.smallJournal, bytes.last == UInt8(ascii: "\n"),
            let json = try? JSONValue.parse(snapshot, limits: JSONLimits(documentBytes: CaseOpening.journalLimit)),
            let head = json["head"].flatMap(CaseHead.init(json:)), let seal = head.journal, let tip = head.tips.first,
            head.tips.count == 1, seal.bytes > 0, seal.bytes <= bytes.count
        else { return nil }
        self.seal.update(data: bytes[..<seal.bytes])
        guard JournalEvent.hex(self.seal.finalize()) == seal.sha256, let value = Case(json: json) else { return nil }
        self.seal.update(data: bytes[seal.bytes...])
        history = CaseHistory(goingOnFrom: value)
        events = []
        var chain = JournalChain(after: tip, number: head.event)
        for line in bytes[seal.bytes...].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            guard var event = try? JournalEvent(line: line), event.schema <= JournalEvent.schema,
                (try? chain.take(event)) != nil, chain.isLinear, let body = event.body,
                let what = CaseEvent(kind: event.kind, body: body, numbers: history.numbers)
            else { return nil }
            if case .purged = what { return nil }
            event.number = event.sequence
            guard let prepared = try? history.prepare(
                what, sequence: event.number, time: event.time, author: event.author)
            else { return nil }
            event.title = prepared.title
            history.commit(prepared, hash: event.hash, previous: event.previous)
            events.append(event)
        }
    }
}
