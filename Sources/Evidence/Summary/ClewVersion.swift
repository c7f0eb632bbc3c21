/// The version of this build, as documents and `clew --version` give it.
public enum ClewVersion {
    /// Semantic version.
    public static let current = "0.1.0"
}
