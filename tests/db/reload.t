#!/bin/bash
# A worker that is stopped, or told to read its configuration anew, costs no submission anything.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
worker='' manager='' holder=''
trap 'kill -KILL $worker $manager $holder 2>/dev/null; wait $worker 2>/dev/null; pg_stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
pg_start || { echo 'Bail out! no private PostgreSQL'; exit 1; }
"$ASSIZE" db init --database "$(pg_conninfo postgres)" >/dev/null || exit 1
pg_login judge assize_worker
pg_login app assize_app

# Two problems: hello, and one in which a program may sleep for a minute.
mkdir -p "$PG_DIR/packages/nap/data/secret"
cp -r "$TOP/problems/hello" "$PG_DIR/packages"
printf 'problem_format_version: 2023-07-draft\nname: Nap\nuuid: %s\nlimits: {time_limit: 30}\n' \
	8d0c9b1e-5f0f-4a53-a3b1-1f6b4e5b7a11 >"$PG_DIR/packages/nap/problem.yaml"
echo >"$PG_DIR/packages/nap/data/secret/1.in"
echo awake >"$PG_DIR/packages/nap/data/secret/1.ans"
mkdir "$PG_DIR/packages/nap/submissions"

# nap SECONDS: a submission that takes so long; prints its number.
nap() {
	printf '#include <stdio.h>\n#include <unistd.h>\nint main(void)\n{ usleep(%d); puts("awake"); }\n' \
		"$(awk "BEGIN { print $1 * 1000000 }")" >"$PG_DIR/nap.c"
	submit nap "$PG_DIR/nap.c"
}
submit() {
	"$ASSIZE" submit "$1" "$2" --language c --database "$(pg_conninfo app)" | sed 's/submission //'
}
quick() {
	submit hello "$TOP/problems/hello/submissions/accepted/hello.c"
}
# state ID: that of its judgement; field ID COLUMN: of the judgement or its job
state() {
	pg_sql app "select state from assize.status where submission_id = $1"
}
is_in() {
	[ "$(state "$1")" = "$2" ]
}
field() {
	pg_sql app "select g.$2 from assize.judgement g where g.submission_id = $1"
}
ready_lines() {
	[ "$(grep -c 'worker: ready' "$PG_DIR/log")" -ge "$1" ]
}
events() {
	pg_sql app "select count(*) from assize.audit where event in
		('worker replaced', 'worker dead', 'lease lost', 'late finish')"
}

# backends CONDITION: how many there are; cut CONDITION: ends them
backends() {
	pg_sql postgres "select count(*) from pg_stat_activity where pid <> pg_backend_pid() and $1"
}
cut() {
	pg_sql postgres "select pg_terminate_backend(pid, 5000) from pg_stat_activity where $1" >/dev/null
}

config=$PG_DIR/worker.yaml
# configure SLOTS DRAIN
configure() {
	cat >"$config" <<-END
		database: $(pg_conninfo judge)
		packages: [packages]
		name: one
		slots: $1
		drain: $2
	END
}
start() {
	: >"$PG_DIR/log"
	NOTIFY_SOCKET=$PG_DIR/notify "$ASSIZE" --config "$config" worker 2>"$PG_DIR/log" 3>&- &
	worker=$!
	waits ready_lines 1
}
ends() {
	wait "$worker"
	status=$?
	worker=
	return $status
}

python3 -c '
import os, socket, sys
manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
manager.bind(sys.argv[1])
os.chmod(sys.argv[1], 0o777)
while True:
    print(manager.recv(4096).decode(), flush=True)
' "$PG_DIR/notify" >"$PG_DIR/told" &
manager=$!
waits test -S "$PG_DIR/notify"

# Reload while something is judged.
configure 1 1m
start
slow=$(nap 6)
waits is_in "$slow" running
configure 2 1m
kill -HUP "$worker"
waits ready_lines 2
is 'a new tree is ready while the old one judges' "$? $(state "$slow")" '0 running'
is 'with the new configuration' "$(pg_sql app "select slots from assize.worker
	where name = 'one' and state = 'active'")" 2
fast=$(quick)
waits is_in "$fast" done
waits is_in "$slow" done
is 'what comes meanwhile is judged before' "$(pg_sql app "select verdict from assize.judgement
	order by finished_at" | paste -sd' ')" 'AC AC'
is 'by the successor' "$(pg_sql app "select a.submission_id from assize.judgement a
	order by finished_at limit 1")" "$fast"
is 'nobody lost a lease, nothing was judged twice' \
	"$(events) $(field "$slow" claims) $(field "$slow" lost_leases)" '0 1 0'
old_ended() {
	[ "$(pg_sql app "select state from assize.worker where name like 'one (draining %)'")" = stopped ]
}
waits old_ended
is 'the old one ends when it is done' $? 0
is 'the process that was started is still there' "$(kill -0 "$worker" && echo yes)" yes
is 'the manager is told of the reload, and of no stop' \
	"$(grep -E '^(READY|RELOADING|STOPPING)' "$PG_DIR/told" | paste -sd' ')" \
	'READY=1 RELOADING=1 READY=1'

# A bad file.
cp "$config" "$PG_DIR/good.yaml"
echo 'slotts: 3' >>"$config"
kill -HUP "$worker"
waits grep -q 'reload failed' "$PG_DIR/log"
is 'a bad file is refused' $? 0
like 'with the place and the cure' "$(cat "$PG_DIR/log")" \
	'worker.yaml:6:1: unknown key "slotts"; did you mean "slots"'
