#!/bin/bash
# Two workers with two slots each judge 200 submissions while every two seconds for a minute one
# process of theirs, of any kind, is killed with SIGKILL; whole workers are started again. Whatever
# died: each submission has one final verdict, none is lost or a judge error, nothing is left.
#
# CHAOS_SEED=N repeats the choices of a run, CHAOS_SECONDS and CHAOS_SUBMISSIONS make it shorter.
set -u
. "$(dirname "$0")/lib.sh"

[ "$(id -u)" -eq 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }

ASSIZE=$TOP/build/${VARIANT:-release}/assize
SEED=${CHAOS_SEED:-$RANDOM}
SECONDS_OF_CHAOS=${CHAOS_SECONDS:-60}
SUBMISSIONS=${CHAOS_SUBMISSIONS:-200}
RANDOM=$SEED
keepers=

# Ends the keepers first, so that nobody starts a worker again, then what they kept.
chaos_end() {
	trap - EXIT
	touch "$PG_DIR/stop" 2>/dev/null
	for keeper in $keepers; do
		for child in $(children "$keeper"); do
			kill -TERM "$child" 2>/dev/null
		done
		wait "$keeper" 2>/dev/null
	done
	keepers=
}

children() {
	cat "/proc/$1/task/$1/children" 2>/dev/null
}

# Starts a worker again whenever it dies, as an init system would.
keep_worker() {
	while [ ! -e "$PG_DIR/stop" ]; do
		PGHOST=$PG_DIR PGDATABASE=assize PGUSER=$1 PGPASSWORD=$(cat "$PG_DIR/passwords/$1") \
			setsid "$ASSIZE" worker --slots 2 --name "$1" --packages "$TOP/problems" \
			>>"$PG_DIR/$1.log" 2>&1
		sleep 0.1
	done
}

# All processes of the workers: launcher, coordinator, slots, judges, spawners and programs.
descendants() {
	for child in $(children "$1"); do
		echo "$child"
		descendants "$child"
	done
}

# One kind of process is chosen, then one of that kind; if there is none now, any.
kill_one() {
	kinds=(assize-worker assize-launcher assize-front assize-slot assize-judge assize-spawner)
	kind=${kinds[RANDOM % ${#kinds[@]}]}
	all=() chosen=()
	for keeper in $keepers; do
		for pid in $(descendants "$keeper"); do
			name=$(cat "/proc/$pid/comm" 2>/dev/null)
			case $name in assize-*) all+=("$pid $name") ;; esac
			[ "$name" = "$kind" ] && chosen+=("$pid $name")
		done
	done
	[ ${#chosen[@]} -gt 0 ] || chosen=("${all[@]}")
	[ ${#chosen[@]} -gt 0 ] || return
	pick=${chosen[RANDOM % ${#chosen[@]}]}
	kill -KILL "${pick% *}" 2>/dev/null && echo "# killed ${pick#* }"
}

# Spread over the time of chaos, so that there is always something to lose.
submit_all() {
	for ((i = 0; i < SUBMISSIONS; i++)); do
		case $((i % 4)) in
		0) source=hello/submissions/accepted/hello.c ;;
		1) source=hello/submissions/accepted/hello.py ;;
		2) source=sum/submissions/wrong_answer/int32.c ;;
		3) source=sum/submissions/accepted/sum.cpp ;;
		esac
		PGHOST=$PG_DIR PGDATABASE=assize PGUSER=app PGPASSWORD=$(cat "$PG_DIR/passwords/app") \
			"$ASSIZE" submit --key "chaos-$i" --user "${source##*/}" \
			"${source%%/*}" "$TOP/problems/$source" \
			>/dev/null || return 1
		sleep "$(awk "BEGIN { print $SECONDS_OF_CHAOS * 0.85 / $SUBMISSIONS }")"
	done
}

open_count() {
	pg_sql postgres "select count(*) from assize.judgement where state = 'open'"
}

# Groups of slots that nobody holds.
leftover_groups() {
	for group in /sys/fs/cgroup/*/assize-* /sys/fs/cgroup/assize-*; do
		[ -d "$group" ] || continue
		slot=${group##*/assize-}
		slot=${slot%%-*}
		flock -n "/run/assize/slot-$slot.lock" echo "$group"
	done
}

# The dead whom init has not yet collected do not count: some look only once a second.
leftover_processes() {
	for status in /proc/[0-9]*/status; do
		uid=$(sed -n 's/^Uid:[[:space:]]*\([0-9]*\).*/\1/p' "$status" 2>/dev/null)
		[ -n "$uid" ] && [ "$uid" -ge 1900000000 ] && [ "$uid" -lt 1900100000 ] || continue
		state=$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "$status" 2>/dev/null)
		case $state in Z | '') continue ;; esac
		slot=$(((uid - 1900000000) / 100))
		flock -n "/run/assize/slot-$slot.lock" echo "$status $state $(cat "${status%status}comm")"
	done
}

# Lock files stay, by design: whoever removes one could remove another's lock.
leftover_files() {
	find /run/assize -mindepth 1 ! -name 'slot-*.lock' ! -path /run/assize/root
	find /tmp /dev/shm /var/tmp -xdev -uid +1899999998 -uid -1900100000 2>/dev/null
}

queue_start
trap 'chaos_end; pg_stop' EXIT
echo "# seed $SEED"
mounts_before=$(wc -l </proc/self/mounts)
for login in w1 w2; do
	keep_worker "$login" &
	keepers="$keepers $!"
done
submit_all &
submitter=$!

end=$((SECONDS + SECONDS_OF_CHAOS))
while [ $SECONDS -lt $end ]; do
	sleep 2
	kill_one
done

ok "submissions go in" wait "$submitter"
deadline=$((SECONDS + 60))
while [ "$(open_count)" -gt 0 ] && [ $SECONDS -lt $deadline ]; do
	sleep 0.5
done
is "all are final within a minute after" "$(open_count)" 0
is "each submission has exactly one judgement" \
	"$(pg_sql postgres 'select count(*), count(distinct submission_id) from assize.judgement')" \
	"$SUBMISSIONS|$SUBMISSIONS"
is "none is a judge error, and every verdict is right" \
	"$(pg_sql postgres "select count(*) from assize.status where state = 'done' and verdict::text =
		case when user_name = 'int32.c' then 'WA' else 'AC' end")" "$SUBMISSIONS"
pg_sql postgres "select s.submission_id, s.state, s.verdict, s.reason from assize.status s
	where state <> 'done' or verdict::text not in ('AC', 'WA')" | sed 's/^/# /'

chaos_end
is "no process is left" "$(leftover_processes)" ""
is "no control group is left" "$(leftover_groups)" ""
is "no mount is left" "$(wc -l </proc/self/mounts)" "$mounts_before"
is "no temporary file is left" "$(leftover_files)" ""
[ "$TAP_FAILED" -eq 0 ] || tail -n 400 "$PG_DIR"/w?.log | sed 's/^/# /'
pg_stop
trap - EXIT
done_testing
