import Ledger
import LedgerIndex

/// The clusters of a whole ledger, made in one pass in ledger order and carried on when blocks are added.
public struct AddressClusters<Reader: UTXOReader>: Sendable {
    public let rule: ClusterRule
    /// The ledger that the handles belong to.
    public private(set) var ledger: Reader
    /// Transactions that joined two large clusters, in ledger order.
    public private(set) var warnings: [ClusterWarning] = []
    private var numbers = HandleNumbers()
    private var sets = UnionFind()

    /// Reads the whole ledger.
    ///
    /// - Parameter progress: told the height that was reached; false stops, and the clusters are then an error.
    public init(
        of ledger: Reader, by rule: ClusterRule = ClusterRule(), progress: (UInt32) -> Bool = { _ in true }
    ) async throws(LedgerError) {
        self.rule = rule
        self.ledger = ledger
        try await read(after: nil, progress)
    }

    /// Clusters that were kept, of a ledger as it stood then.
    init(kept sets: UnionFind, of ledger: Reader, by rule: ClusterRule, warnings: [ClusterWarning]) {
        self.rule = rule
        self.ledger = ledger
        self.warnings = warnings
        self.sets = sets
        if let addresses = Self.dense(ledger, rule) {
            numbers = HandleNumbers(dense: addresses)
            self.sets.grow(to: addresses.count)
        }
    }

    /// What is to be kept of them.
    var links: ContiguousArray<Int32> { sets.links }

    /// Carries on with a later state of the same ledger: only the blocks that were added are read.
    ///
    /// An error when the ledger of before is no beginning of `newer`: after a reorganisation clusters are made anew.
    public mutating func append(
        _ newer: Reader, progress: (UInt32) -> Bool = { _ in true }
    ) async throws(LedgerError) {
        let tip = ledger.info.tip
        if let tip {
            guard newer.info.tip.map({ $0 >= tip }) == true,
                try await newer.snapshot(at: tip).info.digest == ledger.info.digest
            else {
                throw LedgerError(
                    "The ledger was changed at or below block \(tip) since it was clustered: cluster it again.")
            }
        }
        try await translate(to: newer)
        ledger = newer
        try await read(after: tip, progress)
    }

    /// The addresses of the cluster of `address`, itself among them, in ascending order of their handles. Linear in the
    /// ledger's addresses where there are several.
    public func members(of address: AddressRef) -> [AddressRef] {
        guard let number = numbers.known(address) else { return [address] }
        let root = sets.settledRoot(of: number)
        if sets.size(ofRoot: root) == 1 { return [address] }
        return (0..<UInt32(numbers.count)).filter { sets.settledRoot(of: $0) == root }.map { numbers.handle($0) }
            .sorted { $0.raw < $1.raw }
    }

    /// True when both are in one cluster.
    public func areTogether(_ a: AddressRef, _ b: AddressRef) -> Bool {
        if a == b { return true }
        guard let x = numbers.known(a), let y = numbers.known(b) else { return false }
        return sets.settledRoot(of: x) == sets.settledRoot(of: y)
    }

    /// Addresses in the cluster of `address`; 1 when nothing joins it.
    public func size(of address: AddressRef) -> Int {
        numbers.known(address).map { Int(sets.size(ofRoot: sets.settledRoot(of: $0))) } ?? 1
    }

    /// The transactions that join members of the cluster of `address`, in ledger order.
    ///
    /// - Parameter progress: told how many transactions of the ledger were looked at; false stops.
    func joining(
        _ address: AddressRef, in index: IndexLedger, _ progress: (Int) -> Bool = { _ in true }
    ) async throws(LedgerError) -> [TxRef] {
        guard let number = numbers.known(address) else { return [] }
        return try await ColumnJoins.joining(sets.settledRoot(of: number), of: sets, in: index, rule, progress)
    }

    // MARK: Making

    /// The numbers of an index's addresses, where the pass can use them.
    private static func dense(_ ledger: Reader, _ rule: ClusterRule) -> Range<UInt64>? {
        rule.changes.isEmpty ? (ledger as? IndexLedger).flatMap { ColumnJoins.addresses(of: $0) } : nil
    }

