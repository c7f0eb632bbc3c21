import Casework
import Encoding
import Ledger

/// The labels of a case as a TagPack, the form in which GraphSense and others exchange claims (graphsense-lib 2.18.1,
/// `tagpack_schema.yaml`).
///
/// What has a label goes in: addresses and transactions. Addresses of victims never do, since a TagPack is made to be passed
/// on. The same case gives the same bytes.
public struct TagPackExport: Hashable, Sendable {
    /// The file, in YAML.
    public let text: String
    /// Tags in it.
    public let count: Int
    /// Labelled items left out because their role is victim.
    public let victims: Int

    /// The grades that the format knows, the surest first.
    public static let grades = [
        "override", "ownership", "ledger_immanent", "manual_transaction", "service_api", "forensic_investigation",
        "authority_data", "trusted_provider", "service_data", "forensic", "untrusted_transaction", "web_crawl", "heuristic",
        "unknown",
    ]

    /// - Parameters:
    ///   - creator: who makes the claims.
    ///   - source: where they come from, such as an address on the web or a file number; the format asks for it.
    ///   - confidence: one of `grades`.
    ///   - isPublic: whether the pack may be shown to everybody.
    public init(
        of theCase: Case, creator: String, source: String, confidence: String, isPublic: Bool
    ) throws(TagPackExportError) {
        guard theCase.chain == .bitcoin else {
            throw TagPackExportError(
                "A TagPack names networks by their main coin, and this case is on \(theCase.chain): its addresses mean nothing there.")
        }
        guard Self.grades.contains(confidence) else {
            throw TagPackExportError(
                "\(VisibleText.escape(confidence)) is no grade of confidence; there is \(Self.grades.joined(separator: ", ")).")
        }
        let labelled = theCase.items.filter { !$0.label.isEmpty && Self.place(of: $0.subject) != nil }
        let items = labelled.filter { $0.role != .victim }
        victims = labelled.count - items.count
        count = items.count
        guard count > 0 else {
            throw TagPackExportError("The case has no labelled address or transaction to export; addresses of victims are left out.")
        }
        var lines = [
            "title: \(Self.quoted(theCase.name))",
            "creator: \(Self.quoted(creator))",
            "description: \(Self.quoted("Labels of the case \(theCase.name), as of event \(theCase.head)"))",
            "is_public: \(isPublic)",
            "network: BTC",
            "currency: BTC",
            "source: \(Self.quoted(source))",
            "confidence: \(confidence)",
            "tags:",
        ]
        for item in items.sorted(by: { $0.subject.text < $1.subject.text }) {
            guard let place = Self.place(of: item.subject) else { continue }
            lines.append("- \(place.key): \(Self.quoted(place.text))")
            lines.append("  label: \(Self.quoted(item.label))")
            lines.append("  lastmod: \(item.added.date)")
            if let role = item.role { lines.append("  context: \(Self.quoted("role in the case: \(role.rawValue)"))") }
        }
        text = lines.joined(separator: "\n") + "\n"
    }

    /// Which member names a subject; nil for what the format has no place for.
    private static func place(of subject: CaseSubject) -> (key: String, text: String)? {
        switch subject {
        case .address(let text): ("address", text)
        case .transaction(let id): ("tx_hash", id.description)
        case .wholeCase, .edge, .record: nil
        }
    }

    /// A string in double quotes (YAML 1.2, section 7.3.1), with everything hidden or outside ASCII escaped.
    private static func quoted(_ text: String) -> String {
        var out = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5c: out.append(contentsOf: ["\\", scalar])
            case 0x20..<0x7f: out.append(scalar)
            default:
                let (mark, width) = scalar.value > 0xffff ? ("\\U", 8) : ("\\u", 4)
                let digits = String(scalar.value, radix: 16)
                out.append(contentsOf: (mark + String(repeating: "0", count: width - digits.utf8.count) + digits).unicodeScalars)
            }
        }
        return String(out) + "\""
    }
}

/// Why nothing was exported, as a sentence.
public struct TagPackExportError: Error, Hashable, Sendable, CustomStringConvertible {
    public let sentence: String

    init(_ sentence: String) { self.sentence = sentence }

    public var description: String { sentence }
}
