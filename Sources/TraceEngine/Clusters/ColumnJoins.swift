import CLedgerKernel
import Ledger
import LedgerIndex

/// The pass of `AddressClusters` over the columns of an index: what `UTXOReader.joins` finds by multi-input alone, in
/// the same order, without rows in between. Addresses are numbered as the index numbers them.
///
/// While one part of the ledger is joined, detectors are asked about the next on another processor; the result does not
/// depend on it.
struct ColumnJoins {
    private(set) var sets: UnionFind
    private let ledger: IndexLedger
    private let rule: ClusterRule
    /// Transactions that joined two large clusters, with the sizes of the greatest.
    private var large: [(transaction: UInt64, sizes: [UInt32])] = []

    /// Transactions of a part.
    private static let together: UInt64 = 1 << 16

    /// The numbers of all addresses, where there are not too many for one `UnionFind`.
    static func addresses(of ledger: IndexLedger) -> Range<UInt64>? {
        let all = ledger.view.firstAddress..<ledger.view.addressEnd
        return all.count <= UnionFind.greatest ? all : nil
    }

    init(_ ledger: IndexLedger, _ rule: ClusterRule, _ sets: UnionFind) {
        self.ledger = ledger
        self.rule = rule
        self.sets = sets
        self.sets.grow(to: Int(ledger.view.addressEnd - ledger.view.firstAddress))
    }

    /// Reads the blocks above `tip`, or all.
    ///
    /// - Parameter left: transactions that are taken to join nothing.
    mutating func read(
        after tip: UInt32?, without left: Set<TxRef> = [], _ progress: (UInt32) -> Bool
    ) async throws(LedgerError) {
        let view = ledger.view
        let start = try tip.map { tip throws(LedgerError) in try view.firstTransaction(above: tip) } ?? view.start
        var parts: [JoinPart] = []
        for columns in try view.columns(.owners) {
            let end = columns.firstTransaction + UInt64(columns.transactionCount)
            var next = max(start, columns.firstTransaction)
            while next < end {
                let stop = min(end, next + Self.together)
                parts.append(
                    JoinPart(
                        columns: columns,
                        range: Int(next - columns.firstTransaction)..<Int(stop - columns.firstTransaction)))
                next = stop
            }
        }
        guard var part = parts.first else { return }
        var leftOut: [UInt64] = []
        for ref in left { leftOut += [try view.transaction(at: ref)].compactMap(\.self) }
        var claimed = try await part.claimed(ledger, rule)
        for next in parts.dropFirst() {
            async let nextClaimed = next.result(ledger, rule)
            try join(part, part.adding(leftOut, to: claimed), progress)
            claimed = try await nextClaimed.get()
            part = next
        }
        try join(part, part.adding(leftOut, to: claimed), progress)
    }

    /// The transactions that join the addresses of one set, in ledger order, each once; those found so far where `progress`,
    /// which is told how many transactions were looked at, answers false.
    static func joining(
        _ root: UInt32, of sets: UnionFind, in ledger: IndexLedger, _ rule: ClusterRule, _ progress: (Int) -> Bool
    ) async throws(LedgerError) -> [TxRef] {
        var found: [TxRef] = []
        var looked = 0
        let base = ledger.view.firstAddress
        for columns in try ledger.view.columns(.owners) {
            for start in stride(from: 0, to: columns.transactionCount, by: Int(together)) {
                let part = JoinPart(columns: columns, range: start..<min(start + Int(together), columns.transactionCount))
                let places = try part.joining(root, sets, base, rule)
                let claimed = Set(try await part.claimed(ledger, rule, among: places))
                for place in places where !claimed.contains(place) {
                    found.append(try ledger.view.reference(of: columns.firstTransaction + UInt64(place)))
                }
                looked += part.range.count
                if !progress(looked) { return found }
            }
        }
        return found
    }

    func warnings(of ledger: IndexLedger) throws(LedgerError) -> [ClusterWarning] {
        var refs: [TxRef] = []
        for item in large { refs.append(try ledger.view.reference(of: item.transaction)) }
        return zip(try ledger.transactions(of: refs), large).map { ClusterWarning(row: $0, sizes: $1.sizes) }
    }

