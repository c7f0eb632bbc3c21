import Casework
import Ledger

/// Addresses in a file of comma-separated values (RFC 4180): `address`, and if there are such columns `label`, `role`,
/// `note`.
///
/// Without a heading the first column has the addresses and the second, if any, the labels. Semicolons and tabs separate
/// as well where the first line has no comma.
public struct AddressTable: Sendable {
    /// The most that is read, in bytes.
    public static let largest = 1 << 20

    public struct Row: Hashable, Sendable {
        public var subject: CaseSubject
        public var label: String
        public var role: CaseRole?
        public var note: String
    }

    public private(set) var rows: [Row] = []

    /// Reads the whole text or nothing: the sentence says which line was wrong and why.
    public init(_ text: String, on chain: Chain) throws(AddressTableError) {
        var lines = try Self.records(in: text)
        let heading = lines.first?.fields.map { $0.lowercased() } ?? []
        var columns = ["address": 0, "label": 1]
        if let at = heading.firstIndex(where: { ["address", "addresses", "wallet"].contains($0) }) {
            columns = ["address": at]
            for name in ["label", "role", "note"] { columns[name] = heading.firstIndex(of: name) }
            lines.removeFirst()
        }
        for (number, fields) in lines where !fields.allSatisfy(\.isEmpty) {
            func field(_ name: String) -> String {
                guard let at = columns[name], fields.indices.contains(at) else { return "" }
                return fields[at].trimmingEdges
            }
            let identifier = field("address")
            var row = Row(subject: .wholeCase, label: field("label"), role: nil, note: field("note"))
            if let id = TxID(identifier) { row.subject = .transaction(id) } else {
                do throws(AddressError) {
                    row.subject = .address(try Address(identifier, on: chain).text(on: chain))
                } catch {
                    throw AddressTableError("Line \(number): “\(identifier)”: \(error.reason). Nothing was added.")
                }
            }
            let role = field("role").lowercased()
            row.role = CaseRole(rawValue: role)
            guard role.isEmpty || row.role != nil else {
                throw AddressTableError(
                    "Line \(number): “\(role)” is no role; suspect, victim, service and other are. Nothing was added.")
            }
            guard row.label.utf8.count <= Case.labelLimit else {
                throw AddressTableError("Line \(number): the label is longer than \(Case.labelLimit) bytes. Nothing was added.")
            }
            if !rows.contains(where: { $0.subject == row.subject }) { rows.append(row) }
        }
        guard !rows.isEmpty else { throw AddressTableError("The file has no addresses. Nothing was added.") }
    }

    /// Records with the number of the line they begin in.
    private static func records(in text: String) throws(AddressTableError) -> [(number: Int, fields: [String])] {
        guard text.utf8.count <= largest else {
            throw AddressTableError("The file is larger than \(largest) bytes; split it. Nothing was added.")
        }
        let first = text.prefix { !$0.isNewline }
        let separator: Character = first.contains(",") ? "," : first.contains(";") ? ";" : first.contains("\t") ? "\t" : ","
        var records: [(Int, [String])] = []
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var wasQuoted = false
        var line = 1
        var begin = 1
        for character in text where character != "\u{FEFF}" {
            if isQuoted {
                if character == "\"" {
                    isQuoted = false
                } else {
                    field.append(character)
                    if character.isNewline { line += 1 }
                }
                continue
            }
            if character == "\"", field.isEmpty || wasQuoted {
                // Two marks inside quotes are one of the text.
                if wasQuoted { field.append("\"") }
                isQuoted = true
                wasQuoted = true
            } else if character == separator {
                fields.append(field)
                (field, wasQuoted) = ("", false)
            } else if character.isNewline {
                records.append((begin, fields + [field]))
                (fields, field, wasQuoted) = ([], "", false)
                line += 1
                begin = line
            } else {
                field.append(character)
            }
        }
        guard !isQuoted else { throw AddressTableError("Line \(begin): a quotation mark is not closed. Nothing was added.") }
        if !field.isEmpty || !fields.isEmpty { records.append((begin, fields + [field])) }
        return records
    }
}

/// Why a table of addresses was not taken, as a sentence with its line.
public struct AddressTableError: Error, Hashable, Sendable {
    public let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

extension WorkbenchState {
    /// Adds what a file lists; what the case says already stays as it is.
    mutating func add(table text: String) -> [Effect] {
        let table: AddressTable
        do throws(AddressTableError) {
            table = try AddressTable(text, on: openCase.chain)
        } catch {
            toast = .warning(error.sentence)
            return []
        }
        var effects: [Effect] = []
        var added = 0
        for row in table.rows {
            let item = index.items[row.subject]
            if item == nil {
                added += 1
                effects += change(.add(row.subject))
            }
            if !row.label.isEmpty, item?.label.isEmpty ?? true { effects += change(.label(row.subject, row.label)) }
            if let role = row.role, item?.role == nil { effects += change(.role(row.subject, role)) }
            if !row.note.isEmpty, !(index.notes[row.subject] ?? []).contains(where: { $0.text == row.note }) {
                effects += change(.note(row.subject, text: row.note))
            }
        }
        pane = .addresses
        list.filter = ItemFilter("")
        toast = .news("\(added) of \(table.rows.count) added; \(table.rows.count - added) were in the case already.")
        return effects
    }
}
