import Encoding
import Ledger

extension Case {
    /// Reads `case.json`; nil when a member is missing or of the wrong type.
    init?(json: JSONValue) {
        guard json["schema"]?.integerValue == JournalEvent.schema, let name = json["name"]?.stringValue,
            let question = json["question"]?.stringValue,
            let chain = json["chain"]?.stringValue.flatMap(Chain.init(named:)),
            let created = json["created"]?.timeValue, let head = json["head"].flatMap(CaseHead.init(json:)),
            let hash = json["head"]?["hash"]?.stringValue, let items = json["items"]?.values(CaseItem.init(json:)),
            let notes = json["notes"]?.values(CaseNote.init(json:)),
            let exhibits = json["exhibits"]?.values(CaseExhibit.init(json:)),
            let records = json["records"]?.values(CaseRecord.init(json:)),
            let methods = json["methods"]?.values(MethodLock.init(json:)),
            let retention = json["retention"]?.values(RetentionDate.init(json:)),
            let conflicts = json["conflicts"]?.values(CaseConflict.init(json:))
        else { return nil }
        self.init(
            name: name, question: question, chain: chain, created: created, items: items, notes: notes,
            exhibits: exhibits, records: records, methods: methods,
            marking: json["marking"]?.stringValue.flatMap(CaseMarking.init(rawValue:)), retention: retention,
            conflicts: conflicts, head: head.event, headHash: hash, tips: head.tips,
            undoTitle: json["undo"]?.stringValue, redoTitle: json["redo"]?.stringValue)
    }
}

extension CaseItem {
    init?(json: JSONValue) {
        guard let subject = json["subject"].flatMap(CaseSubject.init(json:)), let label = json["label"]?.stringValue,
            let isFlagged = json["flagged"]?.boolValue, let added = json["added"]?.timeValue
        else { return nil }
        self.init(
            subject: subject, label: label, role: json["role"]?.stringValue.flatMap(CaseRole.init(rawValue:)),
            isFlagged: isFlagged, colour: json["colour"]?.stringValue.flatMap(CaseColour.init(rawValue:)), added: added)
    }
}

extension CaseNote {
    init?(json: JSONValue) {
        guard let id = json["id"]?.countValue, let event = json["event"]?.stringValue,
            let subject = json["subject"].flatMap(CaseSubject.init(json:)), let text = json["text"]?.stringValue,
            let author = json["author"]?.stringValue, let written = json["written"]?.timeValue,
            let links = json["links"]?.values(\.countValue)
        else { return nil }
        self.init(
            id: id, event: event, subject: subject, text: text, author: author, written: written,
            edited: json["edited"]?.timeValue, links: links)
    }
}

extension CaseExhibit {
    init?(json: JSONValue) {
        guard let sha256 = json["sha256"]?.stringValue, let name = json["name"]?.stringValue,
            let bytes = json["bytes"]?.countValue, let added = json["added"]?.timeValue,
            let isErased = json["erased"]?.boolValue
        else { return nil }
        self.init(sha256: sha256, name: name, bytes: bytes, added: added, isErased: isErased)
    }
}
