import Ledger

/// Decides which chain the block files and bare blocks of an import are of.
enum ChainDetection {
    /// The chain, and where that comes from. An error when the files are of several, or not of the one `given`.
    static func chain(
        of sources: [Source], given: Chain?
    ) throws(LedgerError) -> (chain: Chain, basis: ChainBasis) {
        var stated: (chain: Chain, file: String)?
        var concluded: Chain?
        for source in sources {
            let file = try source.open()
            let evidence = source.kind == .blockFile ? try magic(of: file) : try evidence(in: file)
            if evidence.basis == .concluded, concluded == nil { concluded = evidence.chain }
            guard evidence.basis == .stated else { continue }
            if let given, given != evidence.chain {
                throw LedgerError("\(file.name) is of \(evidence.chain.name), and \(given.name) was asked for.")
            }
            if let other = stated, other.chain != evidence.chain {
                throw LedgerError(
                    "The files are of different chains: \(other.file) of \(other.chain.name), \(file.name) of "
                        + "\(evidence.chain.name). A ledger holds one chain: import them into two.")
            }
            stated = (evidence.chain, file.name)
        }
        if let given { return (given, .given) }
        if let stated { return (stated.chain, .stated) }
        if let concluded { return (concluded, .concluded) }
        return (.bitcoin, .assumed)
    }

    private static func magic(of file: SourceFile) throws(LedgerError) -> (chain: Chain, basis: ChainBasis) {
        let start = try file.firstNonZero(from: 0) ?? 0
        let magic = try file.peek(at: start, count: 4)
        guard let chain = Chain.all.first(where: { $0.magic == magic }) else { return (.bitcoin, .assumed) }
        return (chain, .stated)
    }

    /// What a bare block says of its chain: the genesis block and its child name it; the work concludes it.
    private static func evidence(in file: SourceFile) throws(LedgerError) -> (chain: Chain, basis: ChainBasis) {
        let head = try file.peek(at: 0, count: BlockHeader.size)
        let header: BlockHeader
        do throws(ParseError) {
            header = try ByteReader.read(head) { (reader: inout ByteReader) throws(ParseError) in
                try BlockHeader(parsing: &reader)
            }
        } catch { throw file.error(error) }
        let hash = header.hash
        if let chain = Chain.all.first(where: { $0.genesis == hash || $0.genesis == header.previous }) {
            return (chain, .stated)
        }
        if !header.provesWork(hash, on: .bitcoin) {
            // Signet allows easier targets than the main chain, the regression test network nearly any.
            let chain = Chain.all.first { header.provesWork(hash, on: $0) }
            return (chain ?? .bitcoin, .concluded)
        }
        return isTooEasyForBitcoin(header) ? (.bitcoinTestnet, .concluded) : (.bitcoin, .assumed)
    }

    /// True when bitcoin's difficulty was never as low again as this block claims, from a date before its time on.
    private static func isTooEasyForBitcoin(_ header: BlockHeader) -> Bool {
        guard let target = Target(bits: header.bits), let easiest = Target(bits: Chain.bitcoin.limitBits) else {
            return false
        }
        guard let least = leastDifficulty.last(where: { $0.from <= header.time })?.difficulty else { return false }
        return target.work / easiest.work < least
    }

    /// From the start of a year (UTC) bitcoin's difficulty was always above this. The lowest since: 1.16 million (2012),
    /// 1.18 thousand million (2014), 104 (2016), 1.9 million million (2018), 13.7 (2020, in July 2021).
    private static let leastDifficulty: [(from: UInt32, difficulty: UInt128)] = [
        (1_325_376_000, 1_000_000), (1_388_534_400, 1_000_000_000), (1_451_606_400, 100_000_000_000),
        (1_514_764_800, 1_000_000_000_000), (1_577_836_800, 13_000_000_000_000),
    ]
}

/// Finds which networks a block file holds and where, for the sentence that refuses a mixed one.
enum NetworkSurvey {
    /// Walks the file by lengths and answers the error that names each network with its first offsets.
    static func mixtureError(in file: SourceFile) throws(LedgerError) -> LedgerError {
        var found: [(network: String, offsets: [Int])] = []
        var offset = 0
        while let start = try file.firstNonZero(from: offset) {
            let head = try file.peek(at: start, count: 8)
            let magic = Array(head.prefix(4))
            let name = Chain.all.first { $0.magic == magic }?.name ?? Sniffer.foreignNetworks[magic]
            guard let name, head.count == 8 else { break }
            if let index = found.firstIndex(where: { $0.network == name }) {
                if found[index].offsets.count < 3 { found[index].offsets.append(start) }
            } else {
                found.append((name, [start]))
            }
            offset = start + 8 + head[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        let parts = found.map { "\($0.network) (at byte \($0.offsets.map(String.init).joined(separator: ", ")))" }
        return LedgerError(
            "\(file.name) mixes blocks of several networks: \(parts.joined(separator: "; ")). A ledger holds one "
                + "chain: split the file first.")
    }
}
