#!/bin/bash
# What a slot holds after RUNS runs (2,000) is what it held after 100: descriptors, mounts, control
# groups, processes, files and memory. scripts/bench leak does 100,000.
. "$(dirname "$0")/lib.sh"
needs_root

mkdir -p "$root/build"
(
	flock 9
	make -s -C "$root" VARIANT=release build/release/bench/bench_runs
) 9>>"$root/build/.lock" >&2 || { echo "Bail out! cannot build bench_runs"; exit 1; }
gcc -O2 -static -o kilobyte-c "$root/tests/bench/programs/kilobyte.c"
gcc -O2 -static -o litter "$root/tests/bench/programs/litter.c"

run timeout 300 "$root/tests/bench/leak" "$root/build/release/bench/bench_runs" "$work" "${RUNS:-2000}"
is "$status" 0 "the benchmark runs, and finds nothing"
for kind in processes descriptors mounts cgroups files pss_kib group_kib; do
	like "$(cat "$out")" "^leak/$kind more -?[0-9]+ target [0-9]+ ok$" "$kind"
done

done_testing
