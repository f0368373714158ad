# lib.sh: TAP for shell tests. A test is one behaviour in one file, and runs from anywhere:
#
#	#!/bin/bash
#	. "$(dirname "$0")/lib.sh"
#
#	run "$assize" frobnicate
#	is "$status" 2 "an unknown command is a usage error"
#	like "$(cat "$err")" 'unknown command "frobnicate"' "and it is named"
#	done_testing
#
# What it sets: $root (the repository), $assize (the program; VARIANT=san for another build, or
# ASSIZE=FILE for an installed one), $work (an empty directory, also the current one, removed at
# the end), and after each run: $status, and the files $out and $err.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
assize=${ASSIZE:-$root/build/${VARIANT:-release}/assize}
work=$(mktemp -d "${TMPDIR:-/tmp}/assize-test.XXXXXX")
out=$work/.out
err=$work/.err
status=
tests=0
failures=0

# Runs at the end, also after Ctrl-C; a test that starts processes adds its own: at_end 'kill $pid'.
at_end_commands=
at_end() { at_end_commands="$1; $at_end_commands"; }
trap 'eval "$at_end_commands"; cd /; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$work" || exit 1

diag() { printf '%s\n' "$@" | sed 's/^/# /'; }

# run COMMAND [ARGS...]: with the standard input of the caller.
run() {
	status=0
	"$@" >"$out" 2>"$err" || status=$?
}

# What the last run printed, for a test that failed.
diag_run() {
	[ -n "$status" ] || return 0
	diag "the last run: exit status $status"
	head -n 20 "$out" | cut -c 1-500 | sed 's/^/# stdout: /'
	head -n 20 "$err" | cut -c 1-500 | sed 's/^/# stderr: /'
}

pass() {
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

fail() {
	tests=$((tests + 1))
	failures=$((failures + 1))
	echo "not ok $tests - $1"
	shift
	[ $# = 0 ] || diag "$@"
	diag_run
}

# ok NAME COMMAND [ARGS...]: passes when the command succeeds.
ok() {
	local name=$1
	shift
	if "$@" >/dev/null; then pass "$name"; else fail "$name" "failed: $*"; fi
}

# is GOT EXPECTED NAME
is() {
	if [ "$1" = "$2" ]; then pass "$3"; else fail "$3" "got:      $1" "expected: $2"; fi
}

# like TEXT PATTERN NAME: an extended regular expression that a line must match; unlike: none may.
like() {
	if grep -qE -e "$2" <<<"$1"; then pass "$3"; else fail "$3" "got:      $1" "expected: $2"; fi
}

unlike() {
	if grep -qE -e "$2" <<<"$1"; then fail "$3" "got:      $1" "without:  $2"; else pass "$3"; fi
}

# skip REASON [COUNT]: in place of COUNT tests. The reason must stand in tests/skips.allowed.
skip() {
	local left=${2:-1}
	for (( ; left > 0; left--)); do
		tests=$((tests + 1))
		echo "ok $tests # SKIP $1"
	done
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

# For tests that judge: without root there are no boxes.
needs_root() { [ "$(id -u)" = 0 ] || skip_all "needs root"; }

# judge ARGS...: "assize run" with them.
judge() { run timeout 120 "$assize" run "$@"; }

# plain NAME [INPUT ANSWER]...: a package, a plain directory with these test cases alone.
plain() {
	local dir=$1 i=0
	shift
	rm -rf "$dir"
	mkdir "$dir"
	while [ $# -ge 2 ]; do
		i=$((i + 1))
		printf '%s\n' "$1" >"$dir/$i.in"
		printf '%s\n' "$2" >"$dir/$i.ans"
		shift 2
	done
}

# until_true SECONDS COMMAND...: tries until it succeeds.
until_true() {
	local end=$((SECONDS + $1))
	shift
	while ! "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

# All processes below one.
descendants() {
	local child
	for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
		echo "$child"
		descendants "$child"
	done
}

# Processes and control groups of a slot that nobody holds; another worker may have taken it.
leftovers() {
	local first=$((1900000000 + 100 * $1))
	(
		flock -n 9 || exit 0
		for group in /sys/fs/cgroup/{,*/}assize-"$1"-*; do
			[ ! -d "$group" ] || echo "group $group"
		done
		find /proc -maxdepth 1 -uid +$((first - 1)) -uid -$((first + 100)) 2>/dev/null
	) 9>>"/run/assize/slot-$1.lock"
}

# leaves_nothing SLOT NAME: soon, that is. A judge that was killed with its slot takes a moment to
# go; what a worker of somebody else's leaves in the same slot when killed, the next one reaps.
leaves_nothing() {
	local end=$((SECONDS + 10)) left

	while left=$(leftovers "$1"); [ -n "$left" ] && [ $SECONDS -lt $end ]; do
		sleep 0.1
	done
	is "$left" "" "$2"
}

# json EXPRESSION [FILE]: of each JSON line of $out, called "it" in a Python expression.
json() {
	python3 -c '
import json, sys
for line in open(sys.argv[2]):
    it = json.loads(line)
    value = eval(sys.argv[1])
    print(value if isinstance(value, str) else json.dumps(value))
' "$1" "${2:-$out}"
}

done_testing() {
	echo "1..$tests"
	exit $((failures > 0))
}
