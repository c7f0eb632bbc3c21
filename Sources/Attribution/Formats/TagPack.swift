import Encoding
import Ledger

/// Reads GraphSense TagPacks: the header's tag fields hold for each tag that does not give its own (graphsense-lib
/// 2.18.1, `tagpack.py`): also `category`, `abuse`, `concepts`, `confidence` and `lastmod`; a `header` block, which may
/// be an `!include` of a `header.yaml` above the file, is laid over the header; the network is the currency where none
/// is given; a tag without confidence has the lowest grade.
struct TagPack {
    private static let tagFields: Set<String> = [
        "label", "source", "currency", "network", "context", "confidence", "is_cluster_definer", "lastmod", "category",
        "abuse", "address", "tx_hash", "actor", "concepts", "tag_type",
    ]
    private static let headerFields: Set<String> = ["title", "creator", "description", "owner", "is_public", "tags", "header"]

    let intake: TagIntake
    /// Answers with the bytes of an included header; nil when there is none.
    let include: (String) throws(TagError) -> [UInt8]?

    func read(_ bytes: [UInt8]) throws(TagError) {
        let root = try YAMLTree.parse(bytes, file: intake.file)
        let header = try header(of: root)
        guard case .sequence(let tags, _)? = header["tags"] else {
            throw intake.fail(root.line, "a TagPack has a list of tags; there is none.")
        }
        for name in ["title", "creator"] where header[name]?.text == nil {
            throw intake.fail(root.line, "the header must have a \(name).")
        }
        var inherited = header
        for name in Self.headerFields { inherited[name] = nil }
        let title = header["title"]?.text ?? ""
        for tag in tags {
            guard case .mapping(let members, let line) = tag else {
                throw intake.fail(tag.line, "a tag must be a block of fields.")
            }
            var fields = inherited
            for (name, value) in members {
                guard Self.tagFields.contains(name) else {
                    throw intake.fail(value.line, "\(VisibleText.escape(name)) is no field of a tag.")
                }
                fields[name] = value
            }
            try take(fields, title: title, line: line)
        }
    }

    private func header(of root: YAMLTree) throws(TagError) -> [String: YAMLTree] {
        guard case .mapping(let members, _) = root else {
            throw intake.fail(root.line, "a TagPack is a block of fields; this is something else.")
        }
        var fields: [String: YAMLTree] = [:]
        for (name, value) in members where name != "header" { fields[name] = value }
        if var block = root["header"] {
            if case .scalar(let name, let line, _, let isInclude) = block, isInclude {
                guard let bytes = try include(name) else {
                    throw intake.fail(
                        line, "\(VisibleText.escape(name)), which it includes, is neither beside it nor in a folder above.")
                }
                block = try YAMLTree.parse(bytes, file: VisibleText.escape(name))
            }
            guard case .mapping(let members, _) = block else {
                throw intake.fail(block.line, "the header must be a block of fields.")
            }
            for (name, value) in members { fields[name] = value }
        }
        for (name, value) in fields where !Self.tagFields.contains(name) && !Self.headerFields.contains(name) {
            throw intake.fail(value.line, "\(VisibleText.escape(name)) is no field of a TagPack.")
        }
        return fields
    }

    private func take(_ fields: [String: YAMLTree], title: String, line: Int) throws(TagError) {
        func text(_ name: String) -> String { fields[name]?.text ?? "" }
        let currency = text("currency").trimmingBlanks
        let code = text("network").trimmingBlanks
        guard !currency.isEmpty || !code.isEmpty else { throw intake.fail(line, "the currency is missing.") }
        let network = TagNetwork.network(of: code.isEmpty ? currency : code, address: text("address"))
        let subject: TagSubject
        switch (fields["address"]?.text, fields["tx_hash"]?.text) {
        case (let address?, nil):
            guard let read = try intake.subject(
                address, network: network, asset: currency, line: fields["address"]?.line ?? line)
            else { return }
            subject = read
        case (nil, let hash?):
            let plain = hash.hasPrefix("0x") ? String(hash.dropFirst(2)) : hash
            guard let id = TxID(plain) else {
                throw intake.fail(fields["tx_hash"]?.line ?? line, "\(VisibleText.escape(hash)) is no transaction id.")
            }
            subject = TagSubject(key: TagKey(id), network: network, text: hash, asset: currency, isVerified: true)
        case (nil, nil): throw intake.fail(line, "the tag names neither an address nor a transaction.")
        default: throw intake.fail(line, "the tag names both an address and a transaction; it is about one of them.")
        }
        guard !text("label").isEmpty else { throw intake.fail(line, "the label is missing, here and in the header.") }
        let (category, abuse) = (TagWord.plain(text("category")), TagWord.plain(text("abuse")))
        var concepts = try words(fields["concepts"], "concepts").map(TagWord.plain)
        for word in [category, abuse] where !word.isEmpty && !concepts.contains(word) { concepts.append(word) }
        try intake.add(
            Tag(
                subject: subject, label: text("label"), actor: text("actor"), category: category, abuse: abuse,
                concepts: concepts.sorted(), confidence: try confidence(fields["confidence"]),
                level: try flag(fields["is_cluster_definer"]) ? .cluster : .address, reference: text("source"),
                claimed: try time(fields["lastmod"]), context: context(fields["context"], title: title)))
    }

    private func confidence(_ node: YAMLTree?) throws(TagError) -> TagConfidence {
        guard let node else { return .unknown }
        guard let grade = node.text.flatMap({ TagConfidence(rawValue: $0) }) else {
            throw intake.fail(node.line, "\(VisibleText.escape(node.text ?? "it")) is no grade of confidence.")
        }
        return grade
    }

    private func flag(_ node: YAMLTree?) throws(TagError) -> Bool {
        guard let node else { return false }
        switch node.text?.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: throw intake.fail(node.line, "it must be true or false.")
        }
    }

    private func time(_ node: YAMLTree?) throws(TagError) -> UTCTime? {
        guard let node else { return nil }
        guard let time = node.text.flatMap({ UTCTime(stated: $0) }) else {
            throw intake.fail(node.line, "\(VisibleText.escape(node.text ?? "it")) is no date of the form 2024-02-21.")
        }
        return time
    }

    private func words(_ node: YAMLTree?, _ name: String) throws(TagError) -> [String] {
        guard let node else { return [] }
        if let text = node.text { return [text] }
        guard case .sequence(let elements, let line) = node else { throw intake.fail(node.line, "\(name) must be a list.") }
        let texts = elements.compactMap(\.text)
        guard texts.count == elements.count else { throw intake.fail(line, "\(name) must be a list of words.") }
        return texts
    }

    /// The pack's title, and the tag's context as it stands or, from a block, as JSON.
    private func context(_ node: YAMLTree?, title: String) -> String {
        guard let node else { return title }
        let text = node.text ?? String(decoding: json(node).canonical(), as: UTF8.self)
        return title.isEmpty ? text : "\(title): \(text)"
    }

    private func json(_ node: YAMLTree) -> JSONValue {
        switch node {
        case .scalar(let text, _, _, _): .string(text)
        case .sequence(let elements, _): .array(elements.map(json))
        case .mapping(let members, _): .object(Dictionary(members.map { ($0.key, json($0.value)) }) { $1 })
        }
    }
}

/// Categories and concepts as one word each.
enum TagWord {
    /// `Hosted Wallet` and `hosted-wallet` are `hosted_wallet`.
    static func plain(_ text: String) -> String {
        String(decoding: text.lowercased().utf8.map { $0 == 0x20 || $0 == 0x2D ? 0x5F : $0 }, as: UTF8.self)
    }
}
