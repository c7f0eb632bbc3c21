import Encoding
import Ledger

/// What is wrong with a node's answer, without its place.
struct GetblockError: Error { let sentence: String }

/// The fields of one object of a node's answer, with errors that name field and transaction.
struct GetblockFields {
    let json: JSONValue
    /// `transaction 5 (txid)`, for sentences.
    let place: String

    func error(_ sentence: String) -> GetblockError { GetblockError(sentence: "\(place): \(sentence)") }

    func optional(_ name: String) -> JSONValue? { json[name].flatMap { $0.isNull ? nil : $0 } }

    func required(_ name: String) throws(GetblockError) -> JSONValue {
        guard let value = optional(name) else { throw error("the field \(name) is missing") }
        return value
    }

    func hash(_ name: String) throws(GetblockError) -> Hash256 {
        guard let hash = try required(name).stringValue.flatMap({ Hash256($0) }) else {
            throw error("\(name) is not 64 hexadecimal digits")
        }
        return hash
    }

    /// A whole number of 32 bits. Versions are printed signed or unsigned: both are read.
    func number(_ name: String) throws(GetblockError) -> UInt32 {
        guard let value = try required(name).integerValue else { throw error("\(name) is not a whole number") }
        if let number = UInt32(exactly: value) { return number }
        if let number = Int32(exactly: value) { return UInt32(bitPattern: number) }
        throw error("\(name) is \(value), which is out of range")
    }

    func bytes(_ name: String) throws(GetblockError) -> [UInt8] {
        guard let bytes = try required(name).stringValue.flatMap({ Hex.bytes($0) }) else {
            throw error("\(name) is not hexadecimal")
        }
        return bytes
    }

    func object(_ name: String) throws(GetblockError) -> GetblockFields {
        let value = try required(name)
        guard value.objectValue != nil else { throw error("\(name) is not an object") }
        return GetblockFields(json: value, place: place)
    }

    func list(_ name: String) throws(GetblockError) -> [JSONValue] {
        guard let list = try required(name).arrayValue else { throw error("\(name) is not a list") }
        return list
    }

    /// An output or a prevout: `value` in coins and `scriptPubKey.hex`.
    func output() throws(GetblockError) -> TransactionRows.Output {
        let literal = try required("value")
        guard let value = CoinAmount.baseUnits(literal) else {
            throw error("its value is no amount of at most 8 decimals and 21 million coins")
        }
        return TransactionRows.Output(value: value, script: try object("scriptPubKey").bytes("hex"))
    }
}
