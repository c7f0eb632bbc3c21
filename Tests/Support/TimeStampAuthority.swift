import Foundation

/// A time-stamping authority (RFC 3161) of OpenSSL's, with a key of its own, in a folder.
public struct TimeStampAuthority {
    private let folder: String

    /// The certificate that its answers are verified with.
    public var certificate: String { folder + "/cert.pem" }

    /// Makes its key; `folder` is there already.
    public init(in folder: String) throws {
        self.folder = folder
        try """
            [req]
            distinguished_name = dn
            x509_extensions = ext
            prompt = no
            [dn]
            CN = Test authority
            [ext]
            extendedKeyUsage = critical,timeStamping
            [tsa]
            default_tsa = main
            [main]
            serial = \(folder)/serial
            signer_cert = \(folder)/cert.pem
            signer_key = \(folder)/key.pem
            certs = \(folder)/cert.pem
            signer_digest = sha256
            default_policy = 1.2.3.4.1
            digests = sha256
            """.write(toFile: folder + "/ts.conf", atomically: true, encoding: .utf8)
        try "01\n".write(toFile: folder + "/serial", atomically: true, encoding: .utf8)
        try Self.run([
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-config", folder + "/ts.conf",
            "-keyout", folder + "/key.pem", "-out", certificate,
        ])
    }

    /// Answers the request in a file with another.
    public func answer(_ request: String, to answer: String) throws {
        try Self.run(["openssl", "ts", "-reply", "-config", folder + "/ts.conf", "-section", "main", "-queryfile", request, "-out", answer])
    }

    private static func run(_ arguments: [String]) throws {
        let outcome = try Program.run(arguments)
        guard outcome.status == 0 else { throw CocoaError(.executableLoad, userInfo: [NSLocalizedDescriptionKey: outcome.errors]) }
    }
}
