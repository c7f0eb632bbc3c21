import Crypto
import Encoding

/// Follows the hashes of a journal line by line: every event must follow events that are there, in the one order that a
/// journal has.
struct JournalChain: Sendable {
    /// The sequence number of every event so far, by hash.
    private var sequences: [String: UInt64] = [:]
    private var last: (sequence: UInt64, hash: String)?
    /// The events that no other follows, sorted.
    private(set) var tips: [String] = []
    /// False once an event followed another than the one before it, or several: the journal was merged.
    private(set) var isLinear = true

    init() {}

    /// Goes on after event `number` of a journal that was never merged.
    init(after hash: String, number: UInt64) {
        sequences[hash] = number
        last = (number, hash)
        tips = [hash]
    }

    /// Checks the place of the next event, and takes it in. That it is what was written was checked when it was read.
    mutating func take(_ event: JournalEvent) throws(JournalFlaw) {
        var highest: UInt64 = 0
        for hash in event.previous {
            guard let sequence = sequences[hash] else {
                throw JournalFlaw("does not follow the events before it: one is missing, was changed or is out of place.")
            }
            highest = max(highest, sequence)
        }
        guard event.previous.isEmpty == (last == nil) else {
            throw JournalFlaw(last == nil ? "follows an event that is missing." : "begins another journal.")
        }
        guard event.previous == Array(Set(event.previous)).sorted() else {
            throw JournalFlaw("does not name the events it follows in their order.")
        }
        guard event.sequence == highest + 1 else {
            throw JournalFlaw("is numbered \(event.sequence): an event is missing, repeated or out of place.")
        }
        if let last {
            guard Self.precedes(last, (event.sequence, event.hash)) else {
                throw JournalFlaw("stands where it does not belong: it is repeated or out of place.")
            }
            if event.previous != [last.hash] { isLinear = false }
        }
        let followed = Set(event.previous)
        tips = (tips.filter { !followed.contains($0) } + [event.hash]).sorted()
        sequences[event.hash] = event.sequence
        last = (event.sequence, event.hash)
    }

    /// The order of a journal: by sequence number, then by hash.
    static func precedes(_ a: (sequence: UInt64, hash: String), _ b: (sequence: UInt64, hash: String)) -> Bool {
        (a.sequence, a.hash) < (b.sequence, b.hash)
    }

    /// One hash for all tips: the tip itself, or SHA-256("clew-tips-1\n" ‖ the tips, a newline after each).
    static func hash(of tips: [String]) -> String {
        guard tips.count != 1, let _ = tips.first else { return tips.first ?? "" }
        let text = "clew-tips-1\n" + tips.map { $0 + "\n" }.joined()
        return JournalEvent.hex(SHA256.hash(data: Array(text.utf8)))
    }
}
