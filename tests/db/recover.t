#!/bin/bash
# A worker that was killed, for good or to be started again, and bytes that no text may have.
# Recovery takes as long as it takes: the seconds are printed, and held only against the lease.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
declare -A worker

# start NAME
start() {
	PGHOST=$PG_DIR PGDATABASE=assize PGUSER=$1 PGPASSWORD=$(cat "$PG_DIR/passwords/$1") \
		setsid "$ASSIZE" worker --slots "${slots:-1}" --name "$1" --packages "$PG_DIR/packages" \
		2>>"$PG_DIR/$1.log" &
	worker[$1]=$!
	until_is "select count(*) from assize.worker where name = '$1' and state = 'active'" 1
}

# All of a worker at once, as when its host loses power.
kill_worker() {
	# shellcheck disable=SC2046
	kill -KILL "${worker[$1]}" $(descendants "${worker[$1]}") 2>/dev/null
	wait "${worker[$1]}" 2>/dev/null
	unset "worker[$1]"
}

until_is() {
	end=$((SECONDS + 60))
	until [ "$(pg_sql postgres "$1")" = "$2" ]; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.05
	done
}

# Who holds the only job, and with which claim.
holder="select w.name || ' ' || j.claims from assize.job j join assize.worker w on w.id = j.worker_id"

# taken "WORKER CLAIM" SINCE: prints the seconds until it is so.
taken() {
	until_is "$holder" "$1" || { echo never; return; }
	awk -v a="$2" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f\n", b - a }'
}

# between LOW HIGH SECONDS
between() {
	awk -v l="$1" -v h="$2" -v s="$3" 'BEGIN { exit !(s != "never" && s >= l && s <= h) }'
}

end_all() {
	for name in "${!worker[@]}"; do
		kill "${worker[$name]}" 2>/dev/null
	done
	wait
	pg_stop
}

queue_start
trap end_all EXIT
mkdir "$PG_DIR/packages"
ln -s "$TOP/problems/hello" "$PG_DIR/packages/hello"
cp -r "$TOP/problems/hello" "$PG_DIR/packages/patient"
echo 100 >"$PG_DIR/packages/patient/.timelimit"

# ---- Workers that die --------------------------------------------------------------------------

echo 'import time; time.sleep(90)' >"$PG_DIR/slow.py"
submit() { "$ASSIZE" submit --database "$(pg_conninfo app)" "$@" 2>&1; }
start w1
submit patient "$PG_DIR/slow.py" >/dev/null
until_is "$holder" 'w1 1'

kill_worker w1
since=$EPOCHREALTIME
start w1
seconds=$(taken "w1 2" "$since")
echo "# killed and started again: judged again after $seconds s"
ok 'a worker that is started again has its submission at once, and waits for no lease' \
	between 0 25 "$seconds"

start w2
kill_worker w1
since=$EPOCHREALTIME
seconds=$(taken "w2 3" "$since")
echo "# killed for good: another has it after $seconds s"
# A lease from the last heartbeat, until a worker looks; and what a busy machine adds.
ok 'the submission of one that is gone is judged by another, after its lease' \
	between 20 50 "$seconds"
pg_sql app 'select assize.cancel(judgement_id) from assize.job' >/dev/null
until_is 'select count(*) from assize.job' 0

# ---- Bytes -------------------------------------------------------------------------------------

# judged FILE: submits it, and prints the verdict.
judged() {
	submit --wait hello "$1" >"$PG_DIR/told"
	pg_sql postgres "select verdict from assize.status order by submission_id desc limit 1"
}
kept() {
	pg_sql postgres "select sha256(b.content) from assize.submission_file f
		join assize.blob b on b.hash = f.hash order by f.submission_id desc limit 1"
}
shown() {
	"$ASSIZE" show --json --database "$(pg_conninfo app)" \
		"$(pg_sql postgres 'select max(id) from assize.submission')" |
		python3 -c 'import json, sys; json.loads(sys.stdin.buffer.read().decode("utf-8")); print("text")'
}

printf '#include <stdio.h>\n/* \0 \xff \xc3 */ int main(void) { puts("\xfe\xff"); putchar(0); return 0; }\n' \
	>"$PG_DIR/bytes.c"
