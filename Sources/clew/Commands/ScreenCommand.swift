import ArgumentParser
import Attribution
import Casework
import Encoding
import Foundation
import Ledger

/// `clew screen ADDRESS...`: what the tags say of addresses as of a date.
struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "Screen addresses against the tags as of a date.",
        discussion: """
            Says which addresses a sanctions list named then, and by how many days a designation came before or after. \
            Warns of addresses that look like tagged ones or those of the case.
            """)

    @Argument(help: ArgumentHelp("Addresses of any network, or files with one a line.", valueName: "address"))
    var addresses: [String]

    @Option(name: .customLong("as-of"), help: ArgumentHelp("The day to answer for (default: now).", valueName: "date"))
    var asOf: String?

    @Option(help: ArgumentHelp("Only this network.", valueName: "network"))
    var network: String?

    @Flag(help: "Print CSV, one row an address and claim, each field safe to open in a spreadsheet.")
    var csv = false

    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var format: JSONOptions

    /// A larger file is refused: 64 MiB.
    private static let largestFile = 64 << 20

    func validate() throws {
        if csv, format.json { throw ValidationError("--csv and --json exclude each other.") }
    }

    func run() async throws {
        let store = try SharedTags.needed()
        let time = try SharedTags.time(asOf, option: "--as-of")
        let own = try ownAddresses()
        let screening = Screening(
            store: store, asOf: time, network: network.map { TagNetwork.named($0) }, caseAddresses: own)
        let texts = try addresses.flatMap { try Self.texts($0) }
        guard !texts.isEmpty else { throw failure("There is no address to screen.") }
        let answers: [ScreenedAddress]
        do throws(TagError) { answers = try screening.screen(texts) } catch { throw failure(error) }
        if csv { return answer(table(answers, time)) }
        answer(format.json ? try json(answers, time, store) : text(answers, time))
    }

    private func ownAddresses() throws -> [String] {
        let named = ProcessInfo.processInfo.environment["CLEW_CASE"] ?? ""
        guard caseOptions.caseFolder != nil || !named.isEmpty else { return [] }
        let current = try OpenCase.forReading(try caseOptions.folder()).current
        return current.items.map(\.subject.text)
    }

    /// The argument itself, or the lines of the file of that name.
    private static func texts(_ argument: String) throws -> [String] {
        let path = absolute(argument)
        guard FileManager.default.fileExists(atPath: path) else { return [argument] }
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
        guard size <= UInt64(largestFile), let data = FileManager.default.contents(atPath: path) else {
            throw failure("\(VisibleText.escape(argument)) cannot be read, or has more than \(largestFile) bytes.")
        }
        var texts: [String] = []
        for (k, row) in data.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard let line = String(validating: row, as: UTF8.self) else {
                throw failure("\(VisibleText.escape(argument)), line \(k + 1): it is not valid UTF-8.")
            }
            let plain = line.trimmingCharacters(in: .whitespacesAndNewlines)
            guard plain.utf8.count <= 256 else {
                throw failure("\(VisibleText.escape(argument)), line \(k + 1): it is too long for an address.")
            }
            if !plain.isEmpty, !plain.hasPrefix("#") { texts.append(plain) }
        }
        return texts
    }

    private func json(_ answers: [ScreenedAddress], _ time: UTCTime, _ store: TagStore) throws -> String {
        try tagsDocument(
            "clew-screen-1", store,
            [
                "options": ["as_of": .string(time.rfc3339), "network": .optional(network)],
                "addresses": .array(
                    answers.map { one in
                        [
                            "address": .string(one.text), "networks": .array(one.networks.map { .string($0) }),
                            "problem": .optional(one.problem), "designated": .bool(one.isDesignated),
                            "listings": .array(
                                one.listings.map { claim in
                                    .object(
                                        TagForm.listing(claim.record).merging([
                                            "standing": .string(claim.standing.word),
                                            "relation": .string(
                                                DesignationDate.phrase(claim.record, payment: time, time.date)),
                                        ]) { $1 })
                                }),
                            "tags": .array(
                                one.claims.filter { $0.standing == .holds }.map { .object(TagForm.json($0.record)) }),
                            "exposure": [],
                            "look_alikes": .array(
                                one.lookAlikes.map {
                                    [
                                        "address": .string($0.text), "of_case": .bool($0.isOfCase), "label": .string($0.label),
                                        "source": .string($0.source),
                                    ]
                                }),
                        ]
                    }),
            ])
    }

    private func text(_ answers: [ScreenedAddress], _ time: UTCTime) -> String {
        var lines = Lines()
        for one in answers {
            lines.title(VisibleText.escape(one.text))
            if let problem = one.problem { lines.line("Warning: \(VisibleText.escape(problem)).") }
            lines.line(one.isDesignated ? "DESIGNATED on \(time.date)" : "not designated on \(time.date), as far as these tags say")
            for claim in one.listings {
                let party = VisibleText.escape(claim.record.tag.listing?.party ?? "")
                lines.line("\(party): \(DesignationDate.phrase(claim.record, payment: time, time.date)); \(claim.record.source)")
            }
            for claim in one.claims where claim.standing == .holds { lines.line("Tag: " + TagForm.line(claim.record)) }
            for hit in one.lookAlikes {
                let whose = hit.isOfCase ? "of the case" : "[\(hit.label)]"
                lines.line(VisibleText.escape("Warning: looks like \(hit.text) \(whose), and is not."))
            }
        }
        return lines.text
    }

    private func table(_ answers: [ScreenedAddress], _ time: UTCTime) -> String {
        var out = "address,as_of,designated,list,party,listed,delisted,standing,relation,label,category,actor,source,"
            + "confidence,level,problem,look_alikes\r\n"
        for one in answers {
            let near = one.lookAlikes.map(\.text).joined(separator: " ")
            func row(_ middle: [String]) {
                let fields = [one.text, time.rfc3339, one.isDesignated ? "yes" : "no"] + middle + [one.problem ?? "", near]
                out += fields.map(Self.cell).joined(separator: ",") + "\r\n"
            }
            if one.claims.isEmpty { row(Array(repeating: "", count: 12)) }
            for (record, standing) in one.claims {
                let (tag, listing) = (record.tag, record.tag.listing)
                row([
                    listing?.list ?? "", listing?.party ?? "", listing?.listed?.date ?? "", record.ends?.date ?? "",
                    standing.word, DesignationDate.phrase(record, payment: time, time.date), tag.label, tag.category, tag.actor,
                    record.source, tag.confidence.rawValue, tag.level.rawValue,
                ])
            }
        }
        return out
    }

    /// Quoted, hidden characters escaped, and with an apostrophe before what a spreadsheet would take for a formula.
    private static func cell(_ text: String) -> String {
        let plain = VisibleText.escape(text)
        let starts = plain.utf8.first.map { Array("=+-@".utf8).contains($0) } ?? false
        return "\"" + (starts ? "'" : "") + plain.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

extension TagStanding {
    /// One word for documents.
    var word: String {
        switch self {
        case .holds: "holds"
        case .notYet: "not-yet"
        case .noLonger: "no-longer"
        case .undated: "unknown"
        }
    }
}
