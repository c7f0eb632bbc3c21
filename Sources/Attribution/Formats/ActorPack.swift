import Encoding

/// Reads GraphSense ActorPacks: who the ids in tags stand for, of which kinds, under which jurisdictions.
struct ActorPack {
    let intake: TagIntake

    func read(_ bytes: [UInt8]) throws(TagError) {
        let root = try YAMLTree.parse(bytes, file: intake.file)
        guard case .sequence(let actors, _)? = root["actors"] else {
            throw intake.fail(root.line, "an ActorPack has a list of actors; there is none.")
        }
        var seen = Set<[UInt8]>()
        for actor in actors {
            guard let id = actor["id"]?.text, !id.isEmpty else { throw intake.fail(actor.line, "the actor has no id.") }
            guard seen.insert(Array(id.utf8)).inserted else {
                throw intake.fail(actor.line, "the actor \(VisibleText.escape(id)) is given twice.")
            }
            func words(_ name: String) -> [String] {
                let node = actor[name] ?? root[name]
                guard case .sequence(let elements, _)? = node else { return node?.text.map { [$0] } ?? [] }
                return elements.compactMap(\.text)
            }
            try intake.add(
                Actor(
                    id: id, label: actor["label"]?.text ?? id, uri: actor["uri"]?.text ?? "",
                    categories: words("categories").map(TagWord.plain), jurisdictions: words("jurisdictions")))
        }
    }
}
