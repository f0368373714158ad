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
	leaves_nothing "$slot" "$name: and leaves nothing"
}

# A program has the name of the memory file that it is started from, or before Linux 6.14 its number.
interrupted INT 130 spin.c "memfd:artifact|[0-9]+" "a program that computes"
interrupted INT 130 idle.c "memfd:artifact|[0-9]+" "processes that wait"
interrupted INT 130 bomb.cpp cc1plus "a compiler that computes"
interrupted TERM 143 spin.c "memfd:artifact|[0-9]+" "a program that computes"

done_testing
