#!/bin/sh
# Everything that docs/performance.md says of the embedded ledger, at 0.5, 2 and 10 million transactions:
#
#     Benchmarks/run.sh [FOLDER [SIZE...]]
#
# Needs some 15 GB in FOLDER and 8 GB of memory. Peers in Python go into FOLDER/peers, once. What was imported is kept, so
# that a second run measures at once; RESULTS.md in FOLDER has the tables. ROUNDS says how often each question is asked.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-/tmp/bench}
[ $# -gt 0 ] && shift
sizes=${*:-"500000 2000000 10000000"}
mkdir -p "$folder"

python=${CLEW_BENCH_PYTHON:-$folder/peers/bin/python}
if ! "$python" -c 'import scipy, rustworkx, igraph' 2>/dev/null; then
    python3 -m venv "$folder/peers"
    "$folder/peers/bin/pip" install --quiet scipy rustworkx igraph
    python=$folder/peers/bin/python
fi
export CLEW_BENCH_PYTHON="$python"

(cd "$here" && swift build -c release)
bench=$here/.build/release/LedgerBenchmarks
folders=
for size in $sizes; do
    "$bench" "$folder/$size" "$size" "${ROUNDS:-7}"
    folders="$folders $folder/$size"
done
# shellcheck disable=SC2086
"$bench" table $folders | tee "$folder/RESULTS.md"
