import Encoding
import Ledger

/// Reads OFAC's `sdn_advanced.xml` as it comes: of each listed party its names and the digital currency addresses among
/// its features; then, from the entries at the end of the file, list, programmes and dates.
///
/// Only parties with such addresses are held, some hundreds among tens of thousands. The list dates parties, not single
/// addresses: `TagListing.listed` is the date of the party's first entry.
final class SanctionsXML {
    private struct Party {
        var names: [String] = []
        var hasPrimary = false
        var isIndividual = false
        var addresses: [(code: String, text: String, line: Int)] = []
        var list = ""
        var programs: [String] = []
        var listed: UTCTime?
    }

    private static let prefix = "Digital Currency Address - "
    private static let elements: Set<String> = [
        "Year", "Month", "Day", "DateOfIssue", "FeatureType", "List", "DistinctParty", "Profile", "Alias",
        "DocumentedName", "NamePartValue", "Feature", "VersionDetail", "SanctionsEntry", "EntryEvent",
        "SanctionsMeasure", "Comment", "SanctionsEntries",
    ]

    private let intake: TagIntake
    /// Codes of the feature types that are addresses, by their number.
    private var codes: [String: String] = [:]
    private var lists: [String: String] = [:]
    private var parties: [String: Party] = [:]
    private var order: [String] = []

    private var id = ""
    private var listID = ""
    private var party = Party()
    private var nameParts: [String] = []
    private var isPrimary = false
    private var code: String?
    private var entry: String?
    private var isInEvent = false
    private var isInMeasure = false
    private var date: (year: String, month: String, day: String) = ("", "", "")
    private var sawEntries = false
    private var stream: XMLStream?

    init(_ intake: TagIntake) { self.intake = intake }

    func read(_ source: SourceBytes) throws(TagError) {
        let stream = try XMLStream(
            file: intake.file,
            handler: .init(
                elements: Self.elements,
                start: { [unowned self] (name, attributes) throws(TagError) in start(name, attributes) },
                end: { [unowned self] (name, text) throws(TagError) in try end(name, text) }))
        self.stream = stream
        while let bytes = try source.next() { try stream.feed(bytes, isLast: false) }
        try stream.feed([], isLast: true)
        guard !codes.isEmpty else {
            throw intake.fail(nil, "it names no kind of digital currency address, so it is not OFAC's sdn_advanced.xml.")
        }
        guard sawEntries else { throw intake.fail(nil, "it has no entries with dates; OFAC's sdn_advanced.xml has.") }
        for id in order { if let party = parties[id] { try hand(in: party, id) } }
    }

    private func hand(in party: Party, _ id: String) throws(TagError) {
        let name = party.names.first ?? "party \(id)"
        let listing = TagListing(
            list: party.list.isEmpty ? "OFAC" : "OFAC \(party.list)", party: name, partyID: id,
            aliases: Array(party.names.dropFirst()), programs: party.programs, listed: party.listed)
        for address in party.addresses {
            let network = TagNetwork.network(of: address.code, address: address.text)
            guard let subject = try intake.subject(address.text, network: network, asset: address.code, line: address.line)
            else { continue }
            try intake.add(
                Tag(
                    subject: subject, label: name, abuse: "sanction", concepts: ["sanction"], confidence: .authorityData,
                    reference: "OFAC party \(id)", listing: listing))
        }
    }

    private func start(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "FeatureType": id = attributes["ID"] ?? ""
        case "List": listID = attributes["ID"] ?? ""
        case "DistinctParty": party = Party()
        case "Profile":
            id = attributes["ID"] ?? ""
            party.isIndividual = attributes["PartySubTypeID"] == "4"
        case "Alias": isPrimary = attributes["Primary"] == "true"
        case "DocumentedName": nameParts = []
        case "Feature": code = codes[attributes["FeatureTypeID"] ?? ""]
        case "SanctionsEntries": sawEntries = true
        case "SanctionsEntry":
            entry = attributes["ProfileID"].flatMap { parties[$0] == nil ? nil : $0 }
            if let entry { parties[entry]?.list = lists[attributes["ListID"] ?? ""] ?? "" }
        case "EntryEvent": isInEvent = entry != nil
        case "SanctionsMeasure": isInMeasure = entry != nil
        default: break
        }
    }

    private func end(_ name: String, _ text: String) throws(TagError) {
        switch name {
        case "Year": date.year = text
        case "Month": date.month = text
        case "Day": date.day = text
        case "DateOfIssue": intake.issued = day
        case "FeatureType":
            if text.hasPrefix(Self.prefix) { codes[id] = String(text.dropFirst(Self.prefix.count)).trimmingBlanks }
        case "List": lists[listID] = text.trimmingBlanks
        case "NamePartValue": nameParts.append(text.trimmingBlanks)
        case "DocumentedName":
            let (separator, rest) = (party.isIndividual ? ", " : " ", nameParts.dropFirst().joined(separator: " "))
            let whole = rest.isEmpty ? nameParts.first ?? "" : "\(nameParts[0])\(separator)\(rest)"
            if whole.isEmpty || party.names.contains(whole) { break }
            party.names.insert(whole, at: isPrimary && !party.hasPrimary ? 0 : party.names.count)
            if isPrimary { party.hasPrimary = true }
        case "VersionDetail":
            if let code { party.addresses.append((code, text, stream?.line ?? 0)) }
        case "Feature": code = nil
        case "DistinctParty":
            guard !party.addresses.isEmpty else { break }
            if parties.updateValue(party, forKey: id) == nil { order.append(id) }
        case "EntryEvent":
            if let entry, let day, day < parties[entry]?.listed ?? UTCTime(milliseconds: .max) { parties[entry]?.listed = day }
            isInEvent = false
        case "Comment":
            if isInMeasure, !isInEvent, let entry, !text.isEmpty { parties[entry]?.programs.append(text) }
        case "SanctionsMeasure": isInMeasure = false
        case "SanctionsEntry": entry = nil
        default: break
        }
    }

    private var day: UTCTime? {
        func two(_ text: String) -> String { text.count == 1 ? "0" + text : text }
        return UTCTime(stated: "\(date.year)-\(two(date.month))-\(two(date.day))")
    }
}
