import Encoding
import Sealing

/// A signed statement of how far the journal went: what makes cutting off its end show.
public struct CaseCheckpoint: Hashable, Sendable {
    /// The namespace of its signature.
    public static let namespace = "clew-checkpoint"
    static let folder = "checkpoints"

    /// Hash of the event that created the case.
    public var first: String
    /// How many events the journal had.
    public var events: UInt64
    /// The events that no other followed, and the one hash for all of them.
    public var tips: [String]
    public var hash: String
    /// Who signed, and when by the clock of that machine.
    public var author: String
    public var time: UTCTime

    /// The bytes that are signed: canonical JSON and a newline.
    public var bytes: [UInt8] {
        let json: JSONValue = [
            "schema": 1, "first": .string(first), "events": .count(events), "tips": .texts(tips),
            "hash": .string(hash), "author": .string(author), "time": .string(time.rfc3339),
        ]
        return json.canonical() + [UInt8(ascii: "\n")]
    }

    init(first: String, events: UInt64, tips: [String], hash: String, author: String, time: UTCTime) {
        self.first = first
        self.events = events
        self.tips = tips
        self.hash = hash
        self.author = author
        self.time = time
    }

    /// Reads the signed bytes; nil when they are not exactly such a statement.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue.parse(bytes), let first = json["first"]?.stringValue,
            let events = json["events"]?.countValue, let tips = json["tips"]?.textValues,
            let hash = json["hash"]?.stringValue, let author = json["author"]?.stringValue,
            let time = json["time"]?.timeValue
        else { return nil }
        self.init(first: first, events: events, tips: tips, hash: hash, author: author, time: time)
        guard self.bytes == bytes else { return nil }
    }

    /// `000412-3fa9c1d2e4b5`: sorts by the length of the journal.
    var name: String {
        let number = String(events)
        return String(repeating: "0", count: max(0, 6 - number.count)) + number + "-" + hash.prefix(12)
    }
}

extension CaseStoreState {
    /// Signs the journal as it stands and answers the path of the statement; `.sig` and, with a nonce, `.tsq` lie beside it.
    func sign(with key: SSHPrivateKey, nonce: [UInt8]?) throws(CaseError) -> String {
        guard failure == nil else { throw CaseError(.readOnly, readOnlyReason ?? "The case does not hold.") }
        let current = history.current
        let point = CaseCheckpoint(
            first: events.first?.hash ?? "", events: current.head, tips: current.tips, hash: current.headHash,
            author: context.author, time: context.now())
        let signature: SSHSignature
        do { signature = try SSHSignature.sign(point.bytes, namespace: CaseCheckpoint.namespace, with: key) } catch {
            throw .refused(error.sentence)
        }
        let place = "\(folder)/\(CaseCheckpoint.folder)"
        var name = point.name
        do {
            if try files.status(place) == nil {
                try files.makeFolder(place)
                try files.syncFolder(folder)
            }
            // Two people may sign the same event.
            var number = 2
            while try files.status("\(place)/\(name).json") != nil {
                name = "\(point.name)-\(number)"
                number += 1
            }
            if let nonce { try files.replace("\(name).tsq", in: place, with: TimeStamp.request(for: point.bytes, nonce: nonce)) }
            try files.replace("\(name).json.sig", in: place, with: Array(signature.text.utf8))
            try files.replace("\(name).json", in: place, with: point.bytes)
        } catch { throw CaseError(error, "The checkpoint was not written") }
        return "\(place)/\(name).json"
    }

    /// Keeps the answer of a time-stamping authority beside the checkpoint that it is about.
    func keep(stamp: [UInt8]) throws(CaseError) -> String {
        let place = "\(folder)/\(CaseCheckpoint.folder)"
        do {
            guard try files.status(place) != nil else { throw CaseError(.refused, "The case has no checkpoint yet.") }
            for name in try files.list(place) where name.hasSuffix(".json") {
                let bytes = try files.read("\(place)/\(name)", limit: 1 << 20)
                guard TimeStamp.answer(stamp, names: bytes) else { continue }
                let answer = name.dropLast(5) + ".tsr"
                try files.replace(String(answer), in: place, with: stamp)
                return "\(place)/\(answer)"
            }
        } catch let error as CaseError { throw error } catch let error as FileError {
            throw CaseError(error, "The time stamp was not kept")
        } catch { throw .refused("The time stamp was not kept.") }
        throw .refused("The time stamp names none of this case's checkpoints.")
    }
}

