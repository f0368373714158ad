#!/bin/bash
# Four workers judge while faults arrive at random; afterwards the queue drains, each submission has
# one verdict, the right one, and no promise of the queue was broken (histories.py). Nothing is left.
#
#   CHAOS_SECONDS=100      faults arrive for so long, one every CHAOS_EVERY=5 on average
#   CHAOS_SUBMISSIONS=250  spread over that time
#   CHAOS_DRAIN=180        the queue must be empty so many seconds after the last fault
#   CHAOS_SEED=N           the faults of another run: the same ones, at the same times
#
# The full version: CHAOS_SECONDS=600 CHAOS_SUBMISSIONS=5000. The server lives in a network namespace
# of its own. Workers w1 and w2 are on "hosts" of their own, namespaces with nothing but a wire to the
# server; w3 and w4 use its socket. Without a private namespace all do, and the wire's faults are
# skipped. Faults last 4 to 12 seconds, a freeze longer than a lease.
set -u
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/faults.sh"

[ "$(id -u)" -eq 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }

HERE=$(cd "$(dirname "$0")" && pwd)
ASSIZE=$TOP/build/${VARIANT:-release}/assize
CHAOS_SECONDS=${CHAOS_SECONDS:-100}
CHAOS_EVERY=${CHAOS_EVERY:-5}
CHAOS_SUBMISSIONS=${CHAOS_SUBMISSIONS:-250}
CHAOS_DRAIN=${CHAOS_DRAIN:-180}
SEED=${CHAOS_SEED:-$RANDOM}
WORKERS="w1 w2 w3 w4"
declare -A keeper
background=

# ---- Workers -----------------------------------------------------------------------------------

# Where a worker's server is: over the wire, or by the socket.
host_of() {
	case $1 in
	w1 | w2) has_wires && address_of "$1" 1 || echo "$PG_DIR" ;;
	*) echo "$PG_DIR" ;;
	esac
}

within() {
	case $1 in w1 | w2) has_wires && echo "nsenter --net=/run/netns/$NET-$1" ;; esac
}

# run_worker LOGIN: becomes the worker.
run_worker() {
	PGHOST=$(host_of "$1") PGDATABASE=assize PGUSER=$1 PGPASSWORD=$(cat "$PG_DIR/passwords/$1")
	TMPDIR=$PG_DIR/disk
	export PGHOST PGDATABASE PGUSER PGPASSWORD TMPDIR
	# shellcheck disable=SC2046
	exec $(within "$1") setsid "$ASSIZE" worker --slots 1 --name "$1" --packages "$PG_DIR/packages" \
		>>"$(log_of "$1")" 2>&1
}

log_of() {
	[ "$1" = w4 ] && echo "$PG_DIR/disk/w4.log" || echo "$PG_DIR/logs/$1.log"
}

# Starts a worker again whenever it dies, as an init system would.
keep_worker() {
	while [ ! -e "$PG_DIR/stop" ]; do
		(run_worker "$1")
		sleep 0.1
	done
}

# ---- Submissions -------------------------------------------------------------------------------

# A client that is told of no success asks again, with the same key: that is what keys are for.
submit_until() {
	for _ in $(seq 200); do
		PGHOST=$PG_DIR PGDATABASE=assize PGUSER=app PGPASSWORD=$(cat "$PG_DIR/passwords/app") \
			"$ASSIZE" submit "$@" >/dev/null 2>&1 && return 0
		sleep 0.3
	done
	return 1
}

# Most are Python, which is compiled soonest. The user's name is the expected verdict.
submit_all() {
	for ((i = 0; i < CHAOS_SUBMISSIONS; i++)); do
		case $((i % 8)) in
		0) what="AC hello/submissions/accepted/hello.c" ;;
		1) what="WA sum/submissions/wrong_answer/int32.c" ;;
		*) what="AC hello/submissions/accepted/hello.py" ;;
		esac
		source=${what#* }
		contest=default
		[ $((i % 10)) -eq 9 ] && contest=urgent
		submit_until --key "chaos-$i" --user "${what% *}" --contest "$contest" \
			"${source%%/*}" "$TOP/problems/$source" || return 1
		echo "chaos-$i" >>"$PG_DIR/keys"
		while [ "$((i * CHAOS_SECONDS * 85 / 100 / CHAOS_SUBMISSIONS))" -gt \
			$((SECONDS - started)) ]; do sleep 0.2; done
	done
}

