import Encoding

/// Reads a plain list, one address a line; empty lines and lines that begin with `#` are passed over.
///
/// The currency comes from the user or from a name like `sanctioned_addresses_XBT.txt`.
struct AddressList {
    let intake: TagIntake
    let defaults: TagDefaults

    func read(_ bytes: [UInt8], name: String) throws(TagError) {
        let stem = name.split(separator: ".").first.map(String.init) ?? name
        let isSanctions = stem.hasPrefix("sanctioned_addresses_")
        let currency = !defaults.currency.isEmpty
            ? defaults.currency : isSanctions ? String(stem.dropFirst("sanctioned_addresses_".count)) : ""
        guard !currency.isEmpty else {
            throw intake.fail(1, "the list does not say of which network its addresses are. Say it with --currency.")
        }
        let list = defaults.list.isEmpty && isSanctions ? "OFAC SDN List" : defaults.list
        var line = 0
        for row in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            line += 1
            guard let text = String(validating: row, as: UTF8.self) else { throw intake.fail(line, "it is not valid UTF-8.") }
            var address = text.hasSuffix("\r") || text.hasSuffix("\r\n") ? String(text.dropLast()) : text
            if line == 1, address.hasPrefix("\u{FEFF}") { address.removeFirst() }
            address = address.trimmingBlanks
            if address.isEmpty || address.hasPrefix("#") { continue }
            let network = TagNetwork.network(of: currency, address: address)
            guard let subject = try intake.subject(address, network: network, asset: currency, line: line) else { continue }
            let label = defaults.label.isEmpty ? (list.isEmpty ? stem : list) : defaults.label
            let abuse = defaults.abuse.isEmpty && !list.isEmpty ? "sanction" : TagWord.plain(defaults.abuse)
            let category = TagWord.plain(defaults.category)
            try intake.add(
                Tag(
                    subject: subject, label: label, actor: defaults.actor, category: category, abuse: abuse,
                    concepts: [category, abuse].filter { !$0.isEmpty }.sorted(),
                    confidence: defaults.confidence ?? (list.isEmpty ? .unknown : .authorityData), level: defaults.level,
                    listing: list.isEmpty ? nil : TagListing(list: list, party: defaults.label)))
        }
    }
}
