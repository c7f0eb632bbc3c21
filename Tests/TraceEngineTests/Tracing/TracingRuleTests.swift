import Testing
import TraceEngine

/// What each method makes of one transaction. Runs are written `A3 .2`: three units of start A, two clean ones.
@Suite("One transaction, method by method")
struct TracingRuleTests {
    private func table(_ entries: [String]) -> TaintTable {
        var table = TaintTable()
        for entry in entries {
            let runs = entry.split(separator: " ").map { word in
                let letter = word.unicodeScalars.first?.value ?? 0
                return TaintRun(value: UInt64(word.dropFirst()) ?? 0, label: letter == 46 ? 0 : letter - 64)
            }
            table.append(value: runs.reduce(0) { $0 + $1.value }, runs)
        }
        return table
    }

    private func text(_ table: TaintTable) -> [String] {
        table.indices.map { k in
            table[k].map { run in
                (run.label == 0 ? "." : String(UnicodeScalar(UInt8(64 + run.label)))) + "\(run.value)"
            }.joined(separator: " ")
        }
    }

    private func forward(_ method: TraceMethod, _ inputs: [String], _ outputs: [UInt64]) throws -> [String] {
        var flow = TaintFlow(method)
        var result = TaintTable()
        var taken = table(inputs)
        if !method.isOrdered {
            // Amounts only: the clean remainder is not written down.
            var bare = TaintTable()
            for k in taken.indices { bare.append(value: taken.values[k], taken[k].filter { $0.label != 0 }) }
            taken = bare
        }
        try flow.forward(taken, to: outputs, into: &result)
        return text(result)
    }

    // Inputs of 5 (2 of A, then 3 clean) and 5 (all of B); outputs 4, 5; fee 1.
    private let inputs = ["A2 .3", "B5"]

    @Test("fifo cuts from the front, the fee last")
    func fifo() throws {
        #expect(try forward(.fifo, inputs, [4, 5]) == ["A2 .2", ".1 B4", "B1"])
    }

    @Test("lifo cuts from the back; a piece keeps the order of its runs")
    func lifo() throws {
        #expect(try forward(.lifo, inputs, [4, 5]) == ["B4", "A1 .3 B1", "A1"])
    }

    @Test("haircut gives shares by the largest remainder, then divides each among the starts")
    func haircut() throws {
        // T = 7 of V = 10: 2.8, 3.5, 0.7 are 2, 3, 0 and two units left: to 0.8 and 0.7.
        // Output 0: 3 among A 2, B 5: 0.86, 2.14 -> 1, 2. Output 1: 3 among 1, 3: 0.75, 2.25 -> 1, 2. Fee: the rest.
        #expect(try forward(.haircut, inputs, [4, 5]) == ["A1 B2", "A1 B2", "B1"])
    }

    @Test("tiho fills the greatest output first, the fee last, and divides in that order")
    func tiho() throws {
        // Output 1 takes 5 of 7: A 1.43, B 3.57 -> 1, 4. Output 0 takes the other 2: A 1, B 1.
        #expect(try forward(.tiho, inputs, [4, 5]) == ["A1 B1", "A1 B4", ""])
        #expect(try forward(.tiho, ["A9", ".9"], [3, 3, 3]) == ["A3", "A3", "A3", ""])
    }

    @Test("poison taints every output whole, for each start that reaches")
    func poison() throws {
        #expect(try forward(.poison, inputs, [4, 5]) == ["A4 B4", "A5 B5", "A1 B1"])
        #expect(try forward(.poison, [".5", ".5"], [4, 5]) == ["", "", ""])
    }

    @Test("two starts of one unit never overfill an output of one unit")
    func noOverfill() throws {
        // Each alone would take output 0; together they take it and output 1.
        #expect(try forward(.haircut, ["A1", "B1", ".1"], [1, 1, 1]) == ["A1", "B1", "", ""])
    }

    @Test("backward inverts fifo and lifo unit by unit, and divides by input for haircut")
    func backward() throws {
        func back(_ method: TraceMethod, _ outputs: [String], _ inputs: [UInt64]) throws -> [String] {
            var flow = TaintFlow(method)
            var result = TaintTable()
            try flow.backward(table(outputs), to: inputs, into: &result)
            return text(result)
        }
        // Fee 1. What output 1 got, by fifo: unit 4 of input 0 and units 0 to 3 of input 1.
        #expect(try back(.fifo, [".4", "A5"], [5, 5]) == [".4 A1", "A4 .1"])
        // By lifo: the last 4 units went to output 0, the 5 before to output 1, the first to the fee.
        #expect(try back(.lifo, [".4", "A5"], [5, 5]) == [".1 A4", "A1 .4"])
        var flow = TaintFlow(.haircut)
        var bare = TaintTable()
        bare.append(value: 4, [])
        bare.append(value: 5, [TaintRun(value: 5, label: 1)])
        var result = TaintTable()
        try flow.backward(bare, to: [5, 5], into: &result)
        #expect(text(result) == ["A3", "A2"])
    }

    @Test("what cannot be is refused, not trapped")
    func refusals() {
        #expect(throws: TaintError.outputsExceedInputs) { try forward(.haircut, ["A5"], [6]) }
        #expect(throws: TaintError.notDefined(.libr)) { try forward(.libr, ["A5"], [5]) }
        var result = TaintTable()
        var huge = TaintTable()
        huge.append(value: .max, [TaintRun(value: .max, label: 1)])
        huge.append(value: .max, [TaintRun(value: .max, label: 1)])
        for method in [TraceMethod.fifo, .lifo, .haircut, .tiho] {
            var flow = TaintFlow(method)
            #expect(throws: TaintError.sumTooLarge) { try flow.forward(huge, to: [1], into: &result) }
        }
        var wrong = TaintTable()
        wrong.append(value: 3, [TaintRun(value: 4, label: 1)])
        var flow = TaintFlow(.fifo)
        #expect(throws: TaintError.runsDoNotFit) { try flow.forward(wrong, to: [3], into: &result) }
        var tiho = TaintFlow(.tiho)
        #expect(throws: TaintError.notDefined(.tiho)) { try tiho.backward(huge, to: [1], into: &result) }
    }

    @Test("amounts at the end of 64 bits are exact")
    func wide() throws {
        var flow = TaintFlow(.haircut)
        var inputs = TaintTable()
        inputs.append(value: .max - 5, [TaintRun(value: .max / 3, label: 1)])
        inputs.append(value: 5, [TaintRun(value: 5, label: 2)])
        var result = TaintTable()
        try flow.forward(inputs, to: [.max / 2, .max / 2], into: &result)
        let tainted = result.indices.reduce(0 as UInt64) { $0 + result.taint($1) }
        #expect(tainted == UInt64.max / 3 + 5)
        #expect(result.indices.allSatisfy { result.taint($0) <= result.values[$0] })
    }
}
