import CLedgerKernel
import Ledger

/// A segment's columns as pointers. Valid while the `MappedSegment` it was made of lives; `IndexView` sees to that.
struct SegmentView {
    unowned(unsafe) let segment: MappedSegment
    let base: UnsafeRawPointer
    let checked: UnsafeMutablePointer<UInt8>

    let blockCount: UInt32
    let transactionCount: UInt32
    let inputCount: UInt32
    let outputCount: UInt32
    let addressCount: UInt32
    let firstTransaction: UInt64
    let firstInput: UInt64
    let firstOutput: UInt64
    let firstAddress: UInt64
    let firstHeight: UInt32
    let lastHeight: UInt32

    let blocks: UnsafePointer<clew_block>
    let positions: UnsafePointer<UInt32>
    let positionCount: UInt32
    let transactionBlock: UnsafePointer<UInt32>
    let transactionOutputs: UnsafePointer<UInt32>
    let transactionInputs: UnsafePointer<UInt32>
    let txids: UnsafePointer<clew_hash>
    let txidDirectory: UnsafePointer<UInt32>
    let txidShift: UInt64
    let txidEntries: UnsafePointer<clew_txid_entry>

    let outputValue: UnsafePointer<UInt64>
    let outputOwner: UnsafePointer<UInt32>
    let outputSpender: UnsafePointer<UInt32>
    let outputSpenderInput: UnsafePointer<UInt32>

    let inputPrevious: UnsafePointer<UInt32>
    let inputPreviousTransaction: UnsafePointer<UInt32>
    let inputValue: UnsafePointer<UInt64>
    let inputOwner: UnsafePointer<UInt32>
    let externals: UnsafePointer<clew_external>
    let externalCount: Int
    let outsides: UnsafePointer<clew_outside>
    let outsideCount: Int
    let marks: UnsafePointer<clew_mark>
    let markCount: Int
    let overwritten: UnsafePointer<clew_overwritten>
    let overwrittenCount: Int

    let addressDirectory: UnsafePointer<UInt32>
    let addressShift: UInt64
    let addressPlaces: UnsafePointer<UInt32>
    let records: UnsafeRawPointer
    let recordBytes: Int
    let homes: UnsafePointer<UInt64>
    let hasHomes: Bool
    let oddScripts: UnsafePointer<clew_odd_script>
    let oddScriptCount: Int
    let scripts: UnsafeRawPointer
    let scriptBytes: Int
    let addressFilter: UnsafePointer<UInt64>
    let addressFilterWords: Int
    let markFilter: UnsafePointer<UInt64>
    let markFilterWords: Int

    init(_ segment: MappedSegment) throws(LedgerError) {
        let header = segment.header
        let base = segment.base
        func column<T>(_ column: SegmentColumn, _: T.Type) -> UnsafePointer<T> {
            (base + Int(header[column].offset)).assumingMemoryBound(to: T.self)
        }
        func rows<T>(_ column: SegmentColumn, _: T.Type) -> Int { Int(header[column].length) / MemoryLayout<T>.stride }
        guard let txidBits = Directory.bits(bytes: header[.txidDirectory].length),
            let addressBits = Directory.bits(bytes: header[.addressDirectory].length),
            header[.homes].length == 0 || header[.homes].length == header.addresses * 8
        else { throw LedgerError("\(segment.path) is damaged: a directory in it has no possible length.") }
        self.segment = segment
        self.base = base
        checked = segment.checked
        blockCount = UInt32(header.blocks)
        transactionCount = UInt32(header.transactions)
        inputCount = UInt32(header.inputs)
        outputCount = UInt32(header.outputs)
        addressCount = UInt32(header.addresses)
        firstTransaction = header.firstTransaction
        firstInput = header.firstInput
        firstOutput = header.firstOutput
        firstAddress = header.firstAddress
        firstHeight = header.firstHeight
        lastHeight = header.lastHeight
        blocks = column(.blocks, clew_block.self)
        positions = column(.positions, UInt32.self)
        positionCount = UInt32(rows(.positions, UInt32.self))
        transactionBlock = column(.transactionBlock, UInt32.self)
        transactionOutputs = column(.transactionOutputs, UInt32.self)
        transactionInputs = column(.transactionInputs, UInt32.self)
        txids = column(.txids, clew_hash.self)
        txidDirectory = column(.txidDirectory, UInt32.self)
        txidShift = UInt64(64 - txidBits)
        txidEntries = column(.txidEntries, clew_txid_entry.self)
        outputValue = column(.outputValue, UInt64.self)
        outputOwner = column(.outputOwner, UInt32.self)
        outputSpender = column(.outputSpender, UInt32.self)
        outputSpenderInput = column(.outputSpenderInput, UInt32.self)
        inputPrevious = column(.inputPrevious, UInt32.self)
        inputPreviousTransaction = column(.inputPreviousTransaction, UInt32.self)
        inputValue = column(.inputValue, UInt64.self)
        inputOwner = column(.inputOwner, UInt32.self)
        externals = column(.externals, clew_external.self)
        externalCount = rows(.externals, clew_external.self)
        outsides = column(.outsides, clew_outside.self)
        outsideCount = rows(.outsides, clew_outside.self)
        marks = column(.marks, clew_mark.self)
        markCount = rows(.marks, clew_mark.self)
        overwritten = column(.overwritten, clew_overwritten.self)
        overwrittenCount = rows(.overwritten, clew_overwritten.self)
        addressDirectory = column(.addressDirectory, UInt32.self)
        addressShift = UInt64(64 - addressBits)
        addressPlaces = column(.addressPlaces, UInt32.self)
        records = base + Int(header[.addressRecords].offset)
        recordBytes = Int(header[.addressRecords].length)
        homes = column(.homes, UInt64.self)
        hasHomes = header[.homes].length > 0
        oddScripts = column(.oddScripts, clew_odd_script.self)
        oddScriptCount = rows(.oddScripts, clew_odd_script.self)
        scripts = base + Int(header[.scripts].offset)
        scriptBytes = Int(header[.scripts].length)
        addressFilter = column(.addressFilter, UInt64.self)
        addressFilterWords = rows(.addressFilter, UInt64.self)
        markFilter = column(.markFilter, UInt64.self)
        markFilterWords = rows(.markFilter, UInt64.self)
    }

