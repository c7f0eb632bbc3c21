import Support
import Testing

@testable import TraceEngine

/// Prints the tables of `docs/detectors.md`: `swift test --filter DetectorMeasureTests`.
@Suite("Detectors measured on real transactions", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct DetectorMeasureTests {
    /// A row of the table: the hits of some detectors against some labels.
    private struct Row {
        var name: String
        var detectors: Set<String>
        var labels: Set<String>
    }

    private static let rows = [
        Row(name: "Wasabi 1 (1.0 and 1.1)", detectors: ["coinjoin.wasabi1", "coinjoin.wasabi1.1"], labels: ["wasabi1"]),
        Row(name: "Wasabi 2", detectors: ["coinjoin.wasabi2"], labels: ["wasabi2"]),
        Row(name: "Whirlpool", detectors: ["coinjoin.whirlpool"], labels: ["whirlpool"]),
        Row(name: "Whirlpool Tx0", detectors: ["premix.whirlpool-tx0"], labels: ["whirlpool-tx0"]),
        Row(name: "JoinMarket", detectors: ["coinjoin.joinmarket"], labels: ["joinmarket-like"]),
        Row(name: "Equal outputs", detectors: ["coinjoin.equal"], labels: ["joinmarket-like"]),
    ]

    @Test("precision and recall on the labelled transactions")
    func labelled() throws {
        let data = try DetectorData.labelled()
        let hits = data.map { Detectors.hit(of: $0.shape) }
        try table("as labelled", zip(data, hits).map { ($0.given, $1) }, isAim: false)
        try table("unseen mixes counted as mixes", zip(data, hits).map { ($0.label, $1) }, isAim: true)
        print("labels corrected: \(data.count { $0.label != $0.given })")
        for label in Set(data.map(\.label)).sorted() {
            let counts = Self.counts(zip(data, hits).filter { $0.0.label == label }.map { $1?.detector ?? "none" })
            print("\(label): \(counts)")
        }
        print(Self.counts(hits.compactMap { $0.map { "\($0.detector) \($0.rule)" } }))
    }

    @Test("counts and values rule out no mix before it is looked at")
    func ruledOut() throws {
        var scratch: [UInt64] = []
        var mixes = 0
        for shape in try DetectorData.labelled().map(\.shape) where Detectors.coinJoin(shape) != nil {
            mixes += 1
            #expect(
                shape.outputs.map(\.value).withUnsafeBufferPointer {
                    Detectors.mayMix(inputs: shape.inputs.count, outputs: $0, &scratch)
                })
        }
        #expect(mixes > 100)
    }

    private func table(_ title: String, _ pairs: [(label: String, hit: DetectorHit?)], isAim: Bool) throws {
        print("\n\(title)\n\n| pattern | labelled | hits | right | precision | recall |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for row in Self.rows {
            let labelled = pairs.count { row.labels.contains($0.label) }
            let fired = pairs.filter { $0.hit.map { row.detectors.contains($0.detector) } ?? false }
            let right = fired.count { row.labels.contains($0.label) }
            print(
                "| \(row.name) | \(labelled) | \(fired.count) | \(right) | \(Self.share(right, fired.count)) | "
                    + "\(Self.share(right, labelled)) |")
            if isAim, ["Wasabi 1 (1.0 and 1.1)", "Whirlpool", "Whirlpool Tx0"].contains(row.name) {
                #expect(right * 100 >= fired.count * 99, "\(row.name): precision below 0.99")
                #expect(right * 100 >= labelled * 95, "\(row.name): recall below 0.95")
            }
        }
    }

    @Test("what single rules do, whether or not they decide")
    func rules() throws {
        let data = try DetectorData.labelled()
        print("\n| detector | rule | decides | hits on its label | on other labels | on ordinary |\n| --- | --- | --- | ---: | ---: | ---: |")
        for detector in Detectors.all {
            let labels = Self.rows.first { $0.detectors.contains(detector.name) }?.labels ?? []
            for rule in detector.rules {
                let fired = data.filter { rule.holds($0.shape) }
                let right = fired.count { labels.contains($0.given) }
                let ordinary = fired.count { $0.given == "ordinary" }
                print(
                    "| \(detector.name) | \(rule.name) | \(rule.decides ? "yes" : "no") | \(right) | "
                        + "\(fired.count - right - ordinary) | \(ordinary) |")
            }
        }
    }

    @Test("hits on the ordinary transactions of real blocks")
    func blocks() throws {
        print("\n| blocks | transactions | hits |\n| --- | ---: | --- |")
        for (file, shapes) in try DetectorData.withPrevouts() { print("| \(file) | \(shapes.count) | \(Self.hits(shapes)) |") }
        for (blocks, shapes) in try DetectorData.rawBlocks() {
            print("| raw blocks of \(blocks) | \(shapes.count) | \(Self.hits(shapes)) |")
            // Nobody had proposed a CoinJoin before August 2013.
            if blocks < "2013" { #expect(Self.hits(shapes) == "none") }
        }
    }

    private static func hits(_ shapes: [TransactionShape]) -> String {
        counts(shapes.compactMap { Detectors.hit(of: $0)?.detector })
    }

    private static func counts(_ names: [String]) -> String {
        let counts = names.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        return counts.isEmpty ? "none" : counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        guard whole > 0 else { return "–" }
        let thousandths = part * 1000 / whole
        let text = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - text.count) + text
    }
}
