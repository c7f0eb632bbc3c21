/// Finds the reason why a text is no address of a chain. Only called for texts that are not.
enum AddressDiagnosis {
    /// - Parameter suggests: whether to look for the one address that a slip explains.
    static func error(for text: String, on chain: Chain, suggests: Bool = true) -> AddressError {
        let bytes = Array(text.utf8)
        if bytes.isEmpty { return AddressError(reason: "it is empty") }
        if bytes.count > Address.longestText * 4 || text.unicodeScalars.count > Address.longestText {
            return AddressError(reason: "it is too long for an address: \(text.unicodeScalars.count) characters")
        }
        let scalars = Array(text.unicodeScalars)
        if let foreign = foreignCharacter(scalars) {
            return AddressError(
                reason: foreign, suggestion: suggests ? AddressCorrection.suggestion(for: scalars, on: chain) : nil)
        }
        if let other = otherOwner(bytes, notOn: chain) { return AddressError(reason: other) }
        let reason =
            looksLikeBech32(bytes) ? bech32Reason(bytes, on: chain) : base58Reason(bytes, on: chain)
        return AddressError(
            reason: reason.text,
            suggestion: suggests && reason.mayBeSlip ? AddressCorrection.suggestion(for: scalars, on: chain) : nil)
    }

    private typealias Reason = (text: String, mayBeSlip: Bool)

    /// The first character outside printable ASCII, by its name.
    static func foreignCharacter(_ scalars: [Unicode.Scalar]) -> String? {
        guard let index = scalars.firstIndex(where: { !(0x21...0x7e).contains($0.value) }) else { return nil }
        let scalar = scalars[index]
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        if scalar.value == 0x20 { return "contains a space at character \(index + 1)" }
        let name = scalar.properties.name ?? scalar.properties.nameAlias ?? "a control character"
        return "contains \(code) \(name) at character \(index + 1), which no address has"
    }

    /// What the text is when it is well formed but not an address of `chain`.
    private static func otherOwner(_ text: [UInt8], notOn chain: Chain) -> String? {
        let owners = Chain.all.filter { $0 != chain && Address.script(text, on: $0) != nil }.map(\.name)
        if !owners.isEmpty {
            return "belongs to \(joined(owners)), this case is on \(chain.name)"
        }
        if text.starts(with: "0x".utf8), text.count == 42 {
            return "has the form of an Ethereum address, this case is on \(chain.name)"
        }
        let others = AddressFormat.all.filter { format in
            Chain(named: format.chain) == nil && (try? format.scheme.read(text))?.check == .checksum
        }.map(\.chain)
        if !others.isEmpty { return "belongs to \(joined(others)), this case is on \(chain.name)" }
        guard let payload = Base58.decodeChecked(text), let version = payload.first else { return nil }
        if (payload.count == 33 || payload.count == 34), version == 128 || version == 239 {
            return "is a private key, not an address: do not keep it here"
        }
        if payload.count == 78 { return "is an extended key, not an address" }
        if payload.count == 21 {
            return "has the version byte \(version), which is of no chain that this build knows"
        }
        return "holds \(payload.count) bytes where an address holds 21"
    }

    private static func joined(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return names.dropLast().joined(separator: ", ") + " or " + last
    }

    /// True when the text begins with the prefix of a chain, with its `1`, or is sound bech32 of any prefix.
    private static func looksLikeBech32(_ text: [UInt8]) -> Bool {
        Chain.all.contains { Address.hasPrefix(text, of: $0) } || (try? Bech32(text)) != nil
    }

    private static func bech32Reason(_ text: [UInt8], on chain: Chain) -> Reason {
        do throws(Bech32.Failure) {
            let decoded = try Bech32(text)
            guard Chain.all.contains(where: { $0.segwitPrefix == decoded.prefix }) else {
                return ("has the prefix “\(decoded.prefix)”, which is of no chain that this build knows", true)
            }
            do throws(AddressError) {
                _ = try Address.witnessScript(decoded)
                return ("has the prefix “\(decoded.prefix)”, this case is on \(chain.name)", false)
            } catch { return (error.reason, true) }
        } catch {
            return (error.reason(in: text), true)
        }
    }

    private static func base58Reason(_ text: [UInt8], on chain: Chain) -> Reason {
        if let bad = text.first(where: { Base58.digits[Int($0)] < 0 }) {
            return ("contains the character \(character(bad)) which base58 never uses", true)
        }
        if text.count < 26 { return ("it is too short for an address: \(text.count) characters", true) }
        if text.count > 35 { return ("it is too long for an address: \(text.count) characters", true) }
        return ("the checksum does not match", true)
    }

    private static func character(_ code: UInt8) -> String { String(decoding: [code], as: UTF8.self) }
}