    // MARK: Checked access

    /// The element at `index`, its page compared with its checksum before it is first used.
    @inline(__always)
    func at<T>(_ column: UnsafePointer<T>, _ index: some BinaryInteger) throws(LedgerError) -> T {
        let pointer = column + Int(index)
        try touch(pointer, MemoryLayout<T>.size)
        return pointer.pointee
    }

    /// Compares what holds `count` bytes at `pointer`, where that was not done.
    @inline(__always)
    func touch(_ pointer: UnsafeRawPointer, _ count: Int) throws(LedgerError) {
        let start = (pointer - base - SegmentHeader.byteCount) >> 12
        let end = (pointer - base - SegmentHeader.byteCount + count - 1) >> 12
        if end - start <= 1, start >= 0, clew_bit(checked, start) != 0, clew_bit(checked, end) != 0 { return }
        try touchSlowly(start, end)
    }

    @inline(never)
    private func touchSlowly(_ start: Int, _ end: Int) throws(LedgerError) {
        guard end >= start else { return }
        for page in start...end where page < 0 || page >= segment.pageCount || clew_bit(checked, page) == 0 {
            if start == end { _ = segment.readDense(page) }
            try segment.verify(page)
        }
    }

    /// False when a key is certainly not among those that a filter was made of; true of any key without a filter.
    @inline(__always)
    func mayHold(_ key: UInt64, _ filter: UnsafePointer<UInt64>, _ words: Int) throws(LedgerError) -> Bool {
        if words == 0 { return true }
        let bits = KeyFilter.bits(key)
        return try at(filter, KeyFilter.place(key, words)) & bits == bits
    }

    /// Asks for what will be read soon: from the disk where its page was never touched, else from memory.
    @inline(__always)
    func ask(_ pointer: UnsafeRawPointer) {
        let page = (pointer - base - SegmentHeader.byteCount) >> 12
        if clew_bit(checked, page) != 0 { clew_prefetch(pointer) } else { segment.willNeed(page) }
    }

    /// Compares a whole column, before a pass over it that checks nothing itself.
    func touch(_ column: SegmentColumn) throws(LedgerError) {
        let place = segment.header[column]
        if place.length == 0 { return }
        segment.willPass(Int(place.offset), Int(place.length))
        try touch(base + Int(place.offset), Int(place.length))
    }

    @inline(never)
    func damaged(_ what: String) -> LedgerError {
        LedgerError("\(segment.path) is damaged: \(what). Run: clew ledger check")
    }

    /// The first index in `0..<count` for which `isBelow` is false.
    @inline(__always)
    static func bound(
        _ count: Int, _ isBelow: (Int) throws(LedgerError) -> Bool
    ) throws(LedgerError) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if try isBelow(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
