import Foundation
import Support
import Testing

@Suite("The graph on the command line", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct GraphCommandTests {
    private static let payer = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"
    private static let firstPayment = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"

    @Test("text and SVG, the same bytes each time, with identifiers in full")
    func textAndSVG() throws {
        let workspace = try Workspace()
        let blocks = try SharedData.path("bitcoin-blocks/jeffchan-blk00000-first1MB.dat")
        #expect(try Clew.run(["ledger", "import", blocks], in: workspace).status == 0)
        let text = try Clew.run(["graph", Self.firstPayment], in: workspace)
        #expect(text.status == 0)
        #expect(text.output.contains(Self.payer) && text.output.contains(Self.firstPayment))
        #expect(try Clew.run(["graph", Self.firstPayment], in: workspace).output == text.output)
        let tree = try Clew.run(["graph", Self.payer, "--mode", "path-tree"], in: workspace)
        #expect(tree.output.contains("set out") && tree.output.contains("fees"))
        let paths = ["a.svg", "b.svg"].map { NSTemporaryDirectory() + "clew-\(UUID().uuidString)-\($0)" }
        defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
        for path in paths { #expect(try Clew.run(["graph", Self.payer, "--svg", path], in: workspace).status == 0) }
        let bytes = try paths.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        #expect(bytes[0] == bytes[1] && !bytes[0].isEmpty)
        let parsed = try Program.run(
            ["python3", "-c", "import sys, xml.dom.minidom as m; m.parse(sys.argv[1])", paths[0]])
        #expect(parsed.status == 0)
        #expect(try Clew.run(["graph", String(repeating: "0", count: 64)], in: workspace).status != 0)
    }
}
