import Encoding
import Ledger

/// A transaction row found by the first pass: where it is and where it belongs.
struct EtlEntry: Sendable {
    /// The height, or the block time where the source gives no heights.
    let order: UInt32
    let source: Int32
    let offset: Int
    let length: Int32
    let line: Int
}

/// The first pass over exports: each row is read and checked, and only its place is kept.
struct EtlScan {
    private(set) var entries: [EtlEntry] = []
    private(set) var blocks: [UInt32: EtlBlock] = [:]
    /// Nil before the first transaction.
    private(set) var heightsKnown: Bool?
    private(set) var duplicates = 0
    /// The first address of an output that is one of any chain, and the chains it may be of.
    private(set) var address: (text: String, chains: [Chain])?

    private static let limits = JSONLimits(stringBytes: 16 << 20, allowsDecimals: true, allowsWideIntegers: true)

    /// Reads the rows of one file; answers false when it was stopped.
    mutating func scan(
        _ file: SourceFile, as source: Int, shouldStop: (Int) -> Bool
    ) throws(LedgerError) -> Bool {
        var lines = LineReader(file)
        var bytes: [UInt8] = []
        while let line = try lines.next(into: &bytes) {
            if bytes.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
            switch try Self.row(bytes, file, line.number, line.offset) {
            case .block(let block):
                if let other = blocks.updateValue(block, forKey: block.height) {
                    guard other == block else {
                        throw Self.error(file, line.number, line.offset, "height \(block.height) has two blocks")
                    }
                    duplicates += 1
                }
            case .transaction(let transaction):
                try add(transaction, file, source, line)
            }
            if shouldStop(line.offset + line.length) { return false }
        }
        return true
    }

    /// One row from its line.
    static func row(_ bytes: [UInt8], _ file: SourceFile, _ line: Int, _ offset: Int) throws(LedgerError) -> EtlRow {
        let json: JSONValue
        do throws(JSONError) { json = try JSONValue.parse(bytes, limits: limits) } catch {
            throw Self.error(file, line, offset + error.offset, "the row is not sound JSON: \(error.reason)")
        }
        do throws(EtlError) { return try EtlRow(json) } catch {
            throw Self.error(file, line, offset, error.sentence)
        }
    }

    static func error(_ file: SourceFile, _ line: Int, _ offset: Int, _ sentence: String) -> LedgerError {
        let end = sentence.hasSuffix(".") ? "" : "."
        return LedgerError("\(file.name), line \(line) (byte \(offset)): \(sentence)\(end)")
    }

    private mutating func add(
        _ transaction: EtlTransaction, _ file: SourceFile, _ source: Int, _ line: LineReader.Line
    ) throws(LedgerError) {
        let known = transaction.height != nil
        if let heightsKnown, heightsKnown != known {
            throw Self.error(
                file, line.number, line.offset,
                "the row has \(known ? "a" : "no") block_number and those before it have \(known ? "none" : "one")")
        }
        heightsKnown = known
        guard let order = transaction.height ?? transaction.time else {
            throw Self.error(
                file, line.number, line.offset,
                "the row has neither block_number nor block_timestamp: transaction \(transaction.txid) is not in a block")
        }
        if address == nil, let text = transaction.address {
            if text.hasPrefix("bitcoincash:") {
                throw Self.error(
                    file, line.number, line.offset, "the addresses are of Bitcoin Cash, which this build does not know")
            }
            let chains = Chain.all.filter { Address.isAddress(text, on: $0) }
            if !chains.isEmpty { address = (text, chains) }
        }
        entries.append(
            EtlEntry(
                order: order, source: Int32(source), offset: line.offset, length: Int32(line.length),
                line: line.number))
    }
}
