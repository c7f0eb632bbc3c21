/// A 64-bit key and what it stands for.
struct KeyedRow: BitwiseCopyable {
    var key: UInt64
    var row: UInt32
    var other: UInt32
}

/// Sorting rows by keys that are spread evenly, as hashes are.
enum KeySort {
    /// Sorts by key, keeping the order of equal keys; `bits` highest bits are the same in all. Answers where the rows
    /// are: in `rows` or in `other`, which must have as much room.
    static func sort(
        _ rows: UnsafeMutablePointer<KeyedRow>, _ count: Int, other: UnsafeMutablePointer<KeyedRow>, after bits: Int
    ) -> UnsafeMutablePointer<KeyedRow> {
        if count < 32 {
            insertionSort(rows, 0, count)
            return rows
        }
        let width = min(20, Int.bitWidth - (count / 4).leadingZeroBitCount)
        let mask = UInt64(1) << UInt64(width) - 1
        let shift = max(0, 64 - bits - width)
        let starts = UnsafeMutablePointer<UInt32>.allocate(capacity: Int(mask) + 2)
        starts.initialize(repeating: 0, count: Int(mask) + 2)
        defer { starts.deallocate() }
        var place = 0
        while place < count {
            starts[Int(rows[place].key >> UInt64(shift) & mask) + 1] += 1
            place += 1
        }
        var bin = 0
        while bin <= Int(mask) {
            starts[bin + 1] += starts[bin]
            bin += 1
        }
        place = 0
        while place < count {
            let bin = Int(rows[place].key >> UInt64(shift) & mask)
            other[Int(starts[bin])] = rows[place]
            starts[bin] += 1
            place += 1
        }
        // Now `starts[bin]` is where the bin ends.
        var from = 0
        bin = 0
        while bin <= Int(mask) {
            let end = Int(starts[bin])
            if end - from > 48 {
                var range = UnsafeMutableBufferPointer(start: other + from, count: end - from)
                range.sort { ($0.key, $0.row) < ($1.key, $1.row) }
            } else if end - from > 1 {
                insertionSort(other, from, end)
            }
            from = end
            bin += 1
        }
        return other
    }

    @inline(__always)
    private static func insertionSort(_ rows: UnsafeMutablePointer<KeyedRow>, _ start: Int, _ end: Int) {
        var place = start + 1
        while place < end {
            let row = rows[place]
            var hole = place
            while hole > start, rows[hole - 1].key > row.key {
                rows[hole] = rows[hole - 1]
                hole -= 1
            }
            rows[hole] = row
            place += 1
        }
    }
}