extension CaseStore {
    /// Signs the journal as it stands with an Ed25519 key, for `ssh-keygen -Y verify -n clew-checkpoint`. With eight random
    /// bytes as `nonce` a request for a time stamp (RFC 3161) is put beside it. Answers the path of the signed statement.
    @discardableResult
    public func sign(with key: SSHPrivateKey, nonce: [UInt8]? = nil) throws(CaseError) -> String {
        try state.withLock { state throws(CaseError) in try state.sign(with: key, nonce: nonce) }
    }

    /// Keeps a time-stamping authority's answer with the checkpoint that it names; answers where.
    @discardableResult
    public func keep(stamp: [UInt8]) throws(CaseError) -> String {
        try state.withLock { state throws(CaseError) in try state.keep(stamp: stamp) }
    }
}

extension CaseCheck {
    /// Every checkpoint must be well signed and name events that the journal still has.
    mutating func checkCheckpoints(_ state: CaseStoreState) {
        let place = "\(state.folder)/\(CaseCheckpoint.folder)"
        let hashes = Set(state.events.map(\.hash))
        do {
            guard try state.files.status(place) != nil else { return }
            let names = try state.files.list(place)
            for name in names where name.hasSuffix(".json.sig") && !names.contains(String(name.dropLast(4))) {
                notices.append(
                    "Of checkpoint \(VisibleText.escape(String(name.dropLast(9)))) only the signature is here: it was not finished, or its "
                        + "statement was removed.")
            }
            for name in names where name.hasSuffix(".json") {
                let shown = VisibleText.escape(name)
                let bytes = try state.files.read("\(place)/\(name)", limit: 1 << 20)
                guard let point = CaseCheckpoint(bytes) else {
                    failures.append(Failure(event: nil, sentence: "Checkpoint \(shown) is not readable: it was changed."))
                    continue
                }
                let signature: SSHSignature
                do throws(SealingError) {
                    let text = (try? state.files.read("\(place)/\(name).sig", limit: 1 << 20)) ?? []
                    signature = try SSHSignature(String(decoding: text, as: UTF8.self))
                } catch {
                    failures.append(Failure(event: nil, sentence: "Checkpoint \(shown) has no readable signature. \(error.sentence)"))
                    continue
                }
                guard signature.namespace == CaseCheckpoint.namespace, signature.isValid(for: bytes) else {
                    failures.append(Failure(event: nil, sentence: "The signature of checkpoint \(shown) does not fit: one of them was changed."))
                    continue
                }
                guard point.first == state.events.first?.hash else {
                    failures.append(Failure(event: 1, sentence: "Checkpoint \(shown) is about another case."))
                    continue
                }
                guard point.tips.allSatisfy(hashes.contains) else {
                    let missing = min(UInt64(state.events.count) + 1, point.events)
                    failures.append(
                        Failure(
                            event: missing,
                            sentence: "Checkpoint \(shown) was signed over \(point.events) events; the journal lacks some of "
                                + "them, from event \(missing) on: it was rolled back or written anew."))
                    continue
                }
                let stamp = "\(place)/\(name.dropLast(5)).tsr"
                let answer = try state.files.status(stamp) == nil ? nil : state.files.read(stamp, limit: 1 << 20)
                guard answer.map({ TimeStamp.answer($0, names: bytes) }) ?? true else {
                    failures.append(
                        Failure(event: nil, sentence: "The time stamp of checkpoint \(shown) is about something else: it was changed."))
                    continue
                }
                signatures.append(
                    Signature(event: point.events, author: point.author, time: point.time, key: signature.key.fingerprint))
            }
        } catch {
            failures.append(Failure(event: nil, sentence: "The checkpoints could not be read: \(error.sentence)", cause: error))
        }
    }
}
