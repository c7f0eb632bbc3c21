import CExpat

/// Reads XML as it comes with expat, in memory that does not grow with the file.
///
/// Any DOCTYPE is refused before it can declare an entity: entities are how XML reads other files and grows without limit.
final class XMLStream {
    static let depth = 64
    static let longestText = 1 << 20

    /// Called at the start and end of each element, the latter with the text directly in it; throw to stop.
    struct Handler {
        /// The elements that it is called for; others are passed over.
        var elements: Set<String>
        var start: (_ name: String, _ attributes: [String: String]) throws(TagError) -> Void
        var end: (_ name: String, _ text: String) throws(TagError) -> Void
    }

    private let file: String
    private let handler: Handler
    private let parser: XML_Parser
    private var texts: [[UInt8]] = []
    private var failure: TagError?

    init(file: String, handler: Handler) throws(TagError) {
        guard let parser = XML_ParserCreate("UTF-8") else { throw TagError("There is not enough memory to read \(file).") }
        self.file = file
        self.handler = handler
        self.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        XML_SetElementHandler(
            parser,
            { context, name, attributes in
                guard let context, let name else { return }
                XMLStream.of(context).started(String(cString: name), attributes)
            },
            { context, name in
                guard let context, let name else { return }
                XMLStream.of(context).ended(String(cString: name))
            })
        XML_SetCharacterDataHandler(parser) { context, bytes, count in
            guard let context, let bytes else { return }
            XMLStream.of(context).met(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
        }
        XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
            guard let context else { return }
            let stream = XMLStream.of(context)
            stream.stop(
                stream.fail("it declares a DOCTYPE, which can make a reader open other files. Get the list from its publisher."))
        }
    }

    deinit { XML_ParserFree(parser) }

    /// Reads the next bytes; `isLast` says that there are no more. Throws what is wrong, with line and byte.
    func feed(_ bytes: [UInt8], isLast: Bool) throws(TagError) {
        let status = bytes.withUnsafeBytes { raw in
            XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), isLast ? 1 : 0)
        }
        if let failure { throw failure }
        guard status == XML_STATUS_OK else {
            let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "it is no XML"
            throw fail("it cannot be read as XML: \(reason).")
        }
    }

    /// The line that is being read, from 1.
    var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

    /// An error at the place that is being read.
    func fail(_ reason: String) -> TagError {
        TagError("\(file), line \(line) (byte \(max(0, XML_GetCurrentByteIndex(parser)))): \(reason)")
    }

    private static func of(_ context: UnsafeMutableRawPointer) -> XMLStream {
        Unmanaged<XMLStream>.fromOpaque(context).takeUnretainedValue()
    }

    private func stop(_ error: TagError) {
        if failure == nil { failure = error }
        XML_StopParser(parser, 0)
    }

    private func started(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
        guard failure == nil else { return }
        guard texts.count < Self.depth else { return stop(fail("it is nested deeper than \(Self.depth) levels.")) }
        texts.append([])
        guard handler.elements.contains(name) else { return }
        var found: [String: String] = [:]
        var k = 0
        while let key = attributes?[k], let value = attributes?[k + 1] {
            found[String(cString: key)] = String(cString: value)
            k += 2
        }
        do throws(TagError) { try handler.start(name, found) } catch { stop(error) }
    }

    private func ended(_ name: String) {
        guard failure == nil, let text = texts.popLast(), handler.elements.contains(name) else { return }
        do throws(TagError) { try handler.end(name, String(decoding: text, as: UTF8.self)) } catch { stop(error) }
    }

    private func met(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil, !texts.isEmpty else { return }
        texts[texts.count - 1] += bytes
        if texts[texts.count - 1].count > Self.longestText {
            stop(fail("an element holds more than \(Self.longestText) bytes of text."))
        }
    }
}
