import CLedgerKernel
import Ledger
import LedgerIndex

/// The pass of `AddressClusters` over the columns of an index: what `UTXOReader.joins` finds by multi-input alone, in
/// the same order, without rows in between.
struct ColumnJoins {
    private(set) var numbers: HandleNumbers
    private(set) var sets: UnionFind
    private let ledger: IndexLedger
    private let rule: ClusterRule
    /// Transactions that joined two large clusters, with the sizes of the greatest.
    private var large: [(transaction: UInt64, sizes: [UInt32])] = []

    init(_ ledger: IndexLedger, _ rule: ClusterRule, _ numbers: HandleNumbers, _ sets: UnionFind) {
        self.ledger = ledger
        self.rule = rule
        self.numbers = numbers
        self.sets = sets
    }

    /// Reads the blocks above `tip`, or all. False, and nothing is done, where the addresses' numbers are spread over
    /// two spans of 2³².
    mutating func read(after tip: UInt32?, _ progress: (UInt32) -> Bool) async throws(LedgerError) -> Bool {
        let view = ledger.view
        let all = try view.columns(.owners)
        guard let base = all.first?.firstAddress else { return true }
        guard view.addressEnd > base, base >> 32 == (view.addressEnd - 1) >> 32 else { return false }
        let start = try tip.map { tip throws(LedgerError) in try view.firstTransaction(above: tip) } ?? view.start
        for columns in all {
            let end = columns.firstTransaction + UInt64(columns.transactionCount)
            var next = max(start, columns.firstTransaction)
            while next < end {
                let stop = min(end, next + 1 << 16)
                let range = Int(next - columns.firstTransaction)..<Int(stop - columns.firstTransaction)
                let claimed = try await claimed(columns, range)
                try join(columns, range, claimed, base, Int(view.addressEnd - base))
                let height = try view.reference(of: stop - 1).height
                if !progress(height) { throw .clusteringStopped(at: height) }
                next = stop
            }
        }
        return true
    }

    func warnings(of ledger: IndexLedger) async throws(LedgerError) -> [ClusterWarning] {
        var refs: [TxRef] = []
        for item in large { refs.append(try ledger.view.reference(of: item.transaction)) }
        return zip(try ledger.transactions(of: refs), large).map { ClusterWarning(row: $0, sizes: $1.sizes) }
    }

    // MARK: What detectors claim

    /// The transactions of a range that a detector claims, ascending.
    private func claimed(_ columns: IndexColumns, _ range: Range<Int>) async throws(LedgerError) -> [UInt32] {
        let candidates = try candidates(columns, range)
        if candidates.isEmpty { return [] }
        var refs: [TxRef] = []
        for place in candidates { refs.append(try ledger.view.reference(of: columns.firstTransaction + UInt64(place))) }
        let joins = try await ledger.joins(try ledger.transactions(of: refs), by: rule)
        let free = Set(joins.map(\.row.at))
        return zip(candidates, refs).filter { !free.contains($1) }.map(\.0)
    }

    /// Those that counts and values do not rule out, as in `Detectors.mayHit`.
    private func candidates(_ columns: IndexColumns, _ range: Range<Int>) throws(LedgerError) -> [UInt32] {
        var found: [UInt32] = []
        let inputs = columns.transactionInputs, outputs = columns.transactionOutputs
        let values = columns.outputValue, owners = columns.outputOwner
        var scratch: [UInt64] = []
        var place = range.lowerBound
        while place < range.upperBound {
            defer { place &+= 1 }
            let start = Int(outputs[place]), end = Int(outputs[place &+ 1])
            guard start <= end, end <= Int(columns.outputCount), inputs[place] <= inputs[place &+ 1],
                inputs[place &+ 1] <= columns.inputCount
            else { throw columns.damaged("a transaction's rows are not in order") }
            if end - start < 3 || inputs[place &+ 1] - inputs[place] < 2 { continue }
            if Self.hasNameless(owners, start, end) || Self.hasEqual(values, start, end, &scratch) {
                found.append(UInt32(place))
            }
        }
        return found
    }

    private static func hasNameless(_ owners: UnsafePointer<UInt32>, _ start: Int, _ end: Int) -> Bool {
        for output in start..<end where owners[output] == .max { return true }
        return false
    }

