#!/bin/bash
# A worker that cannot judge finds out and claims nothing more; a package that cannot be judged is
# paused by a worker that is well, and the others go on.
. "$(dirname "$0")/lib.sh"
[ "$(id -u)" -eq 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
queue_start
worker=
stop_worker() {
	[ -z "$worker" ] || { kill "$worker" && wait "$worker"; } 2>/dev/null
	worker=
}
trap 'stop_worker; pg_stop' EXIT

# start LOG [OPTIONS]: a worker beside the test.
start() {
	log=$1
	shift
	"$ASSIZE" "$@" worker --slots 1 --name one --packages "$PG_DIR/packages" \
		--database "$(pg_conninfo w1)" >"$PG_DIR/$log" 2>&1 &
	worker=$!
}

# eventually NAME SQL EXPECTED
eventually() {
	for ((i = 0; i < ${PATIENCE:-600}; i++)); do
		got=$(pg_sql postgres "$2")
		[ "$got" != "$3" ] || break
		sleep 0.1
	done
	is "$1" "$got" "$3"
}

# A package whose validator crashes whatever it is shown, and one that is fine.
mkdir -p "$PG_DIR/packages/bad/output_validators/crash" "$PG_DIR/packages/bad/data/secret"
cp -r "$TOP/problems/hello" "$TOP/problems/guess" "$PG_DIR/packages"
printf 'name: Bad\nvalidation: custom\n' >"$PG_DIR/packages/bad/problem.yaml"
echo World >"$PG_DIR/packages/bad/data/secret/1.in"
touch "$PG_DIR/packages/bad/data/secret/1.ans"
echo 'raise SystemExit(7)' >"$PG_DIR/packages/bad/output_validators/crash/crash.py"
chmod -R go+rX "$PG_DIR"/packages
put() {
	pg_sql app "select submission_id from assize.enqueue('$1', 'python3', array['a.py'],
		array[convert_to('print(f\"Hello, {input()}!\") # $2', 'UTF8')])" >/dev/null
}

# ---- The package is at fault ----
# Somebody hands in and does not end the transaction: the pause cannot be made, and nobody waits for it.
mkfifo "$PG_DIR/open"
pg_sql app '' <"$PG_DIR/open" >/dev/null 2>&1 &
open=$!
exec 4>"$PG_DIR/open"
echo "begin; select assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea], user_name => 'slow');" >&4
start well 4>&-
for n in 1 2 3 4; do put bad $n; done
pg_sql postgres "update assize.job set max_failures = 100"	# nothing is given up meanwhile
waits grep -q 'package broken' "$PG_DIR/well"
put hello 0
eventually 'a package that cannot be paused keeps nobody waiting' "select count(*)
	from assize.judgement where verdict = 'AC'" 1
is 'nor does it cost the connection' "$(grep -c 'database:' "$PG_DIR/well")" 0
echo 'rollback;' >&4
exec 4>&-
wait "$open"
eventually 'a package that fails on three submissions is paused' \
	"select problem from assize.paused_problem" bad
like 'with the reason' "$(pg_sql postgres 'select reason from assize.paused_problem')" 'validator'
is 'the worker is well' "$(pg_sql postgres "select sick is null from assize.worker
	where state = 'active'")" t
put hello 1
eventually 'other submissions are judged' "select count(*) from assize.judgement
	where verdict = 'AC'" 2
like 'the log says that a self-test decided' "$(cat "$PG_DIR/well")" 'self-test passed'
echo 'raise SystemExit(42)' >"$PG_DIR/packages/bad/output_validators/crash/crash.py"
stop_worker

