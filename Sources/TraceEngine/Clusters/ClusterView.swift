import Ledger
import LedgerIndex

/// The cluster of one address, found from it outwards: what the whole pass gives, without reading the rest of the ledger.
public struct ClusterView: Hashable, Sendable {
    /// Sorted by their scripts' bytes. All of them, unless it was stopped.
    public var members: [Address]
    /// Addresses found; more than are in `members` where it was stopped before all were named.
    public var size: Int
    public var rule: ClusterRule
    /// Transactions that join members.
    public var joining: Int
    public var warnings: [ClusterWarning]
    /// Where it was stopped before the answer was whole; nil when it is.
    public var stopped: ClusterProgress?

    public var isComplete: Bool { stopped == nil }

    /// Where it was stopped no more members than this are named, so that stopping takes no time.
    public static let namedWhenStopped = 10_000
}

/// A reader that hands everything on to another, which may be an index.
public protocol ReaderOfAnother {
    /// Nil where it is none.
    var index: IndexLedger? { get }
}

extension UTXOReader {
    /// The cluster of `address`. An address that this ledger does not know is alone.
    ///
    /// - Parameter progress: told several times a second how far it is; false stops, and the view then says where.
    public func cluster(
        of address: Address, by rule: ClusterRule = ClusterRule(), progress: (ClusterProgress) -> Bool = { _ in true }
    ) async throws(LedgerError) -> ClusterView {
        guard let start = try await find([address])[0] else {
            return ClusterView(members: [address], size: 1, rule: rule, joining: 0, warnings: [])
        }
        // A search costs some hundred times as much a transaction as the pass over a whole index.
        let index = rule.changes.isEmpty ? self.index : nil
        let most = index == nil ? .max : mostSearched
        var search = ClusterSearch(start: start, rule: rule)
        while true {
            switch try await search.step(self, most: most, progress) {
            case .grew: continue
            case .whole:
                return try await view(search.members, by: rule, search.joining.count, search.warnings, progress)
            case .stopped: return try await view(ofStopped: search)
            case .tooLarge:
                guard let index else { continue }
                return try await index.wholeCluster(of: start, by: rule, after: search, progress)
            }
        }
    }

    /// A view of members that are all known.
    func view(
        _ members: [AddressRef], by rule: ClusterRule, _ joining: Int, _ warnings: [ClusterWarning],
        _ progress: (ClusterProgress) -> Bool
    ) async throws(LedgerError) -> ClusterView {
        var view = ClusterView(members: [], size: members.count, rule: rule, joining: joining, warnings: warnings)
        // In the order of their handles, in which they lie in an index.
        let members = members.sorted { $0.raw < $1.raw }
        let index = self.index
        index?.view.willReadAddresses(members.count)
        defer { index?.view.willReadAddresses(0) }
        view.members.reserveCapacity(members.count)
        for start in stride(from: 0, to: members.count, by: 8192) {
            let now = ClusterProgress(
                phase: .names, members: members.count, done: UInt64(start), total: UInt64(members.count))
            if !progress(now) {
                view.stopped = now
                freeBeside(&view.members, leaving: Array(view.members.prefix(ClusterView.namedWhenStopped)))
                break
            }
            view.members += try await addresses(of: Array(members[start..<min(start + 8192, members.count)]))
        }
        let sorted = ByteOrder.sorted(view.members, by: \.script) { done in
            let now = ClusterProgress(phase: .sorting, members: members.count, done: UInt64(done), total: UInt64(view.members.count))
            // What was stopped before is short.
            guard view.isComplete, !progress(now) else { return true }
            view.stopped = now
            return false
        }
        let left = sorted ?? ByteOrder.sorted(Array(view.members.prefix(ClusterView.namedWhenStopped)), by: \.script) ?? []
        freeBeside(&view.members, leaving: left)
        return view
    }

    /// A view of what a search had found when it was stopped.
    func view(ofStopped search: ClusterSearch) async throws(LedgerError) -> ClusterView {
        let named = try await addresses(of: Array(search.members.prefix(ClusterView.namedWhenStopped)))
        return ClusterView(
            members: ByteOrder.sorted(named, by: \.script) ?? named, size: search.members.count, rule: search.rule,
            joining: search.joining.count, warnings: search.warnings, stopped: search.now)
    }

    /// The index that answers, where one does: passes over its columns are faster than its rows.
    var index: IndexLedger? { self as? IndexLedger ?? (self as? any ReaderOfAnother)?.index }

    /// Transactions that a search may look at before a pass over the index is faster; no end where there is no index.
    var mostSearched: Int { index.map { max(5_000, Int($0.view.end - $0.view.start) / 50) } ?? .max }
}

extension IndexLedger {
    /// The cluster of an address of this ledger, by the pass over its columns.
    ///
    /// - Parameter search: what was found before, which is answered where the pass is stopped.
    func wholeCluster(
        of start: AddressRef, by rule: ClusterRule, after search: ClusterSearch? = nil,
        _ progress: (ClusterProgress) -> Bool = { _ in true }
    ) async throws(LedgerError) -> ClusterView {
        var now = ClusterProgress(
            phase: .ledger, members: search?.members.count ?? 1, done: 0, total: info.tip.map { UInt64($0) })
        var isStopped = false
        let clusters: AddressClusters<IndexLedger>
        do throws(LedgerError) {
            clusters = try await LedgerClusters.make(of: self, by: rule) { height in
                now.done = UInt64(height)
                isStopped = !progress(now)
                return !isStopped
            }
        } catch {
            guard isStopped else { throw error }
            var view = try await view(ofStopped: search ?? ClusterSearch(start: start, rule: rule))
            view.stopped = now
            return view
        }
        let members = clusters.members(of: start)
        now = ClusterProgress(phase: .joining, members: members.count, done: 0, total: view.end - view.start)
        let joining = try await clusters.joining(start, in: self) { done in
            now.done = UInt64(done)
            isStopped = !progress(now)
            return !isStopped
        }
        if isStopped {
            return ClusterView(members: [], size: members.count, rule: rule, joining: 0, warnings: [], stopped: now)
        }
        let large = clusters.warnings
        let inside = large.isEmpty ? [] : Set(joining)
        return try await self.view(
            members, by: rule, joining.count, large.filter { inside.contains($0.row.at) }, progress)
    }
}
