/// What an output demands of its spender, read by its form. No script is ever run.
public struct LockingScript: Hashable, Sendable {
    /// A longer script makes its output unspendable: no node runs it.
    public static let longestSpendable = 10_000

    public let bytes: [UInt8]
    let template: Template

    /// The forms, with what they carry.
    enum Template: Hashable, Sendable {
        case key([UInt8])
        case keyHash([UInt8])
        case scriptHash([UInt8])
        case witness(version: UInt8, program: [UInt8])
        case multisig(required: Int, keys: [[UInt8]])
        case data
        case other
    }

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        template = Self.template(of: bytes)
    }

    public var type: ScriptType {
        switch template {
        case .key: .p2pk
        case .keyHash: .p2pkh
        case .scriptHash: .p2sh
        case .witness(0, let program): program.count == 20 ? .p2wpkh : .p2wsh
        case .witness(1, let program) where program.count == 32: .p2tr
        case .witness: .witnessUnknown
        case .multisig: .multisig
        case .data: .opReturn
        case .other: .nonStandard
        }
    }

    /// Who may spend, where the script has an address: a public key counts under its pay-to-public-key-hash address.
    /// Nil for bare multisig, data and non-standard scripts.
    public var address: Address? {
        switch template {
        case .key(let key): Address(canonicalScript: Self.keyHash(Hash160.hash(key)))
        case .keyHash, .scriptHash, .witness: Address(canonicalScript: bytes)
        case .multisig, .data, .other: nil
        }
    }

    /// The public keys that stand in the script: one for `p2pk`, all of a bare multisig, else none.
    public var keys: [[UInt8]] {
        switch template {
        case .key(let key): [key]
        case .multisig(_, let keys): keys
        default: []
        }
    }

    /// How many of `keys` must sign; 0 where no key stands in the script.
    public var requiredKeys: Int {
        switch template {
        case .key: 1
        case .multisig(let required, _): required
        default: 0
        }
    }

    /// True when nobody can ever spend it: it begins with OP_RETURN, or it is longer than 10,000 bytes.
    public var isUnspendable: Bool { Self.isUnspendable(bytes) }

    /// The same without reading the form.
    public static func isUnspendable(_ script: [UInt8]) -> Bool {
        script.first == Opcode.return || script.count > longestSpendable
    }

    /// What an OP_RETURN carries: its pushes one after the other, or all that follows when they are not pushes. Nil for
    /// other scripts. Bytes from outside: never show them as text unescaped.
    public var data: [UInt8]? {
        guard template == .data else { return nil }
        var payload: [UInt8] = []
        var rest = bytes.dropFirst()
        while let push = Self.push(&rest) { payload += push }
        return rest.isEmpty ? payload : Array(bytes.dropFirst())
    }
}

/// The operation codes that the forms are made of.
enum Opcode {
    static let pushData1: UInt8 = 0x4c
    static let pushData2: UInt8 = 0x4d
    static let pushData4: UInt8 = 0x4e
    static let number1: UInt8 = 0x51
    static let number16: UInt8 = 0x60
    static let `return`: UInt8 = 0x6a
    static let duplicate: UInt8 = 0x76
    static let equal: UInt8 = 0x87
    static let equalVerify: UInt8 = 0x88
    static let hash160: UInt8 = 0xa9
    static let checkSignature: UInt8 = 0xac
    static let checkMultisig: UInt8 = 0xae
}

/// Building the forms.
extension LockingScript {
    /// The script that pays to the 20-byte hash of a public key.
    public static func keyHash(_ hash: [UInt8]) -> [UInt8] {
        [Opcode.duplicate, Opcode.hash160, 20] + hash + [Opcode.equalVerify, Opcode.checkSignature]
    }

    /// The script that pays to the 20-byte hash of a script.
    public static func scriptHash(_ hash: [UInt8]) -> [UInt8] { [Opcode.hash160, 20] + hash + [Opcode.equal] }

    /// The script that pays to a witness program of 2 to 40 bytes; `version` is 0 to 16.
    public static func witness(_ version: UInt8, _ program: [UInt8]) -> [UInt8] {
        [version == 0 ? 0 : Opcode.number1 &- 1 &+ version, UInt8(truncatingIfNeeded: program.count)] + program
    }
}
