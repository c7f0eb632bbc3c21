import Encoding

/// The kinds of file that claims are read from.
public enum TagFormat: String, CaseIterable, Hashable, Sendable {
    case tagpack, actorpack
    case sanctionsXML = "ofac-xml"
    case sanctionsCSV = "ofac-csv"
    case list
    case explorer
    case csv
    case misp, stix

    /// The kind of a file by its name and first bytes; nil when neither tells.
    static func recognised(name: String, head: [UInt8]) -> TagFormat? {
        let lower = name.lowercased()
        if lower.hasSuffix("actorpack.yaml") { return .actorpack }
        if lower.hasSuffix(".yaml") || lower.hasSuffix(".yml") { return .tagpack }
        if lower.hasSuffix(".xml") { return .sanctionsXML }
        if lower.hasSuffix(".txt") { return .list }
        if lower.hasSuffix(".csv") {
            // OFAC's files have no heading: they begin with a number.
            let first = head.first { $0 != 0xEF && $0 != 0xBB && $0 != 0xBF } ?? 0
            return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) ? .sanctionsCSV : .csv
        }
        if lower.hasSuffix(".json") {
            let text = String(decoding: head.prefix(4096), as: UTF8.self)
            if text.contains("\"bundle\"") || text.contains("\"cryptocurrency-wallet\"") { return .stix }
            if text.contains("\"Event\"") || text.contains("\"response\"") || text.contains("\"Object\"") { return .misp }
            return .explorer
        }
        return nil
    }

    /// Reads `source` into `intake`.
    func read(
        _ source: SourceBytes, into intake: TagIntake, defaults: TagDefaults,
        include: @escaping (String) throws(TagError) -> [UInt8]?
    ) throws(TagError) {
        switch self {
        case .tagpack: try TagPack(intake: intake, include: include).read(try source.all(cap: YAMLTree.largestFile))
        case .actorpack: try ActorPack(intake: intake).read(try source.all(cap: YAMLTree.largestFile))
        case .sanctionsXML: try SanctionsXML(intake).read(source)
        case .sanctionsCSV: try SanctionsCSV(intake: intake).read(try source.all(cap: Self.largestText))
        case .list:
            try AddressList(intake: intake, defaults: defaults).read(try source.all(cap: Self.largestText), name: source.name)
        case .explorer:
            try ExplorerLabels(intake: intake, defaults: defaults)
                .read(try source.all(cap: JSONLimits.foreign.documentBytes), name: source.name)
        case .csv:
            try TagCSV(intake: intake, defaults: defaults).read(try source.all(cap: Self.largestText), name: source.name)
        case .misp, .stix:
            let json = try intake.json(try source.all(cap: JSONLimits.foreign.documentBytes))
            try SharedIndicators(intake: intake, defaults: defaults).read(json)
        }
        try intake.finish()
    }

    /// Lists and CSV files are read whole, up to 256 MiB.
    static let largestText = 256 << 20
}