    /// Joins the inputs' addresses in a range of transactions.
    private mutating func join(
        _ part: JoinPart, _ claimed: [UInt32], _ progress: (UInt32) -> Bool
    ) throws(LedgerError) {
        let columns = part.columns
        var kernel = JoinKernel(
            columns: columns, base: ledger.view.firstAddress, addresses: UInt64(sets.count), rule: rule, claimed: claimed)
        sets.withLinks { if let links = $0 { kernel.join(part.range, links) } }
        if kernel.isDamaged { throw columns.damaged("something names an address that is not there") }
        large += kernel.large
        let height = try ledger.view.reference(of: columns.firstTransaction + UInt64(part.range.upperBound - 1)).height
        if !progress(height) { throw .clusteringStopped(at: height) }
    }
}

/// Some transactions of one segment, and which of them a detector claims.
private struct JoinPart: Sendable {
    let columns: IndexColumns
    let range: Range<Int>

    /// Those that a detector claims, ascending.
    ///
    /// - Parameter some: the only ones that are asked for, ascending; nil for all.
    func claimed(
        _ ledger: IndexLedger, _ rule: ClusterRule, among some: [UInt32]? = nil
    ) async throws(LedgerError) -> [UInt32] {
        var candidates = try candidates()
        if let some {
            let wanted = Set(some)
            candidates.removeAll { !wanted.contains($0) }
        }
        if candidates.isEmpty { return [] }
        var refs: [TxRef] = []
        for place in candidates { refs.append(try ledger.view.reference(of: columns.firstTransaction + UInt64(place))) }
        let joins = try await ledger.joins(try ledger.transactions(of: refs), by: rule)
        let free = Set(joins.map(\.row.at))
        return zip(candidates, refs).filter { !free.contains($1) }.map(\.0)
    }

    /// `claimed` with those of the transactions `left`, by their numbers in the ledger, that are in the range.
    func adding(_ left: [UInt64], to claimed: [UInt32]) -> [UInt32] {
        let range = UInt64(range.lowerBound) + columns.firstTransaction..<UInt64(range.upperBound) + columns.firstTransaction
        let inside = left.filter(range.contains).map { UInt32(truncatingIfNeeded: $0 - columns.firstTransaction) }
        return inside.isEmpty ? claimed : Set(claimed).union(inside).sorted()
    }

    /// Transactions of whose inputs two are of different addresses, the first of them in the set of `root`.
    func joining(
        _ root: UInt32, _ sets: UnionFind, _ base: UInt64, _ rule: ClusterRule
    ) throws(LedgerError) -> [UInt32] {
        var found: [UInt32] = []
        for place in range {
            let first = columns.transactionInputs[place], last = columns.transactionInputs[place + 1]
            guard first <= last, last <= columns.inputCount else {
                throw columns.damaged("a transaction's rows are not in order")
            }
            if last - first < 2 { continue }
            var owner: UInt32 = .max
            for input in Int(first)..<Int(last) where columns.inputOwner[input] != .max && columns.inputValue[input] > rule.dust {
                if owner == .max {
                    owner = columns.inputOwner[input]
                    guard let home = columns.home(of: owner), home >= base, home - base < UInt64(sets.count) else {
                        throw columns.damaged("something names an address that is not there")
                    }
                    if sets.settledRoot(of: UInt32(home - base)) != root { break }
                } else if columns.inputOwner[input] != owner {
                    found.append(UInt32(place))
                    break
                }
            }
        }
        return found
    }

    /// The same for a task of its own, whose errors have no type.
    func result(_ ledger: IndexLedger, _ rule: ClusterRule) async -> Result<[UInt32], LedgerError> {
        do throws(LedgerError) { return .success(try await claimed(ledger, rule)) } catch { return .failure(error) }
    }

