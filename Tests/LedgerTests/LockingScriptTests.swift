import Encoding
import Testing

@testable import Ledger

@Suite("Locking scripts by their form")
struct LockingScriptTests {
    private static let key = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
    private static let longKey =
        "0479be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
        + "483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8"
    private static let hash = "751e76e8199196d454941c45d1b3a323f1433bd6"
    private static let program = "751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45"

    private func script(_ hex: String) throws -> LockingScript { LockingScript(try #require(Hex.bytes(hex))) }

    @Test(
        "Each form has its type, and its address where it has one",
        arguments: [
            ("21\(key)ac", .p2pk, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"),
            ("41\(longKey)ac", .p2pk, "1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm"),
            ("76a914\(hash)88ac", .p2pkh, "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"),
            ("a914\(hash)87", .p2sh, "3CNHUhP3uyB9EUtRLsmvFUmvGdjGdkTxJw"),
            ("0014\(hash)", .p2wpkh, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
            ("51024e73", .witnessUnknown, "bc1pfeessrawgf"),
            ("5128\(program)\("0011223344556677")", .witnessUnknown, nil),
            ("0015\(hash)00", .nonStandard, nil),
            ("51", .nonStandard, nil),
            ("", .nonStandard, nil),
            ("76a914\(hash)88ad", .nonStandard, nil),
            ("21\(longKey.prefix(66))ac", .nonStandard, nil),
            ("6a0b68656c6c6f20776f726c64", .opReturn, nil),
            ("6a", .opReturn, nil),
        ] as [(String, ScriptType, String?)])
    func forms(hex: String, type: ScriptType, address: String?) throws {
        let script = try script(hex)
        #expect(script.type == type)
        if let address { #expect(script.address?.text(on: .bitcoin) == address) }
        if type == .nonStandard || type == .opReturn { #expect(script.address == nil) }
    }

    @Test("A public key and its hash are one address; the type tells them apart")
    func keyAndHash() throws {
        let byKey = try script("21\(Self.key)ac")
        let byHash = try script("76a914\(Self.hash)88ac")
        #expect(byKey.address == byHash.address)
        #expect(byKey.keys.map { Hex.text($0) } == [Self.key])
        #expect(byHash.keys.isEmpty)
    }

    @Test("Bare multisig names its keys and how many must sign, and has no address")
    func multisig() throws {
        let script = try script("5121\(Self.key)41\(Self.longKey)52ae")
        #expect(script.type == .multisig)
        #expect(script.requiredKeys == 1)
        #expect(script.keys.map { Hex.text($0) } == [Self.key, Self.longKey])
        #expect(script.address == nil)
    }

    @Test(
        "What only resembles a multisig is non-standard",
        arguments: ["5221\(key)51ae", "5021\(key)51ae", "5121\(key)52ae", "51ae", "5151ae", "5121\(key)51ae51"])
    func noMultisig(hex: String) throws {
        #expect(try script(hex).type == .nonStandard)
    }

    @Test(
        "An OP_RETURN carries its pushes, or all that follows",
        arguments: [
            ("6a0b68656c6c6f20776f726c64", "68656c6c6f20776f726c64"), ("6a", ""), ("6a02aabb01cc", "aabbcc"),
            ("6a4c02aabb", "aabb"), ("6a05aabb", "05aabb"), ("6a5d01ff", "0dff"), ("6aac", "ac"),
        ])
    func data(hex: String, payload: String) throws {
        #expect(try script(hex).data.map { Hex.text($0) } == payload)
    }

    @Test("OP_RETURN first, or more than 10,000 bytes, can never be spent; OP_RETURN later may be")
    func unspendable() throws {
        #expect(try script("6a").isUnspendable)
        #expect(LockingScript([UInt8](repeating: 0x51, count: 10_001)).isUnspendable)
        #expect(!LockingScript([UInt8](repeating: 0x51, count: 10_000)).isUnspendable)
        #expect(try !script("516a").isUnspendable)
        #expect(try !script("").isUnspendable)
    }
}
