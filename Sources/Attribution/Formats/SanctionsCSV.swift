import Encoding

/// Reads OFAC's `sdn.csv` and `sdn_comments.csv`: addresses stand in the remarks, `Digital Currency Address - XBT 1Abc...;`.
///
/// The comments file goes on with remarks that were too long, and may begin in the middle of a word; it names no party
/// but by number. Neither file has dates.
struct SanctionsCSV {
    let intake: TagIntake

    private static let mark = Array("Digital Currency Address - ".utf8)

    func read(_ bytes: [UInt8]) throws(TagError) {
        var rows = CSVReader(bytes, comments: false, longestField: 1 << 16)
        var parties: Set<String> = []
        while let row = try intake.next(&rows) {
            // The file ends with a control character alone on its line.
            if row.fields == ["\u{1A}"] { break }
            guard row.fields.count == 12 || row.fields.count == 2 else {
                throw intake.fail(
                    row.line, "it has \(row.fields.count) fields; OFAC's sdn.csv has 12 and sdn_comments.csv has 2.")
            }
            guard Int(row.fields[0]) != nil else { throw intake.fail(row.line, "it does not begin with a party's number.") }
            parties.insert(row.fields[0])
            let isList = row.fields.count == 12
            let name = isList ? row.fields[1] : "party \(row.fields[0])"
            let programs = isList && row.fields[3] != "-0-"
                ? row.fields[3].split(whereSeparator: { "[] ".contains($0) }).map(String.init) : []
            for (code, text) in Self.addresses(in: Array((row.fields.last ?? "").utf8)) {
                let network = TagNetwork.network(of: code, address: text)
                guard let subject = try intake.subject(text, network: network, asset: code, line: row.line) else { continue }
                try intake.add(
                    Tag(
                        subject: subject, label: name, abuse: "sanction", concepts: ["sanction"],
                        confidence: .authorityData, reference: "OFAC party \(row.fields[0])",
                        listing: TagListing(
                            list: "OFAC SDN List", party: name, partyID: row.fields[0], programs: programs)))
            }
        }
        guard !parties.isEmpty else { throw intake.fail(1, "the file is empty.") }
    }

    /// Code and address of each mention; one that the field's end cuts off is left out, as the comments go on with it.
    static func addresses(in remarks: [UInt8]) -> [(code: String, text: String)] {
        var found: [(String, String)] = []
        var place = 0
        while place + mark.count < remarks.count {
            guard remarks[place...].starts(with: mark) else {
                place += 1
                continue
            }
            place += mark.count
            let code = remarks[place...].prefix { $0 > 0x20 && $0 != UInt8(ascii: ";") }
            place += code.count
            let text = remarks[place...].drop { $0 == 0x20 }.prefix { $0 > 0x20 && $0 != UInt8(ascii: ";") }
            place = text.endIndex
            let isWhole = place < remarks.count
            if isWhole, !code.isEmpty, !text.isEmpty {
                // A full stop ends the remarks.
                let plain = text.last == UInt8(ascii: ".") ? text.dropLast() : text
                found.append((String(decoding: code, as: UTF8.self), String(decoding: plain, as: UTF8.self)))
            } else if !code.isEmpty, text.last == UInt8(ascii: ".") {
                found.append((String(decoding: code, as: UTF8.self), String(decoding: text.dropLast(), as: UTF8.self)))
            }
        }
        return found
    }
}

extension TagIntake {
    /// The next row, its errors told as this file's.
    func next(_ rows: inout CSVReader) throws(TagError) -> CSVReader.Row? {
        do throws(CSVError) { return try rows.next() } catch { throw fail(error.line, error.reason) }
    }
}
