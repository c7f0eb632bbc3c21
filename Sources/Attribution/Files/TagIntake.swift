import Encoding
import Ledger

/// Where the readers of formats hand in what a file claims. What it takes is not kept before the whole file was read.
final class TagIntake {
    /// An address that its network's codec does not accept.
    struct Unreadable: Hashable {
        /// `line 3`, `byte 71`; nil where neither is known.
        var place: String?
        var text: String
        var reason: String
    }

    /// The file's name, made safe to show.
    let file: String
    /// Keep such addresses verbatim and marked, instead of refusing the file.
    let keepsUnverified: Bool
    /// The edition's date, when the file says one.
    var issued: UTCTime?
    private(set) var count = 0
    /// At most `shownUnreadable` of them.
    private(set) var unreadable: [Unreadable] = []
    private(set) var unreadableCount = 0
    /// Entries that name no address at all.
    var empty = 0
    /// The file where it is JSON, which has no lines to speak of: what is wrong is found in it by its text.
    var json: [UInt8]?

    static let shownUnreadable = 20

    private let take: (Tag) throws(TagError) -> Void
    private let takeActor: (Actor) throws(TagError) -> Void

    init(
        file: String, keepsUnverified: Bool, take: @escaping (Tag) throws(TagError) -> Void,
        takeActor: @escaping (Actor) throws(TagError) -> Void
    ) {
        self.file = VisibleText.escape(file)
        self.keepsUnverified = keepsUnverified
        self.take = take
        self.takeActor = takeActor
    }

    func add(_ tag: Tag) throws(TagError) {
        count += 1
        try take(tag)
    }

    func add(_ actor: Actor) throws(TagError) { try takeActor(actor) }

    func fail(_ line: Int?, _ reason: String) -> TagError {
        TagError(line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)")
    }

    /// Reads an address; nil when it is not one and files with such addresses are refused at their end.
    func subject(_ text: String, network: String, asset: String, line: Int?) throws(TagError) -> TagSubject? {
        let plain = text.trimmingBlanks
        guard !plain.isEmpty else { throw fail(line, "the address is missing.") }
        guard plain.utf8.count <= 256 else { throw fail(line, "the address has more than 256 bytes.") }
        do throws(AddressError) {
            if let scalar = plain.unicodeScalars.first(where: { !$0.isASCII || $0.value < 0x21 || $0.value == 0x7F }) {
                let name = scalar.properties.name ?? VisibleText.escape(String(scalar))
                throw AddressError(reason: "has a character that no address has, which may only look like one: \(name)")
            }
            return try TagSubject(address: plain, network: network, asset: asset)
        } catch {
            unreadableCount += 1
            if unreadable.count < Self.shownUnreadable {
                unreadable.append(Unreadable(place: place(of: plain, line), text: plain, reason: error.reason))
            }
            guard keepsUnverified else { return nil }
            return TagSubject(
                key: TagKey(.verbatim, Array(plain.utf8)), network: network, text: plain, asset: asset, isVerified: false)
        }
    }

    /// Where in the file a text stands.
    func place(of text: String, _ line: Int?) -> String? {
        if let line { return "line \(line)" }
        guard let json, let offset = json.firstRange(of: Array(text.utf8))?.lowerBound else { return nil }
        return "byte \(offset)"
    }

    /// To be called at the end of a file: refuses it when addresses could not be read and that was not accepted.
    func finish() throws(TagError) {
        guard unreadableCount > 0, !keepsUnverified else { return }
        let shown = unreadable.map { one in
            let place = one.place.map { "\($0): " } ?? ""
            return "  \(place)\(VisibleText.escape(one.text)): \(one.reason)."
        }
        let more = unreadableCount > shown.count ? ["  and \(unreadableCount - shown.count) more."] : []
        let isOne = unreadableCount == 1
        let what = isOne ? "an address is not what its network writes" : "\(unreadableCount) addresses are not what their network writes"
        throw TagError(
            (["\(file): \(what), so nothing was imported:"] + shown + more
                + ["Correct \(isOne ? "it, or take it in as it stands" : "them, or take them in as they stand"), marked as not verified: --keep-unverified."])
                .joined(separator: "\n"))
    }
}

extension String {
    /// Without ASCII blanks and tabs around it.
    var trimmingBlanks: String {
        let kept = utf8.drop { $0 == 0x20 || $0 == 0x09 }
        var end = kept.endIndex
        while end > kept.startIndex, [0x20, 0x09].contains(kept[kept.index(before: end)]) { end = kept.index(before: end) }
        return String(kept[..<end]) ?? self
    }
}

extension UTCTime {
    /// A date or a date with a time, as sources write them: `2022-02-20`, `2023-08-16 12:10:00`, RFC 3339. The zone is
    /// taken to be UTC. Nil for anything else.
    init?(stated text: String) {
        if let exact = UTCTime(rfc3339: text) {
            self = exact
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, let day = UTCTime(rfc3339: String(decoding: bytes[..<10], as: UTF8.self) + "T00:00:00Z")
        else { return nil }
        guard bytes.count > 10 else {
            self = day
            return
        }
        guard bytes.count >= 19, bytes[10] == 0x20 || bytes[10] == 0x54,
            let exact = UTCTime(
                rfc3339: String(decoding: bytes[..<10], as: UTF8.self) + "T"
                    + String(decoding: bytes[11..<19], as: UTF8.self) + "Z")
        else { return nil }
        self = exact
    }
}
