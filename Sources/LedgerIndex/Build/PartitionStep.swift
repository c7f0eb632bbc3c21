import CLedgerKernel
import Ledger

/// First step: reads the blocks once, writes what needs no join, and divides the rest by txid and by address.
extension SegmentBuild {
    func partition() throws(LedgerError) {
        let byTxid = try SpillFile(in: folder, buckets: 1 << txidBits)
        let byAddress = try SpillFile(in: folder, buckets: 1 << addressBits)
        let owners = try SpillFile(in: folder, buckets: ranges(header.outputs))
        let count = Int(header.transactions)
        let blocks = writer(.blocks, bytes: Int(header.blocks) * 160)
        let transactionBlock = writer(.transactionBlock, bytes: count * 4)
        let transactionOutputs = writer(.transactionOutputs, bytes: (count + 1) * 4)
        let transactionInputs = writer(.transactionInputs, bytes: (count + 1) * 4)
        let txids = writer(.txids, bytes: count * 32)
        let outputValue = writer(.outputValue, bytes: Int(header.outputs) * 8)
        let txidShift = UInt64(64 - txidBits)
        var tx: UInt32 = 0, input: UInt32 = 0, output: UInt32 = 0

        for place in 0..<feed.records.count {
            if place % 64 == 0 { try step(.partition, place, feed.records.count) }
            let (record, raw) = try feed.load(place)
            guard record.rows_length <= UInt64(raw.count) else {
                throw LedgerError("Block \(record.height) is shorter than its record says. Run the import again.")
            }
            var rows = ByteCursor(UnsafeRawBufferPointer(rebasing: raw[..<Int(record.rows_length)]))
            var stated = ByteCursor(UnsafeRawBufferPointer(rebasing: raw[Int(record.rows_length)...]))
            try append(record, first: tx, to: blocks)
            let isSparse = record.flags & BlockFlag.sparse != 0
            let firstOutput = output
            let blockPlace = UInt32(place)
            let transactions = try rows.take(UInt32.self)
            for index in 0..<transactions {
                let position = try rows.take(UInt32.self)
                if isSparse {
                    try positions.append(position)
                } else if position != index {
                    throw LedgerError("The positions of block \(record.height) do not count up. Run the import again.")
                }
                let txid = try rows.take(clew_hash.self)
                let isCoinbase = try rows.take(UInt8.self) != 0
                try transactionBlock.append(isCoinbase ? blockPlace | Mark.high : blockPlace)
                try transactionInputs.append(input)
                try transactionOutputs.append(output)
                try txids.append(txid)
                let inputCount = try rows.take(UInt32.self)
                for n in 0..<inputCount {
                    let previous = try rows.take(clew_hash.self)
                    var row = Spilled.ByTxid(
                        txid: previous, a: try rows.take(UInt32.self), b: input, c: tx, d: n,
                        tag: Spilled.ByTxid.unstated, reserved: 0)
                    let bucket = Int(truncatingIfNeeded: previous.w0 >> txidShift)
                    input += 1
                    if record.stated_length > 0, try stated.take(UInt8.self) != 0 {
                        let value = try stated.take(UInt64.self)
                        let script = try stated.take(bytes: Int(try stated.take(UInt32.self)))
                        row.tag = UInt32(script.count)
                        let room = try byTxid.reserve(
                            bucket, MemoryLayout<Spilled.ByTxid>.size + 8 + (script.count + 7) & ~7)
                        room.storeBytes(of: row, as: Spilled.ByTxid.self)
                        room.storeBytes(of: value, toByteOffset: MemoryLayout<Spilled.ByTxid>.size, as: UInt64.self)
                        if let from = script.baseAddress {
                            (room + MemoryLayout<Spilled.ByTxid>.size + 8)
                                .copyMemory(from: from, byteCount: script.count)
                        }
                    } else {
                        try byTxid.append(bucket, row)
                    }
                }
                let outputCount = try rows.take(UInt32.self)
                try byTxid.append(
                    Int(truncatingIfNeeded: txid.w0 >> txidShift),
                    Spilled.ByTxid(
                        txid: txid, a: tx, b: output, c: outputCount, d: 0, tag: Spilled.ByTxid.transaction,
                        reserved: 0))
                for _ in 0..<outputCount {
                    try outputValue.append(try rows.take(UInt64.self))
                    let script = try rows.take(bytes: Int(try rows.take(UInt32.self)))
                    try divide(script, output, byAddress, owners)
                    output += 1
                }
                tx += 1
            }
            if record.flags & BlockFlag.genesis != 0 { genesisOutputs = Int(firstOutput)..<Int(output) }
            times.append(record.time)
        }
        guard UInt64(tx) == header.transactions, UInt64(input) == header.inputs, UInt64(output) == header.outputs else {
            throw LedgerError("The blocks of the import do not add up. Run it again.")
        }
        try transactionInputs.append(input)
        try transactionOutputs.append(output)
        for writer in [blocks, transactionBlock, transactionOutputs, transactionInputs, txids, outputValue] {
            try writer.flush()
        }
        self.byTxid = byTxid
        self.byAddress = byAddress
        self.owners = owners
    }

