#!/bin/sh
# judge/queue from C: encodings, faults, what may be repeated.
. "$(dirname "$0")/lib.sh"
DRIVER=${DRIVER:-$TOP/build/${VARIANT:-release}/tests/db/driver}
if [ ! -x "$DRIVER" ]; then
	echo "Bail out! $DRIVER is not built"
	exit 1
fi
queue_start
info=$(pg_conninfo w1)
work() {
	"$DRIVER" "$info" register one "$@" 2>&1 | tail -n +2
}

is 'no job, no error' "$(work claim 8)" '0 claimed'
pg_sql app "select assize.enqueue('hello', '', array['a.c', 'd/b.bin'],
	array['x', '\\x0001ff5c27'::bytea], full_run => true)" >/dev/null
is 'sources arrive as bytes, in order; reasons survive all that SQL could stumble over' \
	"$(work claim 8 progress beat finish WA finish WA)" '1 claimed
claimed hello : a.c 1 120 d/b.bin 5 277737 full
held
held
accepted
duplicate'
is 'numbers arrive' "$(pg_sql app "select verdict, score, cpu_ns, first_failed, test_index,
	test_verdict, test_score, test_cpu_us, test_memory_kib, test_exit_code, test_estimated,
	encode(kept_output, 'hex'), receipt from assize.judgement")" \
	'WA|0.1|5000000000|2|{0,1,2}|{AC,AC,WA}|{1,1,0}|{1234,2469,3703}|{5000,5000,5000}|{-1,-1,-1}|{f,t,f}|00ff01|{"core": 1}'
is 'and so does text, as valid UTF-8 that no terminal obeys' \
	"$(pg_sql app "select distinct r from assize.judgement, unnest(test_reason || reason ||
	compile_output) r")" 'it'"'"'s "{a,b}" \N $1 ��( �[31m € NULL'
like 'kept bytes that are no text are shown with escapes' \
	"$(pg_sql app "select assize.show(1)->>'kept_output'")" '^\\000\\377.$'

for i in 1 2 3; do
	submit_one >/dev/null
done
is 'a connection that dies is a transient fault; everything may be repeated' \
	"$(work claim 1 cut finish AC finish AC connect beat finish AC finish AC |
	sed 's/: .*/:/')" '1 claimed
claimed hello c:
cut
fault transient:
fault transient:
connected
held
accepted
duplicate'
is 'a job that failed is not failed twice' \
	"$(work claim 1 fail broken fail broken)" '1 claimed
claimed hello c: a.c 16 1132204889
accepted
refused'
is 'notifications are heard, also after connecting anew' "$("$DRIVER" "$info" register one listen \
	consume claim 8 return consume cut consume connect consume unregister 2>&1 | sed 's/: .*/:/')" \
	'registered
listening
nothing
1 claimed
claimed hello c:
accepted
ready
cut
fault transient:
connected
nothing
unregistered'
like 'who did not register is fenced' \
	"$("$DRIVER" "$info" claim 1)" '^fault fenced: .*unknown to this login'
# For ten seconds.
until_registered() {
	tries=0
	until grep -q registered "$1" || [ $tries -ge 200 ]; do
		sleep 0.05
		tries=$((tries + 1))
	done
}

# The driver waits as long as the gate is open.
mkfifo "$PG_DIR/gate"
"$DRIVER" "$info" register two wait beat >"$PG_DIR/two" <"$PG_DIR/gate" &
two=$!
exec 3>"$PG_DIR/gate"
until_registered "$PG_DIR/two"
start_worker w1 two >/dev/null
exec 3>&-
wait $two
like 'a predecessor is told that it was replaced' "$(tail -1 "$PG_DIR/two")" '^fault replaced: '

"$DRIVER" "$info" register three wait maintain connect beat >"$PG_DIR/three" <"$PG_DIR/gate" &
three=$!
exec 3>"$PG_DIR/gate"
until_registered "$PG_DIR/three"
pg_kill && pg_restart 3>&-	# a server that held the gate would keep it open
exec 3>&-
wait $three
is 'a server that is killed and comes back is a transient fault; it holds no lease here' \
	"$(sed 's/: .*/:/' "$PG_DIR/three")" 'registered
fault transient:
connected
lost'

like 'no server: one line with what is known' \
	"$("$DRIVER" "host=$PG_DIR/nowhere dbname=x user=y")" '^fault transient: database: .*No such file'
pg_sql postgres 'create database empty'
like 'no schema: the cure' "$(PG_DATABASE=empty && "$DRIVER" "$(pg_conninfo w1)")" \
	'^fault request: database empty has no schema of Assize; run: assize db init'
pg_login stranger
like 'no rights: the cure' "$("$DRIVER" "$(pg_conninfo stranger)")" \
	'^fault request: .*grant assize_app, assize_worker or assize_reader to'
pg_sql postgres "update assize.schema_version set version = 99, oldest_program = 99
	where version = (select max(version) from assize.schema_version)"
like 'a newer schema: the cure' "$("$DRIVER" "$info")" 'install a newer assize'
pg_sql postgres "delete from assize.schema_version where version = 99"
like 'an older schema: the cure' "$("$DRIVER" "$info")" 'run: assize db migrate'

done_testing
