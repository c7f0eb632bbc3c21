import Attribution
import Casework
import Encoding
import Ledger
import Synchronization
import Workbench

/// The user's tags, and what the user's other cases say, as the workbench shows them.
final class TagLookup: Sendable {
    private enum Standing {
        case unopened
        /// The store, nil where nothing was imported, and the claims of other cases.
        case open(TagStore?, OwnTags)
        case failed
    }

    private struct Kept {
        var standing = Standing.unopened
        /// The digest of the set that was told last.
        var told: [UInt8]?
    }

    private let kept = Mutex(Kept())

    /// The imported tags; nil where there are none, or they cannot be read.
    func store(beside folder: String) -> TagStore? { (try? opened(folder))?.store }

    /// The claims that hold now of those addresses that have any, which of them contradict each other, which addresses could
    /// be taken for others, and the set of tags where it was not told yet. Tags that cannot be read are an error once, then
    /// nothing.
    func answer(_ addresses: [Address], for value: Case, in folder: String) throws(TagError) -> [Message] {
        guard let (store, tags) = try opened(folder) else { return [] }
        var messages: [Message] = []
        do throws(TagError) {
            let (all, now) = (try tags.records(of: addresses.map { TagKey($0) }), UTCTime.now)
            var (found, contested): ([Address: AddressTags], [Address: [TagRecord]]) = ([:], [:])
            for (address, records) in zip(addresses, all) {
                let held = records.filter { $0.standing(at: now) == .holds && $0.tag.subject.network == value.chain.name }
                guard let summary = AddressTags(held) else { continue }
                found[address] = summary
                if summary.contradict { contested[address] = held }
            }
            if !found.isEmpty { messages.append(.tags(found, contested: contested)) }
            let texts = addresses.map { $0.text(on: value.chain) }
            let hits = try Screening(store: tags, asOf: now, caseAddresses: value.addresses).lookAlikes(of: texts)
            let near = Dictionary(zip(addresses, hits).filter { !$1.isEmpty }) { a, _ in a }
            if !near.isEmpty { messages.append(.lookAlikes(near)) }
            if let store, let set = try fresh(store) { messages.append(.tagSet(set)) }
            return messages
        } catch {
            kept.withLock { $0.standing = .failed }
            throw error
        }
    }

    /// Every claim on an address, those of this case and of the user's other cases among them.
    func claims(on address: Address, for value: Case, in folder: String) throws(TagError) -> AddressClaims {
        let tags = try opened(folder)?.tags ?? OwnTags(nil, own: [])
        let key = TagKey(address)
        let own = CaseClaims.records(of: value, hidesVictims: false).filter { $0.tag.subject.key == key }
        let records = try tags.records(of: [key])[0].filter { $0.tag.subject.network == value.chain.name } + own
        var actors: [String: Actor] = [:]
        for id in Set(records.map(\.tag.actor)) where !id.isEmpty { actors[id] = try tags.actor(id) }
        let near = try Screening(store: tags, asOf: .now, caseAddresses: value.addresses)
            .lookAlikes(of: [address.text(on: value.chain)])[0]
        return AddressClaims(
            records: records, actors: actors, lookAlikes: near.map { "\($0.text) \($0.whose)" }, asOf: .now)
    }

    /// The set of tags where it is another than was told last.
    private func fresh(_ store: TagStore) throws(TagError) -> TagSetPin? {
        let digest = try store.digest
        guard kept.withLock({ $0.told != digest }) else { return nil }
        let set = try SharedTags.pin(of: store)
        kept.withLock { $0.told = digest }
        return set
    }

    private func opened(_ folder: String) throws(TagError) -> (store: TagStore?, tags: OwnTags)? {
        // Whoever comes second waits: the first reads the user's other cases.
        try kept.withLock { (kept) throws(TagError) -> (store: TagStore?, tags: OwnTags)? in
            switch kept.standing {
            case .open(let store?, let tags): return (store, tags)
            case .failed: return nil
            // Tags may be imported while a case is open.
            case .open(nil, let tags) where !TagStore.isThere(in: SharedTags.folder): return (nil, tags)
            case .unopened, .open: break
            }
            kept.standing = .failed
            let store = try TagStore.open(folder: SharedTags.folder)
            let tags = OwnTags(store, own: CaseClaims.others(than: folder))
            kept.standing = .open(store, tags)
            return (store, tags)
        }
    }
}
