import Encoding
import Ledger

/// Reads tags from a CSV file whose first row names the columns. What a column holds is known from its name, or from the
/// user's mapping; columns that say nothing of a tag are passed over.
struct TagCSV {
    /// What columns may hold, with the names under which files have it.
    static let names: [String: [String]] = [
        "address": ["address", "addr", "wallet", "wallet_address"],
        "txid": ["txid", "transaction", "tx_hash"],
        "label": ["label", "name", "name tag", "nametag", "entity"],
        "actor": ["actor"],
        "category": ["category"],
        "abuse": ["abuse"],
        "source": ["source", "reference", "url"],
        "currency": ["currency", "chain", "coin", "asset"],
        "network": ["network", "blockchain"],
        "confidence": ["confidence"],
        "claimed": ["lastmod", "claimed", "date"],
        "from": ["valid_from", "from"],
        "until": ["valid_until", "until"],
    ]

    let intake: TagIntake
    let defaults: TagDefaults

    func read(_ bytes: [UInt8], name: String) throws(TagError) {
        var rows = CSVReader(bytes, comments: true)
        guard let head = try intake.next(&rows) else {
            throw intake.fail(1, "the file is empty; its first row must name the columns.")
        }
        let columns = try columns(head.fields, line: head.line)
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        while let row = try intake.next(&rows) {
            guard row.fields.count <= head.fields.count else {
                throw intake.fail(
                    row.line, "it has \(row.fields.count) fields, and the first row names \(head.fields.count) columns.")
            }
            for (k, field) in row.fields.enumerated() where field.utf8.contains(0) {
                throw intake.fail(row.line, "there is a NUL character in field \(k + 1).")
            }
            func field(_ what: String) -> String {
                columns[what].flatMap { $0 < row.fields.count ? row.fields[$0] : nil } ?? ""
            }
            guard let subject = try subject(field, row.line) else { continue }
            let (category, abuse) = (
                TagWord.plain(field("category").or(defaults.category)), TagWord.plain(field("abuse").or(defaults.abuse))
            )
            let label = field("label").or(defaults.label).or(field("actor")).or(defaults.actor).or(stem)
            let grade = field("confidence")
            guard grade.isEmpty || TagConfidence(rawValue: grade) != nil else {
                throw intake.fail(row.line, "\(VisibleText.escape(grade)) is no grade of confidence.")
            }
            try intake.add(
                Tag(
                    subject: subject, label: label, actor: field("actor").or(defaults.actor), category: category,
                    abuse: abuse, concepts: Array(Set([category, abuse].filter { !$0.isEmpty })).sorted(),
                    confidence: TagConfidence(rawValue: grade) ?? defaults.confidence ?? .unknown, level: defaults.level,
                    reference: field("source"), claimed: try time(field("claimed"), row.line),
                    validFrom: try time(field("from"), row.line), validUntil: try time(field("until"), row.line),
                    listing: defaults.list.isEmpty
                        ? nil : TagListing(list: defaults.list, party: label, listed: try time(field("from"), row.line))))
        }
    }

    private func subject(_ field: (String) -> String, _ line: Int) throws(TagError) -> TagSubject? {
        let currency = field("currency").or(defaults.currency)
        let code = field("network").or(currency)
        if let hash = [field("txid")].first(where: { !$0.isEmpty }) {
            guard let id = TxID(hash.hasPrefix("0x") ? String(hash.dropFirst(2)) : hash) else {
                throw intake.fail(line, "\(VisibleText.escape(hash)) is no transaction id.")
            }
            return TagSubject(
                key: TagKey(id), network: TagNetwork.named(code.or("bitcoin")), text: hash, asset: currency, isVerified: true)
        }
        let address = field("address")
        guard !address.isEmpty else { throw intake.fail(line, "the address is missing.") }
        guard !code.isEmpty else {
            throw intake.fail(
                line, "nothing says of which network the address is. Say it with --currency, or add a column currency.")
        }
        return try intake.subject(
            address, network: TagNetwork.network(of: code, address: address), asset: currency, line: line)
    }

    private func time(_ text: String, _ line: Int) throws(TagError) -> UTCTime? {
        if text.isEmpty { return nil }
        guard let time = UTCTime(stated: text) else {
            throw intake.fail(line, "\(VisibleText.escape(text)) is no date of the form 2024-02-21.")
        }
        return time
    }

    private func columns(_ names: [String], line: Int) throws(TagError) -> [String: Int] {
        var columns: [String: Int] = [:]
        let plain = names.map { $0.trimmingBlanks.lowercased() }
        for (k, name) in plain.enumerated() where !name.isEmpty && plain[..<k].contains(name) {
            throw intake.fail(line, "the column \(VisibleText.escape(name)) is named twice.")
        }
        for (given, what) in defaults.columns {
            guard let place = plain.firstIndex(of: given.lowercased()) else {
                throw intake.fail(line, "the mapping names a column \(VisibleText.escape(given)), which the file does not have.")
            }
            guard Self.names[what] != nil else {
                throw intake.fail(
                    nil, "\(VisibleText.escape(what)) is nothing that a column can hold. There are "
                        + "\(Self.names.keys.sorted().joined(separator: ", ")).")
            }
            columns[what] = place
        }
        for (what, known) in Self.names where columns[what] == nil {
            columns[what] = plain.indices.first { known.contains(plain[$0]) && !columns.values.contains($0) }
        }
        guard columns["address"] != nil || columns["txid"] != nil else {
            throw intake.fail(line, "no column holds addresses. Say which with --column address=NAME.")
        }
        return columns
    }
}

extension String {
    /// This text, or the other when it is empty.
    func or(_ other: String) -> String { isEmpty ? other : self }
}
