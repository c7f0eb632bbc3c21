#!/bin/sh
# Writes the themes of this folder as Swift source to standard output: a moved binary still has them.
set -eu
cd "$(dirname "$0")"
cat <<'HEAD'
// Written by `make themes` from Themes/*.yaml. Do not edit.

/// The texts of the themes that come with Clew, sorted by name.
enum EmbeddedThemes {
    static let texts: [(name: String, text: String)] = [
HEAD
for file in *.yaml; do
    printf '        (\n            "%s",\n            ###"""\n' "${file%.yaml}"
    sed 's/^\(..*\)$/            \1/' "$file"
    printf '\n            """###\n        ),\n'
done
printf '    ]\n}\n'
