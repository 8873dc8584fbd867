#!/usr/bin/env bash
# Compares with OpenCV on the same work: compare.sh PEER.cpp [WIDTH HEIGHT] [OPS]
# PEER.cpp prints "operation, sample type, ns per pixel" for WIDTH HEIGHT THREADS; Debian's libopencv-dev builds it.
# Both programs run in turn three times on one thread; the medians and their ratio are printed.
set -euo pipefail
cd "$(dirname "$0")/.."
peer=${1:?usage: compare.sh PEER.cpp [WIDTH HEIGHT] [OPS]}
width=${2:-4096} height=${3:-3072} ops=${4:+--ops $4}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! pkg-config --exists opencv4; then
    echo "compare.sh: OpenCV is not installed (Debian: apt-get install libopencv-dev)" >&2
    exit 2
fi
# shellcheck disable=SC2046
g++ -O3 -std=c++17 "$peer" -o "$work/peer" $(pkg-config --cflags opencv4) -lopencv_core -lopencv_imgproc
dotnet build -c Release benchmarks/KernelCli.Benchmarks >&2
ours=benchmarks/KernelCli.Benchmarks/bin/Release/net10.0/KernelCli.Benchmarks.dll
for run in 1 2 3; do
    "$work/peer" "$width" "$height" 1 > "$work/peer.$run"
    # shellcheck disable=SC2086
    dotnet "$ours" table --size "${width}x$height" --threads 1 $ops > "$work/ours.$run"
done

printf 'op\ttype\tOpenCV\tours\tratio\n'
awk -F'\t' '
    function median(a, b, c) { return a > b ? (b > c ? b : (a > c ? c : a)) : (a > c ? a : (b > c ? c : b)) }
    { side = FILENAME ~ /ours/ ? "o" : "p"; key = $1 "\t" $2; time[side, key, ++seen[side, key]] = $3
      if (side == "o" && seen[side, key] == 1) order[++count] = key }
    END {
        for (i = 1; i <= count; i++) {
            key = order[i]
            p = median(time["p", key, 1], time["p", key, 2], time["p", key, 3]); o = median(time["o", key, 1], time["o", key, 2], time["o", key, 3])
            printf "%s\t%.4f\t%.4f\t%.2f\n", key, p, o, p / o
        }
    }' "$work"/peer.? "$work"/ours.?
