#!/bin/bash
# What a run is the first to read of the host's files is not taken from the memory of the next.
. "$(dirname "$0")/lib.sh"
needs_root

mkdir -p cold/data/secret
cat >cold/problem.yaml <<'END'
problem_format_version: 2025-09
name: Cold
uuid: 0c7f4ad2-8f55-4a0f-9f3c-51d7b3f7e6c4
limits: {time_limit: 10, memory: 64}
END
for word in 1-read 2-hoard 3-go; do
	echo "${word#*-}" >"cold/data/secret/$word.in"
	echo done >"cold/data/secret/$word.ans"
done
# Files of a case are charged as well, for as long as it runs: they hide nothing.
mkdir cold/data/secret/1-read.files
head -c 40000000 /dev/zero >cold/data/secret/1-read.files/large

cat >cold.py <<'END'
import os

word = input()
if word == "read":
    # As much as cannot be told from page tables by its size alone.
    left = 5000000
    for directory, _, names in os.walk(os.path.dirname(os.__file__)):
        for path in (os.path.join(directory, name) for name in names):
            if path.endswith(".py") and not os.path.islink(path) and left > 0:
                left -= len(open(path, "rb").read())
if word == "hoard":
    hoard = [bytearray(b"x" * 100000) for _ in range(10000)]
print("done")
END

# Only the sources: nobody has them mapped, and there is enough of them.
find /usr/lib/python3*/ -name '*.py' -type f -exec sh -c 'for file; do
	dd if="$file" iflag=nocache count=0 status=none
done' sh {} +
judge --json --full cold cold.py
read -r verdicts read hoard < <(python3 -c '
import json, sys
tests = json.load(sys.stdin)["tests"]
print(",".join(t["verdict"] for t in tests), tests[0]["memory_kib"], tests[1]["memory_kib"])' <"$out")
is "$verdicts" AC,MLE,AC "it is found out at the limit, and its files are there for the next test"
ok "it had all of its 64 MiB ($hoard KiB, after $read KiB that were mostly cache)" \
	test "$hoard" -gt 63000
done_testing
