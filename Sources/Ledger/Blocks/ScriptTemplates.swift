/// Reading the forms, by the rules of Bitcoin Core's `Solver`.
extension LockingScript {
    static func template(of script: [UInt8]) -> Template {
        let count = script.count
        if count == 25, script.starts(with: [Opcode.duplicate, Opcode.hash160, 20]),
            script[23] == Opcode.equalVerify, script[24] == Opcode.checkSignature
        {
            return .keyHash(Array(script[3..<23]))
        }
        if count == 23, script[0] == Opcode.hash160, script[1] == 20, script[22] == Opcode.equal {
            return .scriptHash(Array(script[2..<22]))
        }
        if let witness = witness(script) { return witness }
        if script.first == Opcode.return { return .data }
        if count == 35 || count == 67, script[count - 1] == Opcode.checkSignature, Int(script[0]) == count - 2 {
            let key = Array(script[1..<(count - 1)])
            if isKey(key) { return .key(key) }
        }
        if script.last == Opcode.checkMultisig, let multisig = multisig(script) { return multisig }
        return .other
    }

    /// BIP 141: a version and one direct push of 2 to 40 bytes. Version 0 has meaning for 20 and 32 bytes only.
    private static func witness(_ script: [UInt8]) -> Template? {
        guard (4...42).contains(script.count), Int(script[1]) == script.count - 2,
            script[0] == 0 || (Opcode.number1...Opcode.number16).contains(script[0])
        else { return nil }
        let version = script[0] == 0 ? 0 : script[0] - Opcode.number1 + 1
        let program = Array(script[2...])
        guard version != 0 || program.count == 20 || program.count == 32 else { return .other }
        return .witness(version: version, program: program)
    }

    /// m keys n OP_CHECKMULTISIG, with 1 ≤ m ≤ n ≤ 20.
    private static func multisig(_ script: [UInt8]) -> Template? {
        var rest = script.dropLast()
        guard let required = number(&rest) else { return nil }
        var keys: [[UInt8]] = []
        while keys.count < 20, let first = rest.first, first == 33 || first == 65 {
            guard let key = push(&rest), isKey(key) else { return nil }
            keys.append(key)
        }
        guard let total = number(&rest), rest.isEmpty, total == keys.count, (1...total).contains(required) else {
            return nil
        }
        return .multisig(required: required, keys: keys)
    }

    /// A key's first byte says its length; whether it is a point of the curve is not asked, as in Bitcoin Core.
    private static func isKey(_ key: [UInt8]) -> Bool {
        switch key.first {
        case 2, 3: key.count == 33
        case 4, 6, 7: key.count == 65
        default: false
        }
    }

    /// A number from 1 to 20: an operation code up to 16, one pushed byte above.
    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard let code = rest.first else { return nil }
        if (Opcode.number1...Opcode.number16).contains(code) {
            rest = rest.dropFirst()
            return Int(code - Opcode.number1) + 1
        }
        guard code == 1, let value = push(&rest)?.first, (17...20).contains(value) else { return nil }
        return Int(value)
    }

    /// Takes one push off the front; nil, and nothing taken, when there is none or it runs over the end. The operations
    /// that push 1 to 16 count as pushes of that one byte.
    static func push(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard let code = rest.first else { return nil }
        let body = rest.dropFirst()
        let lengthBytes: Int
        switch code {
        case 0..<Opcode.pushData1: return take(Int(code), from: body, into: &rest)
        case Opcode.pushData1: lengthBytes = 1
        case Opcode.pushData2: lengthBytes = 2
        case Opcode.pushData4: lengthBytes = 4
        case Opcode.number1...Opcode.number16:
            rest = body
            return [code - Opcode.number1 + 1]
        default: return nil
        }
        guard body.count >= lengthBytes else { return nil }
        let length = body.prefix(lengthBytes).reversed().reduce(0) { $0 << 8 | Int($1) }
        return take(length, from: body.dropFirst(lengthBytes), into: &rest)
    }

    private static func take(
        _ count: Int, from body: ArraySlice<UInt8>, into rest: inout ArraySlice<UInt8>
    ) -> [UInt8]? {
        guard body.count >= count else { return nil }
        rest = body.dropFirst(count)
        return Array(body.prefix(count))
    }
}
