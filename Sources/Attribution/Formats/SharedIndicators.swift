import Encoding

/// Reads the addresses in what analysts share: objects `coin-address` and attributes `btc`, `xmr`, `dash` of MISP events,
/// and objects `cryptocurrency-wallet` of STIX 2.1 bundles (with the extension that defines them).
struct SharedIndicators {
    let intake: TagIntake
    let defaults: TagDefaults

    func read(_ json: JSONValue) throws(TagError) {
        if json["type"]?.stringValue == "bundle" {
            try bundle(json["objects"]?.arrayValue ?? [])
        } else if json["type"]?.stringValue == "cryptocurrency-wallet" {
            try bundle([json])
        } else {
            let events = json["response"]?.arrayValue?.compactMap { $0["Event"] } ?? [json["Event"] ?? json]
            for event in events { try misp(event) }
        }
        guard intake.count > 0 || intake.unreadableCount > 0 else {
            throw intake.fail(nil, "there is no address in it: no coin-address object and no cryptocurrency-wallet.")
        }
    }

    private func misp(_ event: JSONValue) throws(TagError) {
        let info = event["info"]?.stringValue ?? ""
        let date = event["date"]?.stringValue.flatMap { UTCTime(stated: $0) }
        func reference() -> String { event["uuid"]?.stringValue.map { "MISP event \($0)" } ?? "" }
        for object in event["Object"]?.arrayValue ?? [] where object["name"]?.stringValue == "coin-address" {
            var values: [String: [String]] = [:]
            for attribute in object["Attribute"]?.arrayValue ?? [] {
                guard let relation = attribute["object_relation"]?.stringValue, let value = attribute["value"]?.stringValue
                else { continue }
                values[relation, default: []].append(value)
            }
            let comment = object["comment"]?.stringValue ?? ""
            for relation in ["address", "address-crypto", "address-xmr"] {
                for address in values[relation] ?? [] {
                    let code = values["symbol"]?.first ?? (relation == "address-xmr" ? "XMR" : defaults.currency.or("BTC"))
                    try add(
                        address, code, label: comment.or(values["text"]?.first ?? "").or(info), reference: reference(),
                        claimed: values["last-updated"]?.first.flatMap { UTCTime(stated: $0) } ?? date)
                }
            }
        }
        for attribute in event["Attribute"]?.arrayValue ?? [] {
            guard let type = attribute["type"]?.stringValue, ["btc", "xmr", "dash"].contains(type),
                let address = attribute["value"]?.stringValue
            else { continue }
            try add(
                address, type.uppercased(), label: (attribute["comment"]?.stringValue ?? "").or(info),
                reference: reference(), claimed: date)
        }
    }

    private func bundle(_ objects: [JSONValue]) throws(TagError) {
        var holders: [String: String] = [:]
        for object in objects where object["type"]?.stringValue == "identity" {
            if let id = object["id"]?.stringValue { holders[id] = object["name"]?.stringValue }
        }
        for object in objects where object["type"]?.stringValue == "cryptocurrency-wallet" {
            guard let address = (object["value"] ?? object["address"])?.stringValue else {
                throw intake.fail(nil, "a cryptocurrency-wallet has no value.")
            }
            let code = (object["currency"] ?? object["symbol"])?.stringValue ?? ""
            let holder = object["holder_ref"]?.stringValue.flatMap { holders[$0] } ?? ""
            let network = code.isEmpty && defaults.currency.isEmpty
                ? AddressCodecs.readings(of: address).first?.network ?? "bitcoin" : code.or(defaults.currency)
            try add(
                address, network, label: holder.or(defaults.label), actor: holder,
                reference: object["id"]?.stringValue ?? "",
                claimed: object["modified"]?.stringValue.flatMap { UTCTime(stated: $0) })
        }
    }

    private func add(
        _ address: String, _ code: String, label: String, actor: String = "", reference: String, claimed: UTCTime?
    ) throws(TagError) {
        let network = TagNetwork.network(of: code, address: address)
        guard let subject = try intake.subject(address, network: network, asset: code, line: nil) else { return }
        let category = TagWord.plain(defaults.category)
        let abuse = TagWord.plain(defaults.abuse)
        try intake.add(
            Tag(
                subject: subject, label: label.or("no name"), actor: actor.or(defaults.actor), category: category,
                abuse: abuse, concepts: [category, abuse].filter { !$0.isEmpty }.sorted(),
                confidence: defaults.confidence ?? .trustedProvider, level: defaults.level, reference: reference,
                claimed: claimed))
    }
}
