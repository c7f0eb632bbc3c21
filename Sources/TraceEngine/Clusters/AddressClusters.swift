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

    /// The addresses of the cluster of `address`, itself among them, in the order in which the ledger first joined them.
    public func members(of address: AddressRef) -> [AddressRef] {
        guard let number = numbers.known(address) else { return [address] }
        let root = sets.settledRoot(of: number)
        return (0..<UInt32(numbers.count)).filter { sets.settledRoot(of: $0) == root }.map { numbers.handle($0) }
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

    // MARK: Making

    private mutating func read(after tip: UInt32?, _ progress: (UInt32) -> Bool) async throws(LedgerError) {
        if let index = ledger as? IndexLedger, rule.changes.isEmpty {
            var pass = ColumnJoins(index, rule, numbers, sets)
            if try await pass.read(after: tip, progress) {
                (numbers, sets) = (pass.numbers, pass.sets)
                warnings += try await pass.warnings(of: index)
                return
            }
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

    /// Handles belong to one snapshot: the numbers keep their places, the handles become those of `newer`.
    private mutating func translate(to newer: Reader) async throws(LedgerError) {
        var translated = HandleNumbers()
        for start in stride(from: 0, to: numbers.count, by: 4096) {
            let some = (start..<min(start + 4096, numbers.count)).map { numbers.handle(UInt32($0)) }
            let found = try await newer.find(try await ledger.addresses(of: some))
            for handle in found {
                guard let handle else { throw LedgerError("An address of the ledger is missing in its later state.") }
                _ = translated.number(handle)
            }
        }
        numbers = translated
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
