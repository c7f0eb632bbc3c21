import Crypto
import Ledger

/// What locks and unlocks the outputs of one simulated address.
///
/// Public keys and signatures have the right form and length but no curve behind them: a key is a hash behind a prefix,
/// a signature random numbers in DER or Schnorr shape. Hashes, scripts and addresses follow from the key as on a real
/// chain, so a node would accept everything but keys and signatures.
struct SimulatedKey: Hashable, Sendable {
    let style: ScriptStyle
    /// 32 bytes that everything below follows from.
    private let material: [UInt8]
    /// A witness program taken over from `LookAlike`; no key hashes to it.
    private let imitation: [UInt8]?

    /// Key number `index` of the wallet called `wallet`, under a seed's key.
    init(style: ScriptStyle, seed: [UInt8], wallet: String, index: Int) {
        self.style = style
        material = Array(SHA256.hash(data: seed + Array("key:\(index):\(wallet)".utf8)))
        imitation = nil
    }

    /// The 20-byte program `imitation` as a key hash.
    init(imitation: [UInt8], seed: [UInt8]) {
        style = .witnessKeyHash
        material = Array(SHA256.hash(data: seed + imitation))
        self.imitation = imitation
    }

    /// The script that outputs to this address carry.
    var lockingScript: [UInt8] {
        switch style {
        case .payToKeyHash: [0x76, 0xa9, 20] + Hash160.hash(publicKey()) + [0x88, 0xac]
        case .nestedKeyHash: [0xa9, 20] + Hash160.hash(witnessProgram) + [0x87]
        case .multisig: [0xa9, 20] + Hash160.hash(multisigScript) + [0x87]
        case .witnessKeyHash: witnessProgram
        case .witnessMultisig: [0x00, 32] + Array(SHA256.hash(data: multisigScript))
        case .taproot: [0x51, 32] + publicKey().dropFirst()
        }
    }

    /// The script and the witness of an input that spends such an output.
    func unlock(signing stream: inout RandomStream) -> (script: [UInt8], witness: [[UInt8]]) {
        switch style {
        case .payToKeyHash:
            (Self.pushed(Self.signature(&stream)) + Self.pushed(publicKey()), [])
        case .nestedKeyHash:
            (Self.pushed(witnessProgram), [Self.signature(&stream), publicKey()])
        case .multisig:
            (
                [0x00] + Self.pushed(Self.signature(&stream)) + Self.pushed(Self.signature(&stream))
                    + Self.pushed(multisigScript), []
            )
        case .witnessKeyHash:
            ([], [Self.signature(&stream), publicKey()])
        case .witnessMultisig:
            ([], [[], Self.signature(&stream), Self.signature(&stream), multisigScript])
        case .taproot:
            ([], [stream.bytes(64)])
        }
    }

    /// A compressed key in form: a prefix and 32 bytes.
    private func publicKey(_ number: UInt8 = 0) -> [UInt8] {
        let bytes = Array(SHA256.hash(data: material + [number]))
        return [style == .taproot ? 2 : 2 + bytes[31] % 2] + bytes
    }

    private var witnessProgram: [UInt8] { [0x00, 20] + (imitation ?? Hash160.hash(publicKey())) }

    private var multisigScript: [UInt8] {
        [0x52] + (0..<3).flatMap { Self.pushed(publicKey($0)) } + [0x53, 0xae]
    }

    /// 71 bytes: DER of two positive 32-byte numbers, the second in the lower half, and SIGHASH_ALL. That is the length
    /// that wallets grinding for a low first number produce.
    private static func signature(_ stream: inout RandomStream) -> [UInt8] {
        var r = stream.bytes(32)
        var s = stream.bytes(32)
        r[0] = r[0] % 0x7f + 1
        s[0] = s[0] % 0x7e + 1
        return [0x30, 68, 0x02, 32] + r + [0x02, 32] + s + [0x01]
    }

    /// `bytes` behind the opcode that pushes them; lengths here stay below 256.
    private static func pushed(_ bytes: [UInt8]) -> [UInt8] {
        bytes.count < 0x4c ? [UInt8(bytes.count)] + bytes : [0x4c, UInt8(truncatingIfNeeded: bytes.count)] + bytes
    }
}