is 'a source with NUL and bytes that are no UTF-8 is judged' "$(judged "$PG_DIR/bytes.c")" WA
is 'and kept as it was' "$(kept)" '\x'"$(sha256sum <"$PG_DIR/bytes.c" | cut -d' ' -f1)"
is 'what it printed is shown as text' "$(shown)" text
printf '#error \xff\xfe \xed\xa0\x80 \x1b[31m\n' >"$PG_DIR/error.c"
is 'a compiler that repeats such bytes' "$(judged "$PG_DIR/error.c")" CE
is 'is shown as text' "$(shown)" text
printf 'import os\nos.write(1, b"\\xff\\x00\\xfe")\nos.write(2, b"\\x00\\xff")\nos._exit(3)\n' \
	>"$PG_DIR/noise.py"
is 'output and errors of such bytes' "$(judged "$PG_DIR/noise.py")" RTE
is 'are shown as text' "$(shown)" text
cp "$PG_DIR/noise.py" "$PG_DIR/"$'n\xffme.py'
like 'a file name of such bytes is refused' "$(submit hello "$PG_DIR/"$'n\xffme.py')" 'file name'
before=$(pg_sql postgres 'select count(*) from assize.submission')
submit --user $'u\xff\x1b' hello "$PG_DIR/noise.py" >/dev/null
submit --key $'k\xff' hello "$PG_DIR/noise.py" >/dev/null
is 'names of such bytes are made text' "$(($(pg_sql postgres 'select count(*) from assize.submission') - before))" 2
submit $'p\xff\xfe' "$PG_DIR/noise.py" >/dev/null
ok 'a problem of such bytes, which nobody has, is a failure that can be told' until_is \
	"select count(*) > 0 from assize.audit where event = 'failure' and detail ~ 'p'" t
like 'SQL that is no UTF-8 is refused by the server' \
	"$(refused app "select assize.enqueue(E'\\xff', 'c', array['a.c'], array[''::bytea])")" 'invalid byte'

# ---- A row that somebody locks -------------------------------------------------------------------

for name in "${!worker[@]}"; do
	kill_worker "$name"
done
slots=2 start w1
echo 'import time; time.sleep(3)' >"$PG_DIR/short.py"
locked=$(submit patient "$PG_DIR/short.py")
locked=${locked#submission }
until_is "$holder" 'w1 1'
mkfifo "$PG_DIR/locker"
pg_sql postgres '' <"$PG_DIR/locker" >"$PG_DIR/locked" &
exec 4>"$PG_DIR/locker"
echo "begin; select 'locked' from assize.job for update;" >&4
waits grep -q locked "$PG_DIR/locked"
until_is "select count(*) from pg_stat_activity where wait_event_type = 'Lock'" 1
is 'a lock on one row keeps the worker from no other submission' \
	"$(timeout 60 "$ASSIZE" submit --wait --database "$(pg_conninfo app)" hello \
		"$TOP/problems/hello/submissions/accepted/hello.c" 2>&1 | sed 's/^.*: //')" AC
is 'and costs neither lease nor connection' \
	"$(pg_sql postgres "$holder"), $(grep -c 'put off' "$PG_DIR/w1.log"), $(grep -c 'connected again' \
		"$PG_DIR/w1.log")" 'w1 1, 1, 0'
echo 'rollback;' >&4
exec 4>&-
ok 'when it is gone the result is written' until_is \
	"select state || ' ' || verdict from assize.status where submission_id = $locked" 'done WA'

# ---- Two of one name -----------------------------------------------------------------------------

start w1
first=${worker[w1]}
registered="select count(*) from assize.worker where name = 'w1'"
many=$(pg_sql postgres "$registered")
start w1
wait "$first"
is 'whose name another worker takes ends with the status that is not started anew' \
	"$? $(sed -n 's/^RestartPreventExitStatus=//p' "$TOP/scripts/assize-worker.service")" '2 2'
like 'and says what to do' "$(cat "$PG_DIR/w1.log")" \
	"^assize: another worker has registered under this worker's name, w1; give each worker a name: of"
is 'the other one registered once, and stays' "$(pg_sql postgres "$registered and state = 'active'") \
$(pg_sql postgres "$registered") $(kill -0 "${worker[w1]}" && echo there)" "1 $((many + 1)) there"
[ "$TAP_FAILED" -eq 0 ] || sed 's/^/# /' "$PG_DIR"/w?.log
done_testing
