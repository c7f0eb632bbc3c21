import Attribution
import Encoding
import Ledger
import Synchronization
import Workbench

/// The user's tags as the workbench shows them.
final class TagLookup: Sendable {
    private enum Standing {
        case unopened
        case open(TagStore)
        case failed
    }

    private let standing = Mutex(Standing.unopened)

    /// The claims that hold now of those addresses that have any. Tags that cannot be read are an error once, then none.
    func tags(of addresses: [Address], on chain: Chain) throws(TagError) -> [Address: AddressTags] {
        guard let store = try opened() else { return [:] }
        do throws(TagError) {
            let (all, now) = (try store.records(of: addresses.map { TagKey($0) }), UTCTime.now)
            var found: [Address: AddressTags] = [:]
            for (address, records) in zip(addresses, all) {
                let held = records.filter { $0.standing(at: now) == .holds && $0.tag.subject.network == chain.name }
                guard let first = held.first else { continue }
                found[address] = AddressTags(
                    label: first.tag.label, source: first.source, date: first.tag.claimed ?? first.added.date,
                    confidence: first.tag.confidence.level, isOfCluster: first.tag.level == .cluster, count: held.count,
                    contradict: TagConflict.among(held) != nil)
            }
            return found
        } catch {
            standing.withLock { $0 = .failed }
            throw error
        }
    }

    private func opened() throws(TagError) -> TagStore? {
        try standing.withLock { (standing) throws(TagError) -> TagStore? in
            switch standing {
            case .open(let store): return store
            case .failed: return nil
            case .unopened:
                standing = .failed
                guard let store = try TagStore.open(folder: SharedTags.folder) else {
                    standing = .unopened
                    return nil
                }
                standing = .open(store)
                return store
            }
        }
    }
}
