#!/bin/bash
# Ctrl-C during a run ends it at once, and leaves nothing: no process, no control group, no mount.
. "$(dirname "$0")/lib.sh"
needs_root

plain echo 1 1
echo 'int main(void) { for (;;) __asm__ volatile (""); }' >spin.c
echo 'int main(void) { fork(); fork(); fork(); for (;;) pause(); }' >idle.c
sed -i '1i #include <unistd.h>' idle.c
cat >bomb.cpp <<'C'
template <int N> struct depth { enum { value = depth<N - 1>::value + depth<N - 2>::value }; };
constexpr unsigned long fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
static_assert(fibonacci(60) > 0, "takes the compiler long");
int main() {}
C

descendants() {
	local child
	for child in $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
		echo "$child"
		descendants "$child"
	done
}

# The slot that the processes under a launcher belong to: its number is in their uids.
slot_of() {
	local pid uid
	for pid in $(descendants "$1"); do
		uid=$(stat -c %u "/proc/$pid" 2>/dev/null) || continue
		[ "$uid" -lt 1900000000 ] || { echo $(((uid - 1900000000) / 100)); return; }
	done
}

# runs LAUNCHER PATTERN: succeeds once a process of that name runs in a box.
runs() {
	local pid
	for pid in $(descendants "$1"); do
		grep -sqxE "$2" "/proc/$pid/comm" && return
	done
	return 1
}

# until_true SECONDS COMMAND...
until_true() {
	local end=$((SECONDS + $1))
	shift
	while ! "$@"; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

# What is left of a slot that nobody holds; another worker may have taken it by now.
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

is_clean() { [ -z "$(leftovers "$1")" ]; }

launcher=
at_end '[ -z "$launcher" ] || kill -KILL "$launcher"'

# interrupted SIGNAL STATUS SOURCE PROCESS NAME: while PROCESS, a pattern, runs.
interrupted() {
	local slot started name=$5
	# A shell makes its background processes ignore Ctrl-C; a terminal's do not.
	setsid env --default-signal=INT "$assize" run --time-limit 100 echo "$3" >"$out" 2>"$err" &
	launcher=$!
	ok "$name: it gets going" until_true 60 runs $launcher "$4"
	slot=$(slot_of $launcher)
	like "$slot" '^[0-9]+$' "$name: in a slot"
	started=$SECONDS
	kill -"$1" -- -$launcher
	status=0
	wait $launcher || status=$?
	launcher=
	is "$status" "$2" "$name: SIG$1 exits $2"
	ok "$name: soon" [ $((SECONDS - started)) -le 10 ]
	unlike "$(cat "$out")" '^(AC|WA|TLE|RTE|CE|JE)' "$name: without a verdict"
	# Killed workers of others may leave something in the same slot: until somebody reaps it.
	until_true 10 is_clean "$slot"
	is "$(leftovers "$slot")" "" "$name: and leaves nothing"
}

# A program is started from a descriptor, whose number is its name.
interrupted INT 130 spin.c '[0-9]+' "a program that computes"
interrupted INT 130 idle.c '[0-9]+' "processes that wait"
interrupted INT 130 bomb.cpp cc1plus "a compiler that computes"
interrupted TERM 143 spin.c '[0-9]+' "a program that computes"

done_testing