    private func append(
        _ record: clew_log_record, first: UInt32, to blocks: FileWriter
    ) throws(LedgerError) {
        let hash = record.hash.hash
        digest.append(hash, rowsHash: record.rows_hash.hash.wire)
        let row = clew_block(
            height: record.height, first_tx: first, time: record.time, flags: record.flags,
            positions: record.flags & BlockFlag.sparse == 0 ? Mark.none : UInt32(positions.count / 4), reserved: (0, 0, 0), hash: record.hash,
            previous: record.previous, rows_hash: record.rows_hash,
            digest: clew_hash(Hash256(wire: digest.bytes) ?? .zero))
        try blocks.append(row)
        if times.isEmpty {
            header.firstHeight = record.height
            header.firstHash = hash
        }
        header.lastHeight = record.height
        header.lastHash = hash
        if record.flags & BlockFlag.whole == 0 { header.firstPart = min(header.firstPart, UInt64(record.height)) }
    }

    /// Sends an output to its address's bucket, or keeps its script where it has no address or not the canonical one.
    @inline(__always)
    private func divide(
        _ script: UnsafeRawBufferPointer, _ output: UInt32, _ byAddress: SpillFile, _ owners: SpillFile
    ) throws(LedgerError) {
        if let key = AddressKey.short(script) {
            try spill(key, output, Spilled.ByAddress.output, nil, byAddress)
        } else if AddressKey.isLongWitness(script) {
            try spill(AddressKey(canonical: script), output, Spilled.ByAddress.output, nil, byAddress)
        } else {
            try divideSlowly(script, output, byAddress, owners)
        }
    }

    private func divideSlowly(
        _ script: UnsafeRawBufferPointer, _ output: UInt32, _ byAddress: SpillFile, _ owners: SpillFile
    ) throws(LedgerError) {
        let form = LockingScript([UInt8](script))
        if let address = form.address {
            try address.script.withRaw { canonical throws(LedgerError) in
                try spill(AddressKey(canonical: canonical), output, Spilled.ByAddress.output, nil, byAddress)
            }
            if address.script.elementsEqual(script) { return }
        }
        try oddScripts.append(
            clew_odd_script(output: output, length: UInt32(script.count), script: try keep(script)))
        if form.isUnspendable {
            try owners.append(
                Int(output) >> options.rangeBits, Spilled.Owner(row: output, owner: Spilled.Owner.unspendable))
        }
    }

    /// Sends an output or an input to the bucket of its address.
    @inline(__always)
    func spill(
        _ key: AddressKey, _ row: UInt32, _ side: UInt8, _ input: Spilled.InputSide?, _ byAddress: SpillFile
    ) throws(LedgerError) {
        let padded = (key.payload.count + 7) & ~7
        let room = try byAddress.reserve(
            Int(truncatingIfNeeded: key.key >> UInt64(64 - addressBits)), 16 + (input == nil ? 0 : 16) + padded)
        room.storeBytes(
            of: Spilled.ByAddress(
                key: key.key, row: row, form: UInt8(truncatingIfNeeded: key.form), side: side,
                length: UInt8(truncatingIfNeeded: key.payload.count), reserved: 0), as: Spilled.ByAddress.self)
        var payload = room + 16
        if let input {
            payload.storeBytes(of: input, as: Spilled.InputSide.self)
            payload += 16
        }
        if let from = key.payload.baseAddress { payload.copyMemory(from: from, byteCount: key.payload.count) }
    }
}