fast=$(quick)
waits is_in "$fast" done
is 'and the old configuration judges on' $? 0
cp "$PG_DIR/good.yaml" "$config"

# The successor's connection is cut while its predecessor makes room: there is no way back.
# Nothing but stepping aside may wait for the lock, so no heartbeat is due.
printf 'heartbeat: 2m\nlease: 10m\n' >>"$config"
kill -HUP "$worker"
waits ready_lines 3
waits eval "[ \$(backends \"usename = 'judge' and query like '%claim%'\") = 1 ]"
pg_sql postgres "begin; select id from assize.worker where name = 'one' for update;
	select pg_sleep(600)" >/dev/null 2>&1 &
holder=$!
steps_aside="usename = 'judge' and query like '%step_aside%'"
waits eval "[ \$(backends \"wait_event = 'PgSleep'\") = 1 ]"
kill -HUP "$worker"
waits eval "[ \$(backends \"$steps_aside and wait_event_type = 'Lock'\") = 1 ]"
is 'the predecessor makes room for a successor that waits' \
	"$? $(backends "usename = 'judge'")" '0 2'
cut "usename = 'judge' and not ($steps_aside)"
cut "wait_event = 'PgSleep'"
wait "$holder"
holder=
waits grep -q 'database: connected again' "$PG_DIR/log"
is 'the successor, cut off meanwhile, connects again' $? 0
fast=$(quick)
waits is_in "$fast" done
is 'and judges under the name' "$? $(kill -0 "$worker" && echo alive) $(pg_sql app "select count(*)
	from assize.worker where name = 'one' and state = 'active'")" '0 alive 1'
cp "$PG_DIR/good.yaml" "$config"

# All cores are busy: the successor waits for one, so that no two programs share it.
cores=$(lscpu -p=CORE | grep -v '^#' | sort -u | wc -l)
configure "$cores" 1m
kill -HUP "$worker"
waits ready_lines 5
slow=$(for _ in $(seq "$cores"); do nap 8; done)
all_run() {
	for id in $slow; do is_in "$id" running || return 1; done
}
waits all_run
kill -HUP "$worker"
waits ready_lines 6
fast=$(quick)
waits is_in "$fast" done
all_done() {
	for id in $slow; do is_in "$id" done || return 1; done
}
# Other workers of this host may have taken numbers, so that a core is free, or has two slots.
waits all_done
is 'a core on which the old tree judges is left to it' "$(pg_sql app "select count(*)
	from assize.judgement f, assize.judgement s where f.submission_id = $fast
	and s.submission_id in ($(echo $slow | tr ' ' ,)) and f.receipt->>'core' = s.receipt->>'core'
	and f.started_at < s.finished_at")" 0

# Stopping: what is judged is finished, nothing more is claimed.
slow=$(nap 2)
waits is_in "$slow" running
kill -TERM "$worker"
waits grep -q 'worker: stopping' "$PG_DIR/log"
fast=$(quick)
ends
is 'told to stop, it finishes what it judges' "$? $(state "$slow") $(field "$slow" verdict)" '0 done AC'
is 'and claims nothing more' "$(state "$fast")" queued
like 'the manager is asked for as much patience as draining may take' "$(cat "$PG_DIR/told")" \
	'^EXTEND_TIMEOUT_USEC=80000000$'

# The deadline.
configure 1 500ms
start
waits is_in "$fast" done
slow=$(nap 50)
waits is_in "$slow" running
kill -TERM "$worker"
ends
is 'after its time to drain it gives back what it holds' "$? $(state "$slow")" '0 queued'
is 'without blame' "$(pg_sql app "select lost_leases, failures from assize.job")" '0|0'

# A second signal.
configure 1 1h
start
waits is_in "$slow" running
kill -TERM "$worker"
waits grep -q 'worker: stopping' "$PG_DIR/log"
kill -TERM "$worker"
ends
is 'a second signal cuts it short' "$? $(state "$slow")" '0 queued'

# kill -9 in the middle of a handover.
start
waits is_in "$slow" running
kill -HUP "$worker"
waits ready_lines 2
events=$(events)
kill -KILL "$worker"
ends
start
waits eval '[ "$(events)" -gt "$events" ] && is_in "$slow" running'
is 'killed while it drains, its job is free as soon as another starts' \
	"$? $(pg_sql app 'select lost_leases, claims >= 4 from assize.job')" '0 1|t'
kill -TERM "$worker"
kill -TERM "$worker"
waits grep -q 'worker: stopping' "$PG_DIR/log"
kill -TERM "$worker"
ends
pg_sql app "select assize.cancel(judgement_id) from assize.job" >/dev/null

# --once and --drain.
fast=$(quick)
pg_sql postgres "update assize.job set state = 'delayed', due_at = clock_timestamp() + interval '3 seconds'"
"$ASSIZE" --config "$config" worker --once 2>/dev/null
is '--once does not wait for what is delayed' "$? $(state "$fast")" '0 queued'
"$ASSIZE" --config "$config" worker --drain 2>/dev/null
is '--drain does' "$? $(state "$fast")" '0 done'
pg_sql app "select assize.set_pool_rule('elsewhere', problem => 'nap')" >/dev/null
slow=$(nap 1)
timeout 60 "$ASSIZE" --config "$config" worker --drain 2>/dev/null
is 'what it may not take does not keep it' "$? $(state "$slow")" '0 queued'
is 'nobody is left in charge' "$(pg_sql app "select count(*) from assize.worker where state = 'active'")" 0
done_testing
