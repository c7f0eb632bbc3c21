import CLedgerKernel
import Crypto
import Foundation
import Ledger

/// A block's rows as the log of an import keeps them: exactly the bytes whose SHA-256 is the rows hash of the ledger's
/// digest (`LedgerDigest`), and behind them what the source states of each input, if it states anything:
///
///     for each input     u8 0: nothing; 1: u64 value, u32 length, script
enum BlockBytes {
    /// Appends rows and stated inputs to `bytes` and answers the head of the record, without its checksum.
    static func append(_ block: BlockRows, genesis: BlockHash, to bytes: inout [UInt8]) -> clew_log_record {
        let start = bytes.count
        var inputs = 0, outputs = 0, size = 4
        var isStated = false
        for rows in block.transactions {
            inputs += rows.inputs.count
            outputs += rows.outputs.count
            size += 45 + rows.inputs.count * 36 + rows.outputs.count * 12
            for output in rows.outputs { size += output.script.count }
            for input in rows.inputs where input.stated != nil { isStated = true }
        }
        bytes.append(contentsOf: repeatElement(0, count: size))
        bytes.withUnsafeMutableBytes { raw in
            guard var next = raw.baseAddress.map({ $0 + start }) else { return }
            put(UInt32(block.transactions.count), &next)
            for rows in block.transactions { put(rows, &next) }
        }
        let rowsLength = bytes.count - start
        let hash = bytes.withUnsafeBytes { raw in
            SHA256.hash(data: UnsafeRawBufferPointer(rebasing: raw[start..<start + rowsLength]))
        }
        if isStated { for rows in block.transactions { for input in rows.inputs { put(input.stated, &bytes) } } }
        var flags: UInt32 = block.isWhole ? BlockFlag.whole : 0
        if block.heightAssumed { flags |= BlockFlag.assumed }
        if block.hash == genesis { flags |= BlockFlag.genesis }
        for (place, rows) in block.transactions.enumerated() where rows.position != UInt32(place) {
            flags |= BlockFlag.sparse
        }
        return clew_log_record(
            crc: 0, kind: 1, height: block.height, time: block.time, flags: flags,
            transactions: UInt32(block.transactions.count), inputs: UInt32(inputs), outputs: UInt32(outputs),
            rows_length: UInt64(rowsLength), stated_length: UInt64(bytes.count - start - rowsLength),
            hash: clew_hash(block.hash), previous: clew_hash(block.previous),
            rows_hash: clew_hash(Hash256(wire: hash) ?? .zero))
    }

    @inline(__always)
    private static func put<Value: BitwiseCopyable>(_ value: Value, _ next: inout UnsafeMutableRawPointer) {
        next.storeBytes(of: value, as: Value.self)
        next += MemoryLayout<Value>.size
    }

    private static func put(_ rows: TransactionRows, _ next: inout UnsafeMutableRawPointer) {
        put(rows.position, &next)
        put(clew_hash(rows.txid), &next)
        put(UInt8(rows.isCoinbase ? 1 : 0), &next)
        put(UInt32(rows.inputs.count), &next)
        for input in rows.inputs {
            put(clew_hash(input.previous.txid), &next)
            put(input.previous.index, &next)
        }
        put(UInt32(rows.outputs.count), &next)
        for output in rows.outputs {
            put(output.value, &next)
            put(UInt32(output.script.count), &next)
            output.script.withUnsafeBytes { script in
                if let from = script.baseAddress { next.copyMemory(from: from, byteCount: script.count) }
            }
            next += output.script.count
        }
    }

    private static func put(_ stated: TransactionRows.Output?, _ bytes: inout [UInt8]) {
        guard let stated else { return bytes.append(0) }
        bytes.append(1)
        withUnsafeBytes(of: stated.value.littleEndian) { bytes += $0 }
        withUnsafeBytes(of: UInt32(stated.script.count).littleEndian) { bytes += $0 }
        bytes += stated.script
    }

    /// The block again.
    static func rows(_ record: clew_log_record, _ raw: UnsafeRawBufferPointer) throws(LedgerError) -> BlockRows {
        var cursor = ByteCursor(raw)
        var stated = ByteCursor(UnsafeRawBufferPointer(rebasing: raw[min(raw.count, Int(record.rows_length))...]))
        var block = BlockRows(
            height: record.height, hash: record.hash.hash, previous: record.previous.hash, time: record.time,
            heightAssumed: record.flags & BlockFlag.assumed != 0, isWhole: record.flags & BlockFlag.whole != 0,
            transactions: [])
        let count = try cursor.take(UInt32.self)
        for _ in 0..<count {
            var rows = TransactionRows(
                txid: .zero, position: try cursor.take(UInt32.self), isCoinbase: false, inputs: [], outputs: [])
            rows.txid = try cursor.take(clew_hash.self).hash
            rows.isCoinbase = try cursor.take(UInt8.self) != 0
            let inputs = try cursor.take(UInt32.self)
            for _ in 0..<inputs {
                let txid = try cursor.take(clew_hash.self).hash
                var input = TransactionRows.Input(previous: Outpoint(txid: txid, index: try cursor.take(UInt32.self)))
                if record.stated_length > 0, try stated.take(UInt8.self) != 0 {
                    let value = try stated.take(UInt64.self)
                    let script = try stated.take(bytes: Int(try stated.take(UInt32.self)))
                    input.stated = TransactionRows.Output(value: value, script: [UInt8](script))
                }
                rows.inputs.append(input)
            }
            let outputs = try cursor.take(UInt32.self)
            for _ in 0..<outputs {
                let value = try cursor.take(UInt64.self)
                let script = try cursor.take(bytes: Int(try cursor.take(UInt32.self)))
                rows.outputs.append(TransactionRows.Output(value: value, script: [UInt8](script)))
            }
            block.transactions.append(rows)
        }
        return block
    }
}

/// Reads numbers one after the other and never beyond the end.
struct ByteCursor {
    private var next: UnsafeRawPointer?
    private(set) var rest: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        next = bytes.baseAddress
        rest = bytes.count
    }

    @inline(__always)
    mutating func take<Value: BitwiseCopyable>(_: Value.Type) throws(LedgerError) -> Value {
        let raw = try take(bytes: MemoryLayout<Value>.size)
        guard let from = raw.baseAddress else { throw Self.short }
        return from.loadUnaligned(as: Value.self)
    }

    @inline(__always)
    mutating func take(bytes count: Int) throws(LedgerError) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= rest, let from = next else {
            if count == 0 { return UnsafeRawBufferPointer(start: nil, count: 0) }
            throw Self.short
        }
        next = from + count
        rest -= count
        return UnsafeRawBufferPointer(start: from, count: count)
    }

    private static var short: LedgerError {
        LedgerError("The log of the import is damaged: a block in it ends too early. Run the import again.")
    }
}
