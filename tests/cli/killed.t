#!/bin/bash
# kill -9 of a launcher, front, slot, judge or spawner at a random moment: the next start leaves
# nothing of what was, and another process tree of Assize's on the host notices nothing.
#
# KILLS=N kills so many, KILL_SEED=N repeats the choices of a run.
. "$(dirname "$0")/lib.sh"
needs_root

kills=${KILLS:-20}
seed=${KILL_SEED:-$RANDOM}
RANDOM=$seed
kinds=(launcher front slot judge spawner)

# A package whose tests take a while, so that there is always somebody to kill.
package() {
	mkdir -p "$1/submissions/accepted" "$1/data/secret"
	printf 'name: %s\nlimits:\n  time_limit: 10\n' "$1" >"$1/problem.yaml"
	for i in 1 2 3 4 5 6; do
		echo "$i" | tee "$1/data/secret/$i.in" >"$1/data/secret/$i.ans"
	done
	cat >"$1/submissions/accepted/family.c" <<-'C'
		#include <signal.h>
		#include <stdio.h>
		#include <time.h>
		#include <unistd.h>

		int main(void)
		{
			int n;

			if (scanf("%d", &n) != 1)
				return 1;
			fclose(fopen("litter", "w"));
			for (int i = 0; i < 3; i++)
				if (fork() == 0) {
					setsid();
					signal(SIGTERM, SIG_IGN);
					for (;;)
						pause();
				}
			while (clock() < CLOCKS_PER_SEC / 50)
				;
			printf("%d\n", n);
		}
	C
	for i in 1 2 3; do
		printf 'import time\nn = input()\nwhile time.process_time() < 0.04:\n    pass\nprint(n)\n' \
			>"$1/submissions/accepted/slow$i.py"
	done
}

children() { cat "/proc/$1/task/$1/children" 2>/dev/null; }

# "PID START" of each: a number may be given to another process, but not with the same start.
identify() {
	local pid stat
	for pid; do
		stat=$(cat "/proc/$pid/stat" 2>/dev/null) || continue
		stat=${stat##*) }
		echo "$pid $(cut -d ' ' -f 20 <<<"$stat")"
	done
}

# Of those lines on stdin, the ones that still live.
living() {
	local pid start state
	while read -r pid start; do
		[ "$(identify "$pid")" = "$pid $start" ] || continue
		state=$(sed -n 's/^State:\t\(.\).*/\1/p' "/proc/$pid/status" 2>/dev/null)
		[ "$state" = Z ] || echo "$pid $state $(cat "/proc/$pid/comm" 2>/dev/null)"
	done
}

none_lives() { [ -z "$(living <"$1")" ]; }

start_victim() {
	setsid "$assize" verify --slots 2 victim >>victim.log 2>&1 &
	victim=$!
}

# Runs the other tree again and again, and counts how often it was as if alone.
bystander() {
	local good=0 bad=0 status
	while [ ! -e stop ]; do
		status=0
		"$assize" verify --slots 1 bystander >bystander.log 2>&1 || status=$?
		if [ $status = 0 ] && [ "$(tail -n 1 bystander.log)" = "4 submissions: all as expected" ]; then
			good=$((good + 1))
		else
			bad=$((bad + 1))
			cp bystander.log "bystander.$bad.log"
		fi
		echo "$good $bad" >bystander.count
	done
}

# Sets chosen to "PID kind": a process of the victim's, of a kind chosen before, if there is one.
choose() {
	local kind=${kinds[RANDOM % ${#kinds[@]}]} pid name all=() some=()
	for pid in $victim $(descendants $victim); do
		name=$(cat "/proc/$pid/comm" 2>/dev/null)
		case $name in assize-*) all+=("$pid ${name#assize-}") ;; esac
		[ "$name" != "assize-$kind" ] || some+=("$pid $kind")
	done
	[ ${#some[@]} -gt 0 ] || some=("${all[@]}")
	chosen=
	[ ${#some[@]} -eq 0 ] || chosen=${some[RANDOM % ${#some[@]}]}
}

# Slot numbers that the victim's processes have, from their uids.
note_slots() {
	local pid uid
	for pid in $(descendants $victim); do
		uid=$(stat -c %u "/proc/$pid" 2>/dev/null) || continue
		[ "$uid" -lt 1900000000 ] || slots[(uid - 1900000000) / 100]=1
	done
}

# Until the victim, which was killed or not, has ended or goes on; its end is to be the end of all.
after_kill() {
	sleep "0.0$((RANDOM % 10))"
	kill -0 $victim 2>/dev/null && [ "$1" != launcher ] && [ "$1" != front ] && return
	{ wait $victim; } 2>/dev/null
	start_victim
	until_true 5 none_lives before || survivors+="after the death of $1: $(living <before | tr '\n' ';') "
}

# Programs' files are in the box's own file systems, which go with it.
files() {
	find /run/assize -mindepth 1 ! -name 'slot-*.lock' ! -path /run/assize/root
	find /tmp /var/tmp /dev/shm -xdev -uid +1899999999 -uid -1900100000 2>/dev/null
}

package victim
package bystander
diag "seed $seed"
mounts=$(grep -c assize /proc/self/mounts)
declare -A killed
slots=()
survivors=

# The test's standard output must end although these go on a moment.
bystander >/dev/null &
keeper=$!
start_victim
at_end 'touch stop; kill -KILL $victim 2>/dev/null; wait $keeper 2>/dev/null'

total=0
for ((n = 0; total < kills && n < 10 * kills; n++)); do
	sleep "0.$((RANDOM % 4))$((RANDOM % 10))"
	if ! kill -0 $victim 2>/dev/null; then
		{ wait $victim; } 2>/dev/null
		start_victim
		sleep "0.$((RANDOM % 4))$((RANDOM % 10))"
	fi
	note_slots
	identify $victim $(descendants $victim) >before
	choose
	[ -n "$chosen" ] || continue
	kill -KILL "${chosen% *}" 2>/dev/null || continue
	killed[${chosen#* }]=$((${killed[${chosen#* }]:-0} + 1))
	total=$((total + 1))
	after_kill "${chosen#* }"
done
for kind in "${!killed[@]}"; do
	diag "killed ${killed[$kind]} x $kind"
done
is "$total" "$kills" "there was somebody to kill"
is "$survivors" "" "who dies takes its tree along"

# The last death, and the next start.
kill -KILL $victim 2>/dev/null
{ wait $victim; } 2>/dev/null
touch stop
wait $keeper
read -r good bad <bystander.count
like "$good" '^[1-9]' "another tree went on beside it"
is "$bad" 0 "and was never touched"
[ "$bad" = 0 ] || diag "$(cat bystander.1.log)"

run "$assize" verify --slots 2 bystander
is "$status $(tail -n 1 "$out")" "0 4 submissions: all as expected" "the next start judges"
for slot in "${!slots[@]}"; do
	leaves_nothing "$slot" "and nothing is left in slot $slot"
done
is "$(grep -c assize /proc/self/mounts)" "$mounts" "no mount is left"
is "$(files)" "" "and no file"

done_testing
