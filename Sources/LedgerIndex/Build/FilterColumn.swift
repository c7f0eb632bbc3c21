import Ledger

/// A filter that a segment gets when it is not the first of its ledger, and is not very large.
struct FilterColumn {
    private var words: [UInt64] = []

    init(of build: SegmentBuild, keys: Int) {
        guard build.older.count > 0, keys > 0, keys <= KeyFilter.greatest else { return }
        words = [UInt64](repeating: 0, count: KeyFilter.words(keys))
    }

    mutating func insert(_ key: UInt64) {
        if !words.isEmpty { words[KeyFilter.place(key, words.count)] |= KeyFilter.bits(key) }
    }

    func write(_ column: SegmentColumn, to build: SegmentBuild) throws(LedgerError) {
        if words.isEmpty { return }
        let writer = build.writer(column, bytes: words.count * 8)
        try words.withRaw { raw throws(LedgerError) in try writer.append(raw) }
        try writer.flush()
    }
}
