import Encoding
import Ledger

/// The imported tags together with what the user's own cases say: their labels, roles and named clusters, as claims that
/// are marked as such. They are never written into the shared store, and no digest of a tag set covers them.
public struct OwnTags: TagReader {
    /// `TagEdition.format` of a claim that a case makes.
    public static let format = "case"

    private let base: (any TagReader)?
    private let claims: [TagKey: [TagRecord]]
    /// Addresses of the claims by their ends.
    private let ends: [String: [TagRecord]]

    /// - Parameter base: the imported tags; nil where there are none.
    public init(_ base: (any TagReader)?, own: [TagRecord]) {
        self.base = base
        claims = Dictionary(grouping: own, by: \.tag.subject.key)
        ends = Dictionary(grouping: own) { LookAlike.ends($0.tag.subject.text) }.filter { !$0.key.isEmpty }
    }

    public func records(of keys: [TagKey]) throws(TagError) -> [[TagRecord]] {
        var found = try base?.records(of: keys) ?? keys.map { _ in [] }
        guard !claims.isEmpty else { return found }
        for (k, key) in keys.enumerated() {
            if let own = claims[key] { found[k] += own }
        }
        return found
    }

    public func lookAlikes(of texts: [String]) throws(TagError) -> [[LookAlike.Hit]] {
        var found = try base?.lookAlikes(of: texts) ?? texts.map { _ in [] }
        guard !ends.isEmpty else { return found }
        for (k, text) in texts.enumerated() {
            for record in ends[LookAlike.ends(text)] ?? [] where LookAlike.resemble(text, record.tag.subject.text) {
                found[k].append(
                    .init(text: record.tag.subject.text, isOfCase: false, label: record.tag.label, source: record.source))
            }
        }
        return found
    }

    public var digest: [UInt8] { get throws(TagError) { try base?.digest ?? TagStore.emptyDigest } }

    public func actor(_ id: String) throws(TagError) -> Actor? { try base?.actor(id) }
}

extension TagRecord {
    /// A claim of one of the user's own cases.
    ///
    /// - Parameters:
    ///   - name: the case's name; the source is `case/name`.
    ///   - head: the hash that stands for the case's journal.
    public init(_ tag: Tag, ofCase name: String, head: String, made: UTCTime) {
        self.init(
            tag: tag,
            added: TagEdition(
                number: 0, source: "case/" + name, format: OwnTags.format, file: name, sha256: head, origin: "", issued: nil,
                imported: made))
    }

    /// True for a claim that a case of the user's makes, not an imported source.
    public var isOwn: Bool { added.format == OwnTags.format }
}
