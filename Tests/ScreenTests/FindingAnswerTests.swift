import Casework
import Encoding
import Testing

@testable import Screen

@Suite("The answer of a finding in words")
struct FindingAnswerTests {
    private func lines(_ kind: String, _ answer: JSONValue) throws -> [String] {
        let finding = CaseFinding(
            title: "Where did it go?", kind: kind, question: [:],
            ledger: CaseFinding.Ledger(chain: "bitcoin", height: 2, digest: String(repeating: "7d", count: 32)), answer: answer)
        return FindingAnswer(finding: finding, context: ScreenContext(state: try Sample.state(80, 24), glyphs: .ascii)).lines
    }

    @Test("a trace: by method what ended where, the greatest first, fees last")
    func trace() throws {
        let totals: JSONValue = ["unspent": "99990000", "service": "250000000", "fee": "10000"]
        #expect(
            try lines("trace", ["methods": [["method": "fifo", "version": 1, "totals": totals]]])
                == ["fifo 1: service 2.50000000, unspent 0.99990000, fee 0.00010000"])
    }

    @Test("a path: hops and bottleneck; or that there is none, and why")
    func path() throws {
        #expect(
            try lines("path", ["paths": [["kind": "fewest", "hops": 1, "bottleneck": "5000"]]])
                == ["fewest: 1 hop, at least 0.00005000 on every edge"])
        #expect(try lines("path", ["paths": [], "reason": "Nothing \u{1B}leads there."]) == ["no path: Nothing \\u{1B}leads there."])
    }

    @Test("a cluster: size and rule, inferred; why two are together")
    func cluster() throws {
        let answer: [String: JSONValue] = [
            "size": 1204, "joining_transactions": 1, "rule": "multi-input", "version": 1, "rule_text": "All inputs.", "links": [[:], [:]],
        ]
        #expect(
            try lines("cluster", .object(answer)) == ["~1,204 addresses joined by 1 transaction", "rule multi-input 1: All inputs."])
        #expect(
            try lines("cluster", .object(answer.merging(["together": true]) { $1 })).first
                == "~together by 2 transactions, in a cluster of 1,204")
    }

    @Test("nothing found, an address, counts of other answers, and a form that is not known")
    func others() throws {
        #expect(try lines("trace", .null) == ["found nothing"])
        let address: JSONValue = ["address": "1A1z", "received": "100", "sent": "0", "balance": "100"]
        #expect(
            try lines("address", ["addresses": [address]])
                == ["1A1z", "received 0.00000100, sent 0.00000000, balance 0.00000100"])
        #expect(try lines("common", ["positions": [[:]], "addresses_found": 3, "addresses": []]) == ["addresses: 0, positions: 1"])
        #expect(try lines("trace", "x") == ["an answer of another form; y copies the question"])
    }
}
