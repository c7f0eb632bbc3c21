import Ledger
import LedgerIndex

/// The cluster of one address, found from it outwards: what the whole pass gives, without reading the rest of the ledger.
public struct ClusterView: Hashable, Sendable {
    /// Sorted by their scripts' bytes.
    public var members: [Address]
    public var rule: ClusterRule
    /// Transactions that join members.
    public var joining: Int
    public var warnings: [ClusterWarning]
    /// False when it was stopped before the cluster was whole.
    public var isComplete: Bool
}

extension UTXOReader {
    /// The cluster of `address`. An address that this ledger does not know is alone.
    ///
    /// - Parameter progress: told how many members there are so far; false stops.
    public func cluster(
        of address: Address, by rule: ClusterRule = ClusterRule(), progress: (Int) -> Bool = { _ in true }
    ) async throws(LedgerError) -> ClusterView {
        guard let start = try await find([address])[0] else {
            return ClusterView(members: [address], rule: rule, joining: 0, warnings: [], isComplete: true)
        }
        var search = ClusterSearch(start: start, rule: rule)
        var isComplete = true
        while try await search.step(self) {
            // A search costs some hundred times as much a transaction as the pass over a whole index.
            if let index = self as? IndexLedger, rule.changes.isEmpty,
                search.looked.count > max(Self.fewTransactions, Int(index.view.end - index.view.start) / 50) {
                return try await index.wholeCluster(of: start, by: rule) { progress(search.members.count) }
            }
            if !progress(search.members.count) {
                isComplete = false
                break
            }
        }
        let members = try await addresses(of: search.members)
        return ClusterView(
            members: members.sorted { $0.script.lexicographicallyPrecedes($1.script) }, rule: rule,
            joining: search.joining.count, warnings: search.warnings, isComplete: isComplete)
    }
}

extension UTXOReader {
    /// What a search may always look at before anything else is tried.
    static var fewTransactions: Int { 5_000 }
}

extension IndexLedger {
    /// The cluster of an address of this ledger, by the pass over its columns.
    func wholeCluster(
        of start: AddressRef, by rule: ClusterRule, progress: () -> Bool
    ) async throws(LedgerError) -> ClusterView {
        let clusters: AddressClusters<IndexLedger>
        clusters = try await LedgerClusters.make(of: self, by: rule) { _ in progress() }
        let members = try addresses(of: clusters.members(of: start))
        let joining = try await clusters.joining(start, in: self)
        let inside = Set(joining)
        return ClusterView(
            members: members.sorted { $0.script.lexicographicallyPrecedes($1.script) }, rule: rule, joining: joining.count,
            warnings: clusters.warnings.filter { inside.contains($0.row.at) }, isComplete: true)
    }
}