# ---- The worker is at fault ----
# Its profiles name a compiler that the boxes do not have; nobody else's fault, and no package's.
cp -r "$TOP/langs" "$PG_DIR/langs"
sed -i 's/^\(  command: \[\)\(gcc\|python3\)/\1no-such-program/' "$PG_DIR"/langs/*.yaml
pg_sql app "select assize.resume(problem => 'bad')" >/dev/null
pg_sql postgres "update assize.job set state = 'ready', due_at = null, avoided = null"
printf 'heartbeat: 1s\nlease: 30s\n' >"$PG_DIR/worker.yaml"
start sick --config "$PG_DIR/worker.yaml" --langs "$PG_DIR/langs"
for n in 2 3 4 5; do put hello $n; done
eventually 'a worker whose self-test fails says so in its row' \
	"select count(*) from assize.worker where state = 'active' and sick is not null" 1
is 'it holds nothing' "$(pg_sql postgres "select count(*) from assize.job
	where state = 'leased'")" 0
is 'it blames no package' "$(pg_sql postgres "select count(*) from assize.paused_problem")" 0
is 'nothing is given up' "$(pg_sql postgres "select count(*) from assize.judgement
	where state = 'dead'")" 0
for pid in $(descendants "$worker"); do
	[ "$(cat "/proc/$pid/comm")" != assize-front ] || front=$pid
done
ticks() {
	sed 's/.*) //' "/proc/$front/stat" | awk '{ print $12 + $13 }'
}
before=$(ticks)
sleep 2
is 'what it cannot do does not keep it busy' $(($(ticks) - before < 60)) 1
like 'a look at the queue says why' "$("$ASSIZE" queue --database "$(pg_conninfo app)")" \
	'one .*(no-such-program|compile|CE|JE)'
pg_sql postgres "update assize.worker set state = 'dead' where state = 'active'"
eventually 'one that was taken for dead, and registers again, says so again' \
	"select count(*) from assize.worker where state = 'active' and sick is not null" 1
stop_worker

# ---- A worker that is well finishes all of it ----
start again
pg_sql postgres "update assize.job set state = 'ready', due_at = null where state = 'delayed'"
eventually 'a worker that is well judges what the sick one left' \
	"select count(*) from assize.job" 0
is 'all of it' "$(pg_sql postgres "select count(*) from assize.judgement
	where state = 'done' and verdict = 'AC'")" "$(pg_sql postgres \
	"select count(*) from assize.submission")"

# ---- Its judges die ----
# They may not write, and have to: each dies of a signal, that of the self-test as well.
cripple() {
	for pid in $(descendants "$worker"); do
		[ "$(cat "/proc/$pid/comm" 2>/dev/null)" = assize-slot ] || continue
		uid=$(awk '$1 == "Uid:" { print $2 }' "/proc/$pid/status")
		gid=$(awk '$1 == "Gid:" { print $2 }' "/proc/$pid/status")
		setpriv --reuid="$uid" --regid="$gid" --clear-groups prlimit --pid "$pid" --fsize=0 &&
			return
	done
	return 1
}
stop_worker
start dying
waits cripple
for n in 11 12 13 14; do put hello $n; done
eventually 'a worker whose judges die, and whose self-test does, is sick' \
	"select sick from assize.worker where state = 'active'" 'the self-test died 3 times'
is 'it has not used up what it cannot judge' "$(pg_sql postgres "select count(*) from
	assize.judgement where state = 'open'")" 4
stop_worker
start well
eventually 'others judge that' "select count(*) from assize.job" 0

# ---- Who asks for what is not possible stops nobody ----
for n in 1 2 3; do
	pg_sql app "select assize.try('python3', array['a.py'],
		array[convert_to('print(1) # $n', 'UTF8')], '', problem => 'guess')" >/dev/null
done
eventually 'an interactive problem takes no tries' "select count(*) from assize.job
	where failures > 0 and last_error like '%cannot be tried%'" 3
put hello 6
eventually 'others are judged' "select count(*) from assize.job where problem = 'hello'" 0
is 'and it is not paused' "$(pg_sql postgres "select count(*) from assize.paused_problem")" 0
stop_worker
done_testing
