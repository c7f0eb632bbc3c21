import Ledger

/// A block found in a file by the first pass: where it is and what its header links.
struct ScannedBlock: Sendable {
    let hash: BlockHash
    let previous: BlockHash
    /// Index of its file among the sources.
    let source: Int32
    /// Where its header begins, and how many bytes belong to it.
    let offset: Int
    let length: Int32
    let time: UInt32
    let bits: UInt32
    /// The height its coinbase states, where BIP 34 binds; 0 elsewhere.
    let statedHeight: UInt32
}

/// Finds blocks by their hash in four bytes a place: a dictionary of a whole chain would cost ten times as much.
struct BlockIndex {
    private var places: [Int32]
    private var count = 0

    init() { places = Array(repeating: -1, count: 1 << 10) }

    /// The index in `blocks` of the block with that hash.
    func find(_ hash: BlockHash, in blocks: [ScannedBlock]) -> Int? {
        var place = Int(truncatingIfNeeded: hash.words.0) & (places.count - 1)
        while places[place] >= 0 {
            if blocks[Int(places[place])].hash == hash { return Int(places[place]) }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// Adds the last of `blocks`.
    mutating func insertLast(of blocks: [ScannedBlock]) {
        if (count + 1) * 2 > places.count {
            places = Array(repeating: -1, count: places.count * 2)
            for index in 0..<(blocks.count - 1) { put(index, blocks[index].hash) }
        }
        put(blocks.count - 1, blocks[blocks.count - 1].hash)
        count += 1
    }

    private mutating func put(_ index: Int, _ hash: BlockHash) {
        var place = Int(truncatingIfNeeded: hash.words.0) & (places.count - 1)
        while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
        places[place] = Int32(index)
    }
}