    private mutating func read(after tip: UInt32?, _ progress: (UInt32) -> Bool) async throws(LedgerError) {
        if let index = ledger as? IndexLedger, let addresses = Self.dense(ledger, rule) {
            numbers = HandleNumbers(dense: addresses)
            // What is joined in place is not copied.
            var pass = ColumnJoins(index, rule, sets)
            sets = UnionFind()
            try await pass.read(after: tip, progress)
            sets = pass.sets
            warnings += try pass.warnings(of: index)
            return
        }
        var walk = LedgerWalk(ledger.info.coverage, after: tip)
        while let rows = try await walk.next(of: ledger) {
            for join in try await ledger.joins(rows, by: rule) {
                let members = join.members.map { numbers.number($0) }
                sets.grow(to: numbers.count)
                if let warning = ClusterWarning.join(members, at: join.row, &sets, large: rule.large) {
                    warnings.append(warning)
                }
            }
            if let height = rows.last?.at.height, !progress(height) { throw .clusteringStopped(at: height) }
        }
    }

    /// Handles belong to one snapshot: the sets become those of the handles of `newer`.
    private mutating func translate(to newer: Reader) async throws(LedgerError) {
        guard let old = ledger as? IndexLedger, let new = newer as? IndexLedger, Self.dense(ledger, rule) != nil,
            let addresses = Self.dense(newer, rule)
        else { return try await translateHandles(to: newer) }
        // An index keeps the numbers of the segments it keeps: only the others are looked up.
        let shared = Int(old.view.addressesShared(with: new.view) - old.view.firstAddress)
        if shared >= numbers.count { return }
        let moved = (UInt32(shared)..<UInt32(numbers.count)).filter { sets.size(ofRoot: sets.settledRoot(of: $0)) > 1 }
        var places: [UInt32: UInt32] = [:]
        for start in stride(from: 0, to: moved.count, by: 4096) {
            let some = moved[start..<min(start + 4096, moved.count)]
            for (number, handle) in zip(some, try await find(some.map { numbers.handle($0) }, in: newer)) {
                places[number] = UInt32(truncatingIfNeeded: handle.raw - addresses.lowerBound)
            }
        }
        var joined = UnionFind(count: addresses.count)
        for number in 0..<UInt32(numbers.count) {
            let root = sets.settledRoot(of: number)
            if root != number { joined.join(places[root] ?? root, places[number] ?? number) }
        }
        sets = joined
    }

    private mutating func translateHandles(to newer: Reader) async throws(LedgerError) {
        var translated = HandleNumbers()
        for start in stride(from: 0, to: numbers.count, by: 4096) {
            let some = (start..<min(start + 4096, numbers.count)).map { numbers.handle(UInt32($0)) }
            for handle in try await find(some, in: newer) { _ = translated.number(handle) }
        }
        numbers = translated
    }

    /// The handles that addresses of `ledger` have in a later state of it.
    private func find(_ some: [AddressRef], in newer: Reader) async throws(LedgerError) -> [AddressRef] {
        let found = try await newer.find(try await ledger.addresses(of: some))
        return try found.map { handle throws(LedgerError) in
            guard let handle else { throw LedgerError("An address of the ledger is missing in its later state.") }
            return handle
        }
    }
}

/// A transaction that joined two large clusters: a sign of a CoinJoin that no detector knows, or of a takeover.
public struct ClusterWarning: Hashable, Sendable {
    public var row: TxRow
    /// Addresses of the two largest clusters that it joined, greater first.
    public var sizes: [UInt32]

    /// Joins the members; a warning when two of their sets are large.
    static func join(_ members: [UInt32], at row: TxRow, _ sets: inout UnionFind, large: UInt32) -> ClusterWarning? {
        guard let first = members.first else { return nil }
        var sizes: [UInt32: UInt32] = [:]
        for member in members {
            let root = sets.root(of: member)
            sizes[root] = sets.size(ofRoot: root)
        }
        for member in members.dropFirst() { sets.join(first, member) }
        let greatest = sizes.values.sorted(by: >).prefix(2)
        guard greatest.count == 2, greatest.allSatisfy({ $0 >= large }) else { return nil }
        return ClusterWarning(row: row, sizes: Array(greatest))
    }
}

extension LedgerError {
    static func clusteringStopped(at height: UInt32) -> LedgerError {
        LedgerError("Clustering was stopped at block \(height).")
    }
}