    /// Those that counts and values do not rule out, as in `Detectors.mayMix`. The columns' sums are in order
    /// afterwards.
    private func candidates() throws(LedgerError) -> [UInt32] {
        var found: [UInt32] = []
        let inputs = columns.transactionInputs, outputs = columns.transactionOutputs
        let values = columns.outputValue
        var scratch: [UInt64] = []
        var place = range.lowerBound
        while place < range.upperBound {
            let first = inputs[place], last = inputs[place &+ 1]
            let start = outputs[place], end = outputs[place &+ 1]
            guard start <= end, end <= columns.outputCount, first <= last, last <= columns.inputCount else {
                throw columns.damaged("a transaction's rows are not in order")
            }
            if end &- start >= 3, last &- first >= 2 {
                let some = UnsafeBufferPointer(start: values + Int(start), count: Int(end &- start))
                if Detectors.mayMix(inputs: Int(last &- first), outputs: some, &scratch) { found.append(UInt32(place)) }
            }
            place &+= 1
        }
        return found
    }
}

/// The loop over inputs: unites the sets of the addresses that a transaction joins.
private struct JoinKernel {
    private let columns: IndexColumns
    private let base: UInt64
    private let addresses: UInt64
    private let rule: ClusterRule
    private let claimed: [UInt32]
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
    mutating func join(_ range: Range<Int>, _ links: UnsafeMutablePointer<Int32>) {
        let inputs = columns.transactionInputs, owners = columns.inputOwner, values = columns.inputValue
        let dust = rule.dust
        var nextClaimed = 0
        var input = Int(inputs[range.lowerBound])
        var transaction = range.lowerBound
        while transaction < range.upperBound {
            let end = Int(inputs[transaction &+ 1])
            if transaction &+ Self.ahead < range.upperBound { ask(transaction &+ Self.ahead, links) }
            if end &- input < 2 || isClaimed(transaction, &nextClaimed) {
                input = end
                transaction &+= 1
                continue
            }
            // Nothing is looked up before a second address appears.
            var first: UInt32 = .max
            var root: Int32 = -1
            var greatest: Int32 = 0, second: Int32 = 0
            while input < end {
                let owner = owners[input]
                if owner != .max, owner != first, values[input] > dust {
                    guard let home = home(owner) else {
                        isDamaged = true
                        return
                    }
                    if first == .max {
                        first = owner
                    } else {
                        if root < 0 {
                            // `home` answered for the first one already.
                            root = UnionFind.root(of: Int32(truncatingIfNeeded: self.home(first) ?? 0), links)
                            greatest = 0 &- links[Int(root)]
                        }
                        let other = UnionFind.root(of: Int32(truncatingIfNeeded: home), links)
                        if other != root {
                            let size = 0 &- links[Int(other)]
                            (greatest, second) = size > greatest ? (size, greatest) : (greatest, max(second, size))
                            root = UnionFind.unite(root, other, links)
                        }
                    }
                }
                input &+= 1
            }
            if UInt32(bitPattern: second) >= rule.large {
                large.append(
                    (columns.firstTransaction + UInt64(transaction), [UInt32(bitPattern: greatest), UInt32(bitPattern: second)]))
            }
            transaction &+= 1
        }
    }

    /// Transactions between asking for what a join will read and reading it.
    private static var ahead: Int { 12 }

    @inline(__always)
    private func ask(_ transaction: Int, _ links: UnsafeMutablePointer<Int32>) {
        let start = Int(columns.transactionInputs[transaction])
        let end = min(Int(columns.transactionInputs[transaction &+ 1]), start &+ 16)
        if end &- start < 2 { return }
        for input in start..<end {
            if let home = home(columns.inputOwner[input]) { clew_prefetch(links + home) }
        }
    }

    @inline(__always)
    private func isClaimed(_ transaction: Int, _ next: inout Int) -> Bool {
        guard next < claimed.count, claimed[next] == UInt32(transaction) else { return false }
        next &+= 1
        return true
    }

    /// The place of an address of the segment among all; nil for one that is not there.
    @inline(__always)
    private func home(_ owner: UInt32) -> Int? {
        guard owner < columns.addressCount else { return nil }
        let home = (columns.homes.map { $0[Int(owner)] } ?? columns.firstAddress &+ UInt64(owner)) &- base
        return home < addresses ? Int(home) : nil
    }
}
