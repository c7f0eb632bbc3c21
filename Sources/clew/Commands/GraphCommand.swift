import ArgumentParser
import Casework
import Encoding
import Foundation
import Ledger
import Screen
import TraceEngine
import Workbench

/// `clew graph A`: the picture of the workbench as text or SVG.
struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Draw the neighbourhood of an address or a transaction as text or SVG.",
        discussion: """
            What does not fit is folded into named groups with their sums, so that the picture always says how much of \
            the value it shows. Every row follows with its identifier in full. The same ledger and case give the same \
            bytes; the SVG has no script, link or outside reference.
            """)

    enum Mode: String, ExpressibleByArgument, CaseIterable {
        case bowTie = "bow-tie"
        case hopColumns = "hop-columns"
        case pathTree = "path-tree"
        /// A path tree back: where the value came from.
        case origins

        func show(_ graph: inout GraphState) {
            switch self {
            case .bowTie: graph.show(.bowTie)
            case .hopColumns: graph.show(.hopColumns)
            case .pathTree: graph.show(.pathTree)
            case .origins: graph.showOrigins()
            }
        }
    }

    @Argument(help: ArgumentHelp("An address or a transaction of the ledger's chain.", valueName: "address or txid"))
    var subject: String

    @Option(help: "How to draw it (default: as the width allows).")
    var mode: Mode?

    @Option(help: ArgumentHelp("Cells across: more show more hops.", valueName: "cells"))
    var width = 120

    @Option(help: ArgumentHelp("Rows before members fold into groups.", valueName: "rows"))
    var height = 40

    @Option(help: ArgumentHelp("Write SVG to this file.", valueName: "file"))
    var svg: String?

    @Option(
        name: .customLong("case"), help: ArgumentHelp("Take names, roles and flags from this case.", valueName: "folder"),
        completion: CaseOptions.completion)
    var caseFolder: String?

    @OptionGroup var ledger: LedgerOptions

    @Option(help: ArgumentHelp("Answer as the ledger stood after the block of this height (default: the last).", valueName: "height"))
    var at: UInt32?

    func validate() throws {
        if !(60...400).contains(width) { throw ValidationError("--width takes 60 to 400 cells.") }
        if !(14...400).contains(height) { throw ValidationError("--height takes 14 to 400 rows.") }
    }

    func run() async throws {
        var reader: any UTXOReader
        do throws(LedgerError) {
            let open = try LedgerOpening.open(at: ledger.folder())
            if let at { reader = try await open.snapshot(at: at) } else { reader = open }
        } catch { throw failure(error) }
        let theCase = try caseFolder.map { try OpenCase.forReading(CaseOptions.resolve($0)).current }
        var graph = GraphState(
            focus: try await focus(in: reader), names: theCase.map { GraphNames(of: $0) } ?? GraphNames(),
            viewport: GraphViewport(width: width, height: height))
        do throws(LedgerError) {
            try await graph.read(from: reader)
            if let mode {
                mode.show(&graph)
                try await graph.read(from: reader)
            }
        } catch { throw failure(error) }
        let document = GraphDocument(
            graph, origin: theCase.map { .init(name: $0.name, event: $0.head) }, ledger: reader.info)
        guard let svg else {
            answer(document.text())
            return
        }
        do {
            let written = try SummaryFiles.write(Array(document.svg().utf8), to: absolute(svg), replacing: true)
            answer("\(written?.path ?? svg)\n")
        } catch { throw failure("The SVG was not written: \(error)") }
    }

    private func focus(in ledger: any UTXOReader) async throws -> GraphFocus {
        guard let id = TxID(subject) else { return .address(try Address.typed(subject, on: ledger.info.chain)) }
        let places: [TxRef]
        do throws(LedgerError) { places = try await ledger.find([id]).first ?? [] } catch { throw failure(error) }
        guard let last = places.last else { throw failure("Transaction \(id) is not in this ledger.") }
        return .transaction(last)
    }
}

extension GraphState {
    /// Answers what the graph asks for, until it asks for nothing more.
    mutating func read(from ledger: any UTXOReader) async throws(LedgerError) {
        gaps = ledger.info.coverage.gaps
        while true {
            let needs = needs()
            for need in needs {
                switch need {
                case .address(let address): received(try await ledger.addressView(of: address, limit: GraphState.eventPage))
                case .transactions(let refs): received(try await ledger.transactionViews(of: refs))
                case .events(let address, let last):
                    received(try await ledger.addressEvents(of: address, after: last, limit: GraphState.eventPage), of: address)
                }
            }
            let claims = uninferred
            for claim in try await ledger.inferences(of: claims) { inferences[claim.tx] = claim }
            if needs.isEmpty, claims.isEmpty { return }
        }
    }
}
