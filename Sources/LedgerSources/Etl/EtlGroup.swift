import Ledger

/// The transactions of one height, or of one block time, put in order.
struct EtlGroup {
    /// A row and where it was read.
    struct Member {
        let row: EtlTransaction
        let place: (file: SourceFile, line: Int, offset: Int)

        func error(_ sentence: String) -> LedgerError {
            EtlScan.error(place.file, place.line, place.offset, sentence)
        }
    }

    private(set) var members: [Member] = []
    private(set) var duplicates = 0
    private var seen: [TxID: Int] = [:]

    /// Adds a row. The same row twice counts once; two different ones with one txid are an error.
    mutating func add(_ member: Member) throws(LedgerError) {
        if let first = seen[member.row.txid] {
            guard members[first].row == member.row else {
                throw member.error(
                    "transaction \(member.row.txid) is here again and differs from line \(members[first].place.line)")
            }
            duplicates += 1
            return
        }
        seen[member.row.txid] = members.count
        members.append(member)
    }

    /// The block as stores take it. `block` is the row of the block, where the export has it: with its Merkle root it
    /// proves that no transaction is missing.
    func rows(height: UInt32, _ block: EtlBlock?, on chain: Chain, heightsKnown: Bool) throws(LedgerError) -> BlockRows {
        let hashes = Set(members.compactMap(\.row.blockHash) + (block.map { [$0.hash] } ?? []))
        let times = Set(members.compactMap(\.row.time) + (block.map { [$0.time] } ?? []))
        if heightsKnown, hashes.count > 1, let last = members.last {
            throw last.error("height \(height) has two blocks: \(hashes.sorted().map(\.description).joined(separator: ", "))")
        }
        if times.count > 1, let last = members.last {
            throw last.error("block \(height) has two times: \(times.sorted().map(String.init).joined(separator: ", "))")
        }
        guard let time = times.first else {
            throw members.first?.error("no row of block \(height) has a block_timestamp")
                ?? LedgerError("Block \(height) has no time.")
        }
        let positions = try positions(oneBlock: hashes.count <= 1)
        let ordered = positions.sorted { $0.position < $1.position }
        let root = MerkleTree.root(of: ordered.map { members[$0.member].row.txid })
        let isWhole = heightsKnown && block?.merkleRoot == root.root && !root.isMutated
        return BlockRows(
            height: height, hash: hashes.count == 1 ? hashes.first ?? .zero : .zero, previous: .zero, time: time,
            isWhole: isWhole,
            transactions: ordered.map { members[$0.member].row.rows(position: $0.position, on: chain) })
    }

    private typealias Place = (member: Int, position: UInt32)

    /// By `index` where every row has one; else coinbases first, spenders after what they spend, ties by txid.
    private func positions(oneBlock: Bool) throws(LedgerError) -> [Place] {
        if oneBlock, members.allSatisfy({ $0.row.index != nil }) {
            var taken: [UInt32: Int] = [:]
            for (member, each) in members.enumerated() {
                let index = each.row.index ?? 0
                if let other = taken.updateValue(member, forKey: index) {
                    throw each.error("index \(index) is taken by line \(members[other].place.line) in the same block")
                }
            }
            return taken.map { ($0.value, $0.key) }
        }
        return byDependency().enumerated().map { ($1, UInt32($0)) }
    }

    /// Among the members that wait for none of the others, the coinbase and then the least txid goes first.
    private func byDependency() -> [Int] {
        var waiting = members.map { member in
            Set(member.row.inputs.compactMap { seen[$0.previous.txid] }).count
        }
        var spenders: [[Int]] = Array(repeating: [], count: members.count)
        for (member, each) in members.enumerated() {
            for parent in Set(each.row.inputs.compactMap({ seen[$0.previous.txid] })) { spenders[parent].append(member) }
        }
        func isBefore(_ a: Int, _ b: Int) -> Bool {
            let (x, y) = (members[a].row, members[b].row)
            return x.isCoinbase == y.isCoinbase ? x.txid < y.txid : x.isCoinbase
        }
        // Sorted from the last to the first, so that the next one is cheap to take.
        var ready = members.indices.filter { waiting[$0] == 0 }.sorted { isBefore($1, $0) }
        var order: [Int] = []
        while let next = ready.popLast() {
            order.append(next)
            for spender in spenders[next] {
                waiting[spender] -= 1
                guard waiting[spender] == 0 else { continue }
                var (low, high) = (0, ready.count)
                while low < high {
                    let middle = (low + high) / 2
                    if isBefore(spender, ready[middle]) { low = middle + 1 } else { high = middle }
                }
                ready.insert(spender, at: low)
            }
        }
        // Rows that spend each other in a circle cannot be real; they keep their order, and the store refuses them.
        if order.count < members.count {
            let placed = Set(order)
            order += members.indices.filter { !placed.contains($0) }
        }
        return order
    }
}

extension EtlTransaction {
    func rows(position: UInt32, on chain: Chain) -> TransactionRows {
        TransactionRows(
            txid: txid, position: position, isCoinbase: isCoinbase,
            inputs: inputs.map { TransactionRows.Input(previous: $0.previous, stated: $0.stated(on: chain)) },
            outputs: outputs)
    }
}
