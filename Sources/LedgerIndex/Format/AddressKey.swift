import Ledger

/// How the index keeps a canonical script: a 64-bit key to find it by, and either 20 bytes in place or the script.
struct AddressKey {
    enum Form {
        static let keyHash: UInt32 = 0
        static let scriptHash: UInt32 = 1
        static let witnessKeyHash: UInt32 = 2
        static let script: UInt32 = 3
    }

    var key: UInt64
    var form: UInt32
    /// What is kept: 20 bytes, or the whole script for `Form.script`.
    var payload: UnsafeRawBufferPointer

    /// The key of a canonical script; the bytes must outlive the value.
    init(canonical script: UnsafeRawBufferPointer) {
        if let short = Self.short(script) {
            self = short
        } else {
            self.init(form: Form.script, payload: script)
        }
    }

    init(key: UInt64, form: UInt32, payload: UnsafeRawBufferPointer) {
        self.key = key
        self.form = form
        self.payload = payload
    }

    @inline(__always)
    private init(form: UInt32, payload: UnsafeRawBufferPointer) {
        self.form = form
        self.payload = payload
        key = Self.hash(payload, seed: UInt64(form))
    }

    /// The three forms that are kept by their 20 bytes; nil for any other script.
    @inline(__always)
    static func short(_ script: UnsafeRawBufferPointer) -> AddressKey? {
        guard let bytes = script.baseAddress else { return nil }
        func word(_ at: Int) -> UInt32 { bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self) }
        func short(_ at: Int) -> UInt16 { bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self) }
        switch script.count {
        case 22 where short(0) == 0x1400:
            return AddressKey(form: Form.witnessKeyHash, payload: UnsafeRawBufferPointer(start: bytes + 2, count: 20))
        case 25 where word(0) & 0xff_ffff == 0x14_a976 && short(23) == 0xac88:
            return AddressKey(form: Form.keyHash, payload: UnsafeRawBufferPointer(start: bytes + 3, count: 20))
        case 23 where short(0) == 0x14a9 && script[22] == 0x87:
            return AddressKey(form: Form.scriptHash, payload: UnsafeRawBufferPointer(start: bytes + 2, count: 20))
        default:
            return nil
        }
    }

    /// True for witness programs of 32 bytes, versions 0 and 1: canonical as they stand.
    @inline(__always)
    static func isLongWitness(_ script: UnsafeRawBufferPointer) -> Bool {
        script.count == 34 && script[1] == 32 && (script[0] == 0 || script[0] == 0x51)
    }

    /// The canonical script of a form and its 20 bytes.
    static func script(_ form: UInt32, _ payload: UnsafeRawPointer) -> [UInt8] {
        let bytes = [UInt8](UnsafeRawBufferPointer(start: payload, count: 20))
        return switch form {
        case Form.keyHash: LockingScript.keyHash(bytes)
        case Form.scriptHash: LockingScript.scriptHash(bytes)
        default: LockingScript.witness(0, bytes)
        }
    }

    /// Multiplies and folds, eight bytes a step. Equal keys are told apart by the script, so a collision costs time only.
    @inline(__always)
    static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
        @inline(__always) func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
            let (high, low) = a.multipliedFullWidth(by: b)
            return high ^ low
        }
        var hash = seed &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(bytes.count)
        guard var next = bytes.baseAddress else { return hash }
        var rest = bytes.count
        while rest >= 8 {
            hash = fold(hash ^ next.loadUnaligned(as: UInt64.self), 0xa076_1d64_78bd_642f)
            next += 8
            rest -= 8
        }
        var tail: UInt64 = 0
        while rest > 0 {
            rest -= 1
            tail = tail << 8 | UInt64(next.load(fromByteOffset: rest, as: UInt8.self))
        }
        return fold(hash ^ tail, 0xe703_7ed1_a0b4_28db) ^ fold(tail ^ 0x8ebc_6af0_9c88_c6e3, hash | 1)
    }
}

/// A table from the highest bits of sorted 64-bit keys to where keys with these bits begin.
enum Directory {
    /// Bits for `count` keys: about two keys a value.
    static func bits(_ count: Int) -> Int {
        max(1, min(30, Int.bitWidth - max(1, count / 2).leadingZeroBitCount))
    }

    /// The bits of a table of that many bytes; nil when no table has that length.
    static func bits(bytes: UInt64) -> Int? {
        guard bytes % 4 == 0, bytes >= 12, (bytes / 4 - 1).nonzeroBitCount == 1 else { return nil }
        return (bytes / 4 - 1).trailingZeroBitCount
    }
}
