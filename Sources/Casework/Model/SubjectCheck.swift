import Encoding
import Ledger

extension CaseChange {
    /// What the change is about; nil where it names a note, a record or an event instead.
    public var subject: CaseSubject? {
        switch self {
        case .add(let subject), .drop(let subject), .label(let subject, _), .role(let subject, _),
            .flag(let subject, _), .colour(let subject, _), .note(let subject, text: _):
            subject
        case .editNote, .removeNote, .link, .record, .changeRecord, .removeRecord, .review, .lockMethod, .mark, .retain,
            .undo, .redo:
            nil
        }
    }

    /// Everything of the ledger that the change names, to be checked against the chain.
    public var subjects: [CaseSubject] {
        switch self {
        case .record(let content), .changeRecord(_, let content): content.subjects
        default: subject.map { [$0] } ?? []
        }
    }
}

extension CaseSubject {
    /// Reads what a person typed: a transaction id of 64 hexadecimal digits, or an address of `chain`, which is put into
    /// its normal form. Throws `refused` with the reason, and with the likely correction where one slip explains it.
    public init(_ text: String, on chain: Chain) throws(CaseError) {
        if let id = TxID(text) {
            self = .transaction(id)
            return
        }
        do {
            self = .address(try Address(text, on: chain).text(on: chain))
        } catch {
            let correction = error.suggestion.map { " Did you mean \($0)? It is taken only when you type it." } ?? ""
            throw .refused(
                "\(VisibleText.escape(text)) is neither a transaction id nor an address of \(chain): \(error.reason)."
                    + correction)
        }
    }

    /// Throws `refused` unless an address is valid on `chain` and in its normal form, so that none is there twice.
    func check(on chain: Chain) throws(CaseError) {
        guard case .address(let text) = self else { return }
        let normal = try CaseSubject(text, on: chain)
        guard normal.text.utf8.elementsEqual(text.utf8) else {
            throw .refused("\(VisibleText.escape(text)) is not in its normal form, which is \(normal.text).")
        }
    }
}