# A job that kills its judge, each time: nobody may judge it for ever, and the others go on.
poison() {
	echo 'import time; time.sleep(50)' >"$PG_DIR/poison.py"
	submit_until --key poison --user JE poison "$PG_DIR/poison.py" || return 1
	echo poison >>"$PG_DIR/keys"
	while [ ! -e "$PG_DIR/stop" ]; do
		holder=$(pg_sql postgres "select w.name from assize.job j join assize.judgement g
			on g.id = j.judgement_id join assize.submission s on s.id = g.submission_id
			join assize.worker w on w.id = j.worker_id where s.key = 'poison'" 2>/dev/null)
		[ -z "$holder" ] || kill_kind "$holder" assize-judge
		sleep 0.1
	done
}

open_count() {
	pg_sql postgres "select count(*) from assize.judgement where state = 'open'" 2>/dev/null ||
		echo unknown
}

# ---- What is left ------------------------------------------------------------------------------

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

# ---- The course of it --------------------------------------------------------------------------

# Ends the keepers first, so that nobody starts a worker again, then what they kept.
chaos_end() {
	trap - EXIT
	touch "$PG_DIR/stop" 2>/dev/null
	for pid in $background; do
		end_tree "$pid"
	done
	wait $background 2>/dev/null
	for login in "${!keeper[@]}"; do
		# shellcheck disable=SC2046
		kill -CONT $(descendants "${keeper[$login]}") 2>/dev/null
		for child in $(children "${keeper[$login]}"); do
			kill -TERM "$child" 2>/dev/null
		done
	done
	wait "${keeper[@]}" 2>/dev/null
	keeper=()
	background=
}

clean_up() {
	chaos_end
	umount "$PG_DIR/disk" 2>/dev/null
	pg_stop
	wires_remove
}

set_up() {
	PG_DIR=
	wires_make
	queue_start
	trap clean_up EXIT
	pg_login w3 assize_worker && pg_login w4 assize_worker &&
		pg_sql postgres '' -1 <"$HERE/histories.sql" &&
		pg_sql app "select assize.set_contest('urgent', base_priority => 5)" >/dev/null || exit 1
	wires_listen
	mkdir "$PG_DIR/packages" "$PG_DIR/logs" "$PG_DIR/disk"
	mount -t tmpfs -o size=2m,mode=1777 assize-chaos "$PG_DIR/disk" || exit 1
	ln -s "$TOP/problems/hello" "$PG_DIR/packages/hello"
	cp -r "$TOP/problems/hello" "$PG_DIR/packages/poison"
	echo 60 >"$PG_DIR/packages/poison/.timelimit"
	# In an archive, which a worker unpacks: it meets the full disk.
	python3 -c "import shutil; shutil.make_archive('$PG_DIR/packages/sum', 'zip', '$TOP/problems',
		'sum')" || exit 1
	: >"$PG_DIR/keys"
}

# Without namespaces and disks of such tests, which others may run; ip itself leaves one mount.
mounts() {
	grep -Ev '^[^ ]+ /run/netns|^assize-chaos ' /proc/self/mounts | wc -l
	grep -c "$folder" /proc/self/mounts
}

folder=no-folder-yet
mounts_before=$(mounts)
set_up
echo "# seed $SEED"
plan=$(faults_plan "$SEED" "$CHAOS_SECONDS" "$CHAOS_EVERY")
started=$SECONDS
for login in $WORKERS; do
	keep_worker "$login" &
	keeper[$login]=$!
done
submit_all &
submitter=$!
poison &
background="$background $!"
while read -r when fault worker number; do
	while [ $((SECONDS - started)) -lt "$when" ]; do sleep 0.1; done
	echo "# $when s: $fault $worker"
	"fault_$fault" "$worker" "$number" &
	faulty=$!
	background="$background $faulty"
	case $fault in stop | crash | restart | kill_backend) wait "$faulty" ;; esac
done <<<"$plan"

ok "submissions go in" wait "$submitter"
deadline=$((SECONDS + CHAOS_DRAIN))
while [ "$(open_count)" != 0 ] && [ $SECONDS -lt $deadline ]; do
	sleep 0.5
done
echo "# drained $((SECONDS - started)) s after the start"
is "the queue is empty in time" "$(open_count)" 0
chaos_end
is "every verdict is right, and only the poison was given up" \
	"$(pg_sql postgres "select count(*) from assize.status where verdict::text = user_name
		and (state = 'dead') = (verdict = 'JE')")" $((CHAOS_SUBMISSIONS + 1))
pg_sql postgres "select submission_id, problem, state, verdict, reason from assize.status
	where verdict::text is distinct from user_name" | sed 's/^/# /'
pg_sql postgres 'select history.export()' >"$PG_DIR/history"
found=$(python3 "$HERE/histories.py" "$PG_DIR/history" "$PG_DIR/keys" "$PG_DIR"/logs/*.log \
	"$PG_DIR/disk/w4.log" 2>&1)
like "the queue kept its promises" "$found" 'all promises were kept$'
printf '%s\n' "$found" | sed 's/^/# /'
pg_sql postgres "select event, count(*) from assize.audit group by 1 order by 1" | sed 's/^/# /'
[ "$TAP_FAILED" -eq 0 ] || tail -n 100 "$PG_DIR"/logs/w?.log "$PG_DIR/disk/w4.log" | sed 's/^/# /'

# What a killed worker leaves goes with the next start on the host; one that came while the killed
# one's boxes were still dying could not take theirs away.
"$ASSIZE" run "$TOP/problems/hello" "$TOP/problems/hello/submissions/accepted/hello.c" >/dev/null
is "no process is left" "$(leftover_processes)" ""
is "no control group is left" "$(leftover_groups)" ""
is "no temporary file is left" "$(leftover_files)" ""
folder=$PG_DIR
clean_up
is "no mount is left" "$(mounts)" "$mounts_before"
is "no network namespace is left" "$(ls /run/netns 2>/dev/null | grep -c "^$NET")" 0
done_testing
