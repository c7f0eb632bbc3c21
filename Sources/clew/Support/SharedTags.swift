import ArgumentParser
import Attribution
import Casework
import Encoding
import Foundation
import Ledger
import TraceEngine

/// The user's tags, shared by all cases.
enum SharedTags {
    static var folder: String { UserFolders().data + "/tags" }

    /// The tags; nil when none were ever imported.
    static func open() throws -> TagStore? {
        do throws(TagError) { return try TagStore.open(folder: folder) } catch { throw failure(error) }
    }

    /// The tags; without any the command ends.
    static func needed() throws -> TagStore {
        do throws(TagError) { return try TagStore(folder: folder) } catch { throw failure(error) }
    }

    /// The set of tags as a case names it.
    static func pin(of store: TagStore) throws(TagError) -> TagSetPin {
        let sources = try store.sources()
        return TagSetPin(
            digest: Hex.text(try store.digest),
            sources: sources.map {
                TagSetPin.Source(
                    name: $0.newest.source, edition: UInt64(max(0, $0.newest.number)), sha256: $0.newest.sha256,
                    date: $0.newest.date.date)
            })
    }

    /// `2024-02-21` or `2024-02-21T10:45:46Z`; a date means its first moment. Nil text is now.
    static func time(_ text: String?, option: String) throws -> UTCTime {
        guard let text else { return .now }
        guard let time = UTCTime(rfc3339: text) ?? UTCTime(rfc3339: text + "T00:00:00Z") else {
            throw failure(
                "\(VisibleText.escape(text)) is no time: \(option) takes 2024-02-21 or 2024-02-21T10:45:46Z, in UTC.")
        }
        return time
    }
}

extension UTCTime {
    /// This moment by the machine's clock, to the second.
    static var now: UTCTime {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return UTCTime(milliseconds: Int64(now.tv_sec) * 1000)
    }
}

/// Where traces look up tags: the files that the question names, then the user's tags.
struct QuestionTags: StopTags {
    var table: TagTable
    var store: TagStore?
    let chain: Chain
    /// Only what the tags said on that day; nil: what the newest editions say.
    var asOf: UTCTime?

    var isEmpty: Bool { table.isEmpty && store == nil }

    func tags(of address: Address) -> [StopTag] { table.tags(of: address) + stored(TagKey(address, on: chain)) }
    func tags(of transaction: TxID) -> [StopTag] { table.tags(of: transaction) + stored(TagKey(transaction)) }

    /// Claims in force in the newest editions, or on the day asked for; a store that fails while a trace runs says nothing.
    /// What had ended by then stays: a payment may have been made while it held.
    private func stored(_ key: TagKey) -> [StopTag] {
        guard let store, let records = try? store.records(of: [key])[0] else { return [] }
        func counts(_ record: TagRecord) -> Bool {
            guard let asOf else { return record.removed == nil }
            if let removed = record.removed, removed.date <= asOf { return false }
            switch record.standing(at: asOf) {
            case .holds, .noLonger: return true
            case .notYet, .undated: return false
            }
        }
        return records.filter { counts($0) && $0.tag.subject.network == chain.name }.map { record in
            let actor = record.tag.actor.isEmpty ? nil : try? store.actor(record.tag.actor)
            return StopTag(
                category: record.tag.category.isEmpty ? actor?.categories.first ?? "" : record.tag.category,
                label: record.tag.label, actor: actor?.label ?? record.tag.actor, source: record.source,
                begins: record.begins, ends: record.ends, isDesignation: record.tag.listing != nil,
                undated: record.period.undated)
        }
    }
}

/// Tags as documents and answers give them.
enum TagForm {
    /// The members that DESIGN section 8 fixes, and what else there is.
    static func json(_ record: TagRecord) -> [String: JSONValue] {
        let tag = record.tag
        var members: [String: JSONValue] = [
            "address": .string(tag.subject.text),
            "network": .string(tag.subject.network),
            "asset": .optional(tag.subject.asset.isEmpty ? nil : tag.subject.asset),
            "verified": .bool(tag.subject.isVerified),
            "label": .string(tag.label),
            "actor": .optional(tag.actor.isEmpty ? nil : tag.actor),
            "category": .optional(tag.category.isEmpty ? nil : tag.category),
            "abuse": .optional(tag.abuse.isEmpty ? nil : tag.abuse),
            "concepts": .array(tag.concepts.map { .string($0) }),
            "source": .string(record.source),
            "source_sha256": .string(record.added.sha256),
            "edition": .integer(Int64(record.added.number)),
            "edition_date": .string(record.added.date.rfc3339),
            "reference": .optional(tag.reference.isEmpty ? nil : tag.reference),
            "confidence": .string(tag.confidence.rawValue),
            "confidence_level": .integer(Int64(tag.confidence.level)),
            "level": .string(tag.level.rawValue),
            "claimed": .optional(tag.claimed?.rfc3339),
            "valid_from": .optional(record.begins?.rfc3339),
            "valid_until": .optional(record.ends?.rfc3339),
            "removed_by_edition": record.removed.map { .integer(Int64($0.number)) } ?? .null,
        ]
        if tag.listing != nil { members["listing"] = .object(listing(record)) }
        return members
    }

    static func listing(_ record: TagRecord) -> [String: JSONValue] {
        guard let listing = record.tag.listing else { return [:] }
        return [
            "list": .string(listing.list),
            "listed": .optional(listing.listed?.date),
            "delisted": .optional(record.ends?.date),
            "party": .string(listing.party),
            "party_id": .optional(listing.partyID.isEmpty ? nil : listing.partyID),
            "aliases": .array(listing.aliases.map { .string($0) }),
            "programs": .array(listing.programs.map { .string($0) }),
            "source": .string(record.source),
        ]
    }

    /// `[Hydra Market]  market, actor hydramarket; graphsense/hydra, authority data (60); says it of the cluster`
    static func line(_ record: TagRecord) -> String {
        let tag = record.tag
        var parts = [tag.category, tag.abuse].filter { !$0.isEmpty }
        if !tag.actor.isEmpty { parts.append("actor \(tag.actor)") }
        let what = parts.isEmpty ? "" : parts.joined(separator: ", ") + "; "
        let level = tag.level == .cluster ? "of its whole cluster, which is an inference" : "of this address"
        let verified = tag.subject.isVerified ? "" : "; address not verified"
        return VisibleText.escape(
            "[\(tag.label)]  \(what)\(record.source), \(tag.confidence.phrase) (\(tag.confidence.level)), \(level)\(verified)")
    }
}
