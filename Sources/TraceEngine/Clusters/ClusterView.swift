import Ledger

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
