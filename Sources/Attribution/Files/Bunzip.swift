import CBzip2

/// Unpacks bzip2 as it comes, with the checksums that libbz2 compares; several streams may follow each other.
final class Bunzip {
    /// More than this is not unpacked: 1 GiB.
    static let largest = 1 << 30

    private let file: String
    private let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
    private var waiting: [UInt8] = []
    private var place = 0
    private var isBetween = true
    private var isOpen = false
    private var produced = 0
    private var used = 0

    init(_ file: String) throws(TagError) {
        self.file = file
        stream.initialize(to: bz_stream())
        try open()
    }

    deinit {
        if isOpen { BZ2_bzDecompressEnd(stream) }
        stream.deallocate()
    }

    func feed(_ bytes: [UInt8]) {
        waiting = bytes
        place = 0
    }

    /// What can be unpacked of what was fed, at most 1 MiB; nil when more must be fed.
    func drain() throws(TagError) -> [UInt8]? {
        guard place < waiting.count else { return nil }
        if !isOpen { try open() }
        isBetween = false
        var out = [UInt8](repeating: 0, count: 1 << 20)
        var code = BZ_OK
        let (taken, made) = waiting.withUnsafeMutableBytes { input in
            out.withUnsafeMutableBytes { output in
                let (given, room) = (input.count - place, output.count)
                stream.pointee.next_in = (input.baseAddress! + place).assumingMemoryBound(to: CChar.self)
                stream.pointee.avail_in = UInt32(given)
                stream.pointee.next_out = output.baseAddress!.assumingMemoryBound(to: CChar.self)
                stream.pointee.avail_out = UInt32(room)
                code = BZ2_bzDecompress(stream)
                return (given - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out))
            }
        }
        place += taken
        used += taken
        produced += made
        guard produced <= Self.largest else {
            throw TagError("\(file) unpacks to more than \(Self.largest) bytes, which are read at most.")
        }
        switch code {
        case BZ_OK: break
        case BZ_STREAM_END:
            BZ2_bzDecompressEnd(stream)
            isOpen = false
            isBetween = true
        default:
            throw TagError(
                "\(file) is damaged: what is packed does not fit its checksum near byte \(used). Get the file again.")
        }
        out.removeSubrange(made...)
        return out.isEmpty ? try drain() : out
    }

    /// To be called at the end of the file: an error when a stream is not whole.
    func end(at offset: UInt64) throws(TagError) {
        guard isBetween else {
            throw TagError("\(file) is cut off: its packed data goes on behind byte \(offset), where it ends. Get it again.")
        }
    }

    private func open() throws(TagError) {
        stream.pointee = bz_stream()
        guard BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else {
            throw TagError("There is not enough memory to unpack \(file).")
        }
        isOpen = true
    }
}