    private static func hasEqual(
        _ values: UnsafePointer<UInt64>, _ start: Int, _ end: Int, _ scratch: inout [UInt64]
    ) -> Bool {
        if end - start <= 16 {
            for output in start..<end where values[output] > 0 {
                for other in start..<output where values[other] == values[output] { return true }
            }
            return false
        }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: UnsafeBufferPointer(start: values + start, count: end - start))
        scratch.sort()
        return zip(scratch, scratch.dropFirst()).contains { $0 == $1 && $0 > 0 }
    }

    // MARK: Joining

    /// Joins the inputs' addresses in a range of transactions.
    private mutating func join(
        _ columns: IndexColumns, _ range: Range<Int>, _ claimed: [UInt32], _ base: UInt64, _ addresses: Int
    ) throws(LedgerError) {
        let inputs = columns.transactionInputs
        sets.grow(to: numbers.count + Int(inputs[range.upperBound] - inputs[range.lowerBound]))
        var kernel = JoinKernel(columns: columns, base: base, addresses: UInt64(addresses), rule: rule, claimed: claimed)
        _ = numbers.withNumbers(from: base, count: addresses) { table, handles in
            sets.withParts { parents, sizes in
                guard let parents, let sizes else { return }
                kernel.join(range, table, &handles, parents, sizes)
            }
        }
        if kernel.isDamaged { throw columns.damaged("something names an address that is not there") }
        large += kernel.large
    }
}

/// The loop over inputs: numbers addresses where they are first joined, and unites their sets.
private struct JoinKernel {
    let columns: IndexColumns
    let base: UInt64
    let addresses: UInt64
    let rule: ClusterRule
    let claimed: [UInt32]
    private(set) var isDamaged = false
    private(set) var large: [(transaction: UInt64, sizes: [UInt32])] = []

    init(columns: IndexColumns, base: UInt64, addresses: UInt64, rule: ClusterRule, claimed: [UInt32]) {
        self.columns = columns
        self.base = base
        self.addresses = addresses
        self.rule = rule
        self.claimed = claimed
    }

    @inline(__always)
    mutating func join(
        _ range: Range<Int>, _ table: UnsafeMutablePointer<UInt32>, _ handles: inout ContiguousArray<UInt64>,
        _ parents: UnsafeMutablePointer<UInt32>, _ sizes: UnsafeMutablePointer<UInt32>
    ) {
        let inputs = columns.transactionInputs, owners = columns.inputOwner, values = columns.inputValue
        let last = Int(inputs[range.upperBound])
        var nextClaimed = 0
        var transaction = range.lowerBound
        while transaction < range.upperBound {
            defer { transaction &+= 1 }
            let start = Int(inputs[transaction]), end = Int(inputs[transaction &+ 1])
            var ahead = start &+ 24
            while ahead < min(end &+ 24, last) {
                if let home = home(owners[ahead]) { clew_prefetch(table + home) }
                ahead &+= 1
            }
            if end &- start < 2 { continue }
            if nextClaimed < claimed.count, claimed[nextClaimed] == UInt32(transaction) {
                nextClaimed &+= 1
                continue
            }
            guard joinsSeveral(owners, values, start, end) else { continue }
            var root: UInt32 = .max
            var greatest: UInt32 = 0, second: UInt32 = 0
            var input = start
            while input < end {
                if owners[input] != .max, values[input] > rule.dust {
                    guard let home = home(owners[input]) else {
                        isDamaged = true
                        return
                    }
                    var number = table[home]
                    if number == .max {
                        number = UInt32(truncatingIfNeeded: handles.count)
                        table[home] = number
                        handles.append(base &+ UInt64(home))
                    }
                    let other = UnionFind.root(of: number, parents)
                    if other != root {
                        let size = sizes[Int(other)]
                        (greatest, second) = size > greatest ? (size, greatest) : (greatest, max(second, size))
                        root = root == .max ? other : UnionFind.unite(root, other, parents, sizes)
                    }
                }
                input &+= 1
            }
            if second >= rule.large {
                large.append((columns.firstTransaction + UInt64(transaction), [greatest, second]))
            }
        }
    }

    /// True when two different addresses join.
    @inline(__always)
    private func joinsSeveral(
        _ owners: UnsafePointer<UInt32>, _ values: UnsafePointer<UInt64>, _ start: Int, _ end: Int
    ) -> Bool {
        var first: UInt32 = .max
        var input = start
        while input < end {
            let owner = owners[input]
            if owner != .max, values[input] > rule.dust {
                if first != .max, owner != first { return true }
                first = owner
            }
            input &+= 1
        }
        return false
    }

    /// The place of an address of the segment among all; nil for one that is not there.
    @inline(__always)
    private func home(_ owner: UInt32) -> Int? {
        guard owner < columns.addressCount else { return nil }
        let home = (columns.homes.map { $0[Int(owner)] } ?? columns.firstAddress &+ UInt64(owner)) &- base
        return home < addresses ? Int(home) : nil
    }
}
