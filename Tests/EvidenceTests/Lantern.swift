import Casework
import Encoding
import Evidence
import Ledger
import Support

/// A small fraud: three victims pay a collector, who pays twenty people and keeps a rest. Blocks 4 and 5 are missing.
enum Lantern {
    static let chain = Chain.bitcoinRegtest
    static let people = (1...20).map { "person\($0)" }

    static func ledger() throws -> MemoryLedger {
        let fan = people.enumerated().map { "\($1) \(($0 + 1) * 1000)" }.joined(separator: ", ")
        let tiny = try TinyLedger(
            """
            block 0 genesis
            g = coinbase -> genesis 5000000000
            block 1
            a = coinbase -> victim1 5000000000
            block 2
            b = coinbase -> victim2 5000000000
            p1 = a:0 -> collector 144581840, victim1 4855400000
            block 3
            p2 = b:0, x:3 -> collector 200000000, data 0, key:victim3 4700000000
            block 6
            fan = p1:0 -> \(fan), collector 144300000
            """, chain: chain)
        return try MemoryLedger(chain: chain, blocks: tiny.blocks)
    }

    static func text(_ person: String) -> String { TinyLedger.address(person).text(on: chain) }

    static func value(collectorNote: String = "Received both payments.", label: String = "Collector") -> Case {
        let time = UTCTime(rfc3339: "2024-04-05T16:20:41Z") ?? UTCTime(milliseconds: 0)
        let collector = CaseSubject.address(text("collector"))
        let payment = CaseSubject.transaction(TinyLedger.txid("p1"))
        return Case(
            name: "Lantern", question: "Where did the victims' payments go?", chain: chain, created: time,
            items: [
                CaseItem(subject: collector, label: label, role: .suspect, isFlagged: true, added: time),
                CaseItem(subject: .address(text("victim1")), label: "Victim 1", role: .victim, added: time),
                CaseItem(subject: payment, added: time),
                CaseItem(subject: .address(text("stranger")), added: time),
                CaseItem(subject: .transaction(TinyLedger.txid("p2")), label: "Second payment", isFlagged: true, added: time),
            ],
            notes: [
                CaseNote(id: 6, subject: collector, text: collectorNote, author: "MK", written: time),
                CaseNote(
                    id: 7, subject: .wholeCase, text: "Payout is \(TinyLedger.txid("fan")).\nNot found: \(TinyLedger.txid("nowhere"))",
                    author: "AB", written: time, edited: time),
                CaseNote(id: 8, subject: .address(text("victim2")), text: "Only noted.", author: "MK", written: time),
            ],
            exhibits: [
                CaseExhibit(sha256: String(repeating: "ab", count: 32), name: "reply <1>.pdf", bytes: 12_345, added: time)
            ],
            head: 9, headHash: String(repeating: "cd", count: 32))
    }
}
