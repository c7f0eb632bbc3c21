/// How sure a source is of a claim, on GraphSense's scale (graphsense-lib 2.18.1, `confidence.csv`).
public enum TagConfidence: String, CaseIterable, Hashable, Sendable {
    case override, ownership
    case ledgerImmanent = "ledger_immanent"
    case manualTransaction = "manual_transaction"
    case serviceAPI = "service_api"
    case forensicInvestigation = "forensic_investigation"
    case authorityData = "authority_data"
    case trustedProvider = "trusted_provider"
    case serviceData = "service_data"
    case forensic
    case untrustedTransaction = "untrusted_transaction"
    case webCrawl = "web_crawl"
    case heuristic, unknown

    /// From 5, of which nothing is known, to 100.
    public var level: Int {
        switch self {
        case .override, .ownership, .ledgerImmanent: 100
        case .manualTransaction: 90
        case .serviceAPI, .forensicInvestigation: 70
        case .authorityData: 60
        case .trustedProvider, .serviceData, .forensic: 50
        case .untrustedTransaction: 40
        case .webCrawl: 20
        case .heuristic: 10
        case .unknown: 5
        }
    }

    /// The grade's name in a sentence: `authority data`.
    public var phrase: String { String(rawValue.map { $0 == "_" ? " " : $0 }) }
}

extension TagConfidence: Comparable {
    /// By level; grades of one level in the order of the scale.
    public static func < (a: Self, b: Self) -> Bool {
        a.level != b.level ? a.level < b.level : a.place > b.place
    }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
