import Encoding

/// Reads label dumps of Etherscan and its like: one JSON object, address → name and labels. One tag an address; an entry
/// under an empty address is counted and left out.
struct ExplorerLabels {
    let intake: TagIntake
    let defaults: TagDefaults

    /// Labels of the explorers in the words that tags have.
    private static let categories: [String: String] = [
        "exchange": "exchange", "bridge": "bridge", "tornado-cash": "mixing_service", "gambling": "gambling",
        "mining": "miner", "defi": "defi", "dex": "defi_dex", "lending": "defi_lending", "wallet-app": "wallet_service",
    ]
    private static let abuses: [String: String] = [
        "phish-hack": "phishing", "ofac-sanctions-lists": "sanction", "heist": "service_hack", "exploit": "service_hack",
        "ponzi": "ponzi_scheme", "scam": "scam",
    ]

    func read(_ bytes: [UInt8], name: String) throws(TagError) {
        guard case .object(let entries) = try intake.json(bytes) else {
            throw intake.fail(nil, "it is no object of addresses with their labels.")
        }
        let network = !defaults.currency.isEmpty
            ? TagNetwork.named(defaults.currency)
            : name.hasPrefix("bscscan") ? "bsc" : name.hasPrefix("polygonscan") ? "polygon" : "ethereum"
        for (address, entry) in entries.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
            let shown = VisibleText.escape(address)
            guard let title = entry["name"]?.stringValue, let words = entry["labels"]?.arrayValue?.map(\.stringValue),
                words.allSatisfy({ $0 != nil })
            else { throw intake.fail(nil, "\(intake.place(of: address, nil).map { $0 + ": " } ?? "")the entry \(shown) has no name and list of labels.") }
            if address.isEmpty {
                intake.empty += 1
                continue
            }
            guard let subject = try intake.subject(address, network: network, asset: "", line: nil) else { continue }
            let labels = words.compactMap { $0 }
            let category = labels.lazy.compactMap { Self.categories[$0] }.first ?? TagWord.plain(defaults.category)
            let abuse = labels.lazy.compactMap { Self.abuses[$0] }.first ?? ""
            try intake.add(
                Tag(
                    subject: subject, label: title.or(labels.joined(separator: ", ")).or("no name"), category: category,
                    abuse: abuse, concepts: Array(Set(labels.map(TagWord.plain))).sorted(),
                    confidence: defaults.confidence ?? .webCrawl))
        }
    }
}

extension TagIntake {
    /// The file as JSON, its errors told as this file's.
    func json(_ bytes: [UInt8]) throws(TagError) -> JSONValue {
        json = bytes
        do throws(JSONError) { return try JSONValue.parse(bytes, limits: .foreign) } catch {
            throw fail(nil, "byte \(error.offset): \(error.reason)")
        }
    }
}
