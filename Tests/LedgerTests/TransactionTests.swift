import Encoding
import Foundation
import Support
import Testing

@testable import Ledger

@Suite("Transactions")
struct TransactionTests {
    /// The coinbase of the genesis block.
    private static let genesis =
        "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054"
        + "696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f7574"
        + "20666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea"
        + "1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000"

    private var bytes: [UInt8] { Hex.bytes(Self.genesis) ?? [] }

    @Test("The first transaction: id, value, owner")
    func first() throws {
        let transaction = try Transaction(bytes)
        #expect(transaction.txid.description == "4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b")
        #expect(transaction.isCoinbase && !transaction.hasWitness)
        #expect(transaction.wtxid == transaction.txid)
        #expect(transaction.outputs.map(\.value) == [5_000_000_000])
        #expect(transaction.serialized() == bytes)
        let script = LockingScript(transaction.outputs[0].script)
        #expect(script.type == .p2pk)
        #expect(script.address?.text(on: .bitcoin) == "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa")
        #expect(transaction.rows(position: 0).inputs.isEmpty)
    }

    @Test("Every truncation is an error, whatever is cut")
    func truncations() {
        for length in 0..<bytes.count {
            #expect(throws: ParseError.self) { try Transaction(Array(bytes.prefix(length))) }
        }
        #expect(throws: ParseError(.trailing(1), at: bytes.count)) { try Transaction(bytes + [0]) }
    }

    @Test("Random and damaged bytes never trap")
    func damaged() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var damaged = bytes
            for _ in 0..<3 { damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255) }
            _ = try? Transaction(damaged)
            _ = try? Block((0..<200).map { _ in UInt8.random(in: 0...255) })
        }
    }

    @Test("Values above 21 million coins are refused, alone and together")
    func values() {
        func transaction(_ values: [UInt64]) -> [UInt8] {
            Transaction(
                version: 1, inputs: [.init(previous: .null, script: [1, 1])],
                outputs: values.map { .init(value: $0, script: []) }, lockTime: 0
            ).serialized()
        }
        #expect(throws: Never.self) { try Transaction(transaction([Transaction.greatestValue])) }
        #expect(throws: ParseError(.value(.max), at: 49)) { try Transaction(transaction([.max])) }
        #expect(throws: ParseError.self) { try Transaction(transaction([Transaction.greatestValue, 1])) }
    }

    @Test("A count of inputs that the rest cannot hold is refused")
    func absurdCount() {
        let absurd: [UInt8] = [1, 0, 0, 0, 0xff] + [UInt8](repeating: 0xff, count: 8) + bytes
        #expect(throws: ParseError(.count(.max, remaining: bytes.count), at: 4)) { try Transaction(absurd) }
    }
}

@Suite("Transactions, by published vectors", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct TransactionVectorTests {
    private func transactions(_ name: String) throws -> [[UInt8]] {
        let json = try JSONSerialization.jsonObject(with: Data(try SharedData.bytes("vectors/bitcoin-core/" + name)))
        let rows = try #require(json as? [[Any]])
        return rows.compactMap { row in row.count == 3 ? (row[1] as? String).flatMap(Hex.bytes) : nil }
    }

    @Test("Bitcoin Core's tx_valid: each is read and written back to the same bytes")
    func valid() throws {
        let all = try transactions("tx_valid.json")
        #expect(all.count > 100)
        for bytes in all {
            let transaction = try Transaction(bytes)
            #expect(transaction.serialized() == bytes)
            let plain = Transaction(
                version: transaction.version, inputs: transaction.inputs, outputs: transaction.outputs,
                lockTime: transaction.lockTime)
            #expect(plain == transaction)
            #expect(transaction.txid == SHA256d.hash(transaction.serialized(witness: false)))
        }
    }

    @Test("Bitcoin Core's tx_invalid: what cannot be read is refused, what can be is written back the same")
    func invalid() throws {
        for bytes in try transactions("tx_invalid.json") {
            guard let transaction = try? Transaction(bytes) else { continue }
            #expect(transaction.serialized() == bytes)
        }
    }

    @Test("BIP 341: scripts, addresses and the signed transaction")
    func taproot() throws {
        let data = Data(try SharedData.bytes("vectors/bips/bip-0341-wallet-test-vectors.json"))
        let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let scripts = try #require(json["scriptPubKey"] as? [[String: Any]])
        #expect(scripts.count == 7)
        for row in scripts {
            let expected = try #require(row["expected"] as? [String: Any])
            let text = try #require(expected["bip350Address"] as? String)
            let hex = try #require(expected["scriptPubKey"] as? String)
            let script = LockingScript(try #require(Hex.bytes(hex)))
            #expect(script.type == .p2tr)
            #expect(script.address == (try Address(text, on: .bitcoin)))
            #expect(script.address?.text(on: .bitcoin) == text)
        }
        let spends = try #require(json["keyPathSpending"] as? [[String: Any]])
        let given = try #require(spends.first?["given"] as? [String: Any])
        let auxiliary = try #require(spends.first?["auxiliary"] as? [String: Any])
        let unsigned = try #require(given["rawUnsignedTx"] as? String)
        let signed = try #require(auxiliary["fullySignedTx"] as? String)
        let transaction = try Transaction(try #require(Hex.bytes(signed)))
        #expect(transaction.hasWitness && transaction.wtxid != transaction.txid)
        #expect(Hex.text(transaction.serialized()) == signed)
        let bare = try Transaction(try #require(Hex.bytes(unsigned)))
        #expect(bare.outputs == transaction.outputs)
        #expect(bare.inputs.map(\.previous) == transaction.inputs.map(\.previous))
    }
}
