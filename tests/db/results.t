#!/bin/sh
# What is told of a judgement: to the jury, to the contestant, and to a platform that reads on from
# where it was; and tries, a contestant's program on the contestant's input.
. "$(dirname "$0")/lib.sh"
[ "$(id -u)" -eq 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
queue_start

judge() {
	timeout 120 "$ASSIZE" worker --once --slots 1 --name one --packages "$TOP/problems" \
		--packages "$PG_DIR/packages" --database "$(pg_conninfo w1)" >"$PG_DIR/worker.log" 2>&1
	worker_status=$?
	[ $worker_status -eq 0 ] || sed 's/^/# /' "$PG_DIR/worker.log"
}

# hand_in PROBLEM FILE: the submission's number.
hand_in() {
	"$ASSIZE" submit "$1" "$TOP/problems/$1/submissions/$2" --json \
		--database "$(pg_conninfo app)" | sed 's/[^0-9]//g'
}

show() {
	pg_sql app "select $2 from assize.show($1) s"
}

# ---- Places to read on from, by hand ----
w2=$(start_worker w2 two)
places() {
	pg_sql app "select string_agg(submission_id::text, ' ' order by n) from
		(select submission_id, row_number() over () n from assize.results_since('${1:-}')) r"
}
last() {
	pg_sql app "select after from (select place as after, row_number() over () n
		from assize.results_since('${1:-}')) r order by n desc limit 1"
}
is 'nothing is final: no news' "$(places)" ''
submit_one >/dev/null
submit_one >/dev/null
submit_one >/dev/null
for n in 1 2 3; do
	eval "held$n=\$(claim w2 $w2)"
done
# Two transactions end in another order than they began: the first is still open.
mkfifo "$PG_DIR/first"
pg_sql w2 '' <"$PG_DIR/first" >/dev/null &
first=$!
exec 4>"$PG_DIR/first"
echo 'begin;' >&4
pg_sql w2 "select 1" >/dev/null
finish_sql() {
	PG_SQL_ONLY=1
	echo "select assize.finish($w2, ${1%|*}, '${1#*|}', 'AC', '', 1, 1000, 2000, 4096, 2, null, '', '',
		'AC', '', 1, 1, 1, false, '', '{0,1}', '{AC,AC}', '{1,1}', '{10,20}', '{10,20}', '{4,4}',
		'{1,1}', '{0,0}', '{0,0}', '{f,f}', '{f,f}', '{a,b}', '{c,d}', '{e,f}', '{}');"
}
finish_sql "$held1" >&4
until [ "$(pg_sql postgres "select count(*) from pg_stat_activity where state = 'idle in transaction'
	and backend_xid is not null")" -eq 1 ]; do sleep 0.05; done
is 'the second is final' "$(finish w2 "$w2" "$held2")" ok
is 'but not told, since the first may be in front of it' "$(places)" ''
echo 'commit;' >&4
exec 4>&-
wait "$first"
is 'when both are, both are told, in order' "$(places)" '1 2'
place=$(last)
is 'the third' "$(finish w2 "$w2" "$held3")" ok
is 'is news after the second' "$(places "$place")" 3
is 'and nothing after the third' "$(places "$(last)")" ''
like 'a place that is none is refused' "$(refused app \
	"select * from assize.results_since('x')")" 'is none that'
place=$(last)
cancelled=$(submit_one)
pg_sql app "select assize.cancel($cancelled)" >/dev/null
is 'what is cancelled is news' "$(places "$place")" 4
like 'a worker cannot read it' "$(refused w1 "select * from assize.results_since()")" \
	'permission denied'


# ---- Places of another server ----
# As pg_restore leaves it in a cluster that has had fewer transactions than the first; the third was
# told before the first.
is 'a place of this server is good' "$(refused app "select * from assize.results_since('$(last)')")" ''
ahead='ahead of this server: it was restored or set back; begin at'
for far in 5000001-3 9999999999999999999-1 "$(pg_sql postgres \
	'select pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1')-1"; do
	like 'a place that is ahead of this server is refused' \
		"$(refused app "select * from assize.results_since('$far')")" "$ahead"
done
is_open() {
	[ "$(pg_sql postgres "select count(*) from pg_stat_activity where usename = 'app'
		and state = 'idle in transaction'")" -eq 1 ]
}
long() {
	echo 'begin isolation level repeatable read; select 1;'
	waits is_open
	echo "select count(*) from assize.results_since('$(pg_sql postgres \
		'select pg_current_xact_id()')-1');"
}
is 'one that is only ahead of the snapshot of a long transaction is not' \
	"$(long | pg_sql app '' 2>&1 | tail -n 1)" 0
pg_sql postgres "update assize.news set transaction = (5000000 - id)::text::xid8 where id > 1"
is 'what was restored is not told' "$(places)" 1
like 'who may not change the schema cannot help it' \
	"$(refused app 'select assize.restored()')" 'permission denied'
is 'after restored()' "$(pg_sql postgres 'select assize.restored()')" 4
is 'it is, in order' "$(places)" '1 2 3 4'
fifth=$(submit_one)
pg_sql app "select assize.cancel($fifth)" >/dev/null
is 'before what is new' "$(places)" '1 2 3 4 5'

# ---- What is told ----
mkdir -m 755 "$PG_DIR/packages"
cp -r "$TOP/problems/hello" "$PG_DIR/packages/narrow"
echo 'languages: [python3]' >>"$PG_DIR/packages/narrow/problem.yaml"
hello=$TOP/problems/hello/submissions/accepted
accepted=$(hand_in sum accepted/sum.cpp)
wrong=$(hand_in sum wrong_answer/int32.c)
points=$(hand_in ladder "$(cd "$TOP/problems/ladder/submissions" && find . -type f | sort | head -1)")
broken=$(pg_sql app "select submission_id from assize.enqueue('sum', 'c', array['a.c'],
	array['int main(void) { return x; }'::bytea])")
# submit_narrow FILE [OPTIONS]
submit_narrow() {
	"$ASSIZE" submit narrow "$@" --json --database "$(pg_conninfo app)" | sed 's/[^0-9]//g'
}
forbidden=$(submit_narrow "$hello/hello.c" --language c)
guessed=$(submit_narrow "$hello/hello.c")
allowed=$(submit_narrow "$hello/hello.py")
judge
is 'the worker has judged' "$worker_status" 0
like 'tests have names' "$(show "$accepted" "s->'tests'->0->>'name'")" '^sample/1$'
is 'the contestant sees the verdict' "$(show "$wrong" "s->'contestant'->>'verdict'")" WA
like 'the jury sees the output that was kept' "$(show "$wrong" "s->>'kept_output'")" .
is 'the contestant does not' "$(show "$wrong" "s->'contestant'->>'kept_output'")" ''
case $(show "$wrong" "s->>'reason'") in
*expected*) jury=told ;;
*) jury=untold ;;
esac
is 'the jury is told what was expected' "$jury" told
case $(show "$wrong" "s->'contestant'") in
*expected*) told=told ;;
*) told=untold ;;
esac
is 'the contestant is not, for secret data' "$told" untold
like 'a compile error is for the contestant, too' \
	"$(show "$broken" "s->'contestant'->'compile'->>'output'")" 'undeclared'
like 'show --contestant prints that and no more' "$("$ASSIZE" show "$broken" --contestant \
	--database "$(pg_conninfo app)")" 'undeclared'
is 'also as JSON' "$("$ASSIZE" show "$wrong" --contestant --json --database "$(pg_conninfo app)" |
	tr ',' '\n' | grep -c -e kept -e receipt -e expected)" 0
is 'a language that the package does not allow is a CE' \
	"$(show "$forbidden" "s->>'verdict', s->>'reason'")" 'CE|the problem does not allow c'
is 'named or not' "$(show "$guessed" "s->>'verdict', s->>'reason'")" 'CE|the problem does not allow c'
is 'which the contestant is told' "$(show "$forbidden" "s->'contestant'->>'reason'")" \
	'the problem does not allow c'
is 'one that it allows is judged' "$(show "$allowed" "s->>'verdict'")" AC
is 'groups have points' "$(show "$points" "json_array_length(s->'groups') > 1
	and s->'groups'->0->>'score' is not null")" t

# ---- What the database does not take ----
pg_sql postgres 'alter table assize.test_event add constraint refusing check (false) not valid'
printf 'import time\nname = input()\ntime.sleep(0.8)\nprint(f"Hello, {name}!")\n' >"$PG_DIR/slow.py"
refusal=$("$ASSIZE" submit hello "$PG_DIR/slow.py" --json --database "$(pg_conninfo app)" |
	sed 's/[^0-9]//g')
judge
is 'progress that is refused does not end the worker' "$worker_status" 0
like 'it is a failure of that judging' "$(show "$refusal" "s->>'failures', s->>'reason'")" \
	'^1\|database: .*refusing'
pg_sql postgres 'alter table assize.test_event drop constraint refusing'
pg_sql app "select assize.cancel(judgement_id) from assize.job" >/dev/null

# ---- Tries ----
# try_it LANGUAGE FILE SOURCE INPUT [NAMED PARAMETERS]
try_it() {
	pg_sql app "select submission_id from assize.try('$1', array['$2'], array[convert_to(\$t\$$3\$t\$,
		'UTF8')], convert_to('$4', 'UTF8') ${5:+, $5})"
}
echo=$(try_it python3 a.py 'print(input()[::-1])' 'olleh')
limited=$(try_it python3 a.py 'while True: pass' '' "problem => 'sum'")
crash=$(try_it c a.c 'int main(void) { return 3; }' '')
long=$(try_it python3 a.py 'print("x" * 100000)' '')
none=$(try_it c a.c 'int main(void) { return x; }' '')
narrow=$(try_it c a.c 'int main(void) { return 0; }' '' "problem => 'narrow'")
judge
is 'a try without a problem runs' "$(show "$echo" "s->>'verdict', s->>'kept_output'")" 'AC|hello'
is 'one with a problem has its limits' "$(show "$limited" "s->>'verdict'")" TLE
is 'it may fail' "$(show "$crash" "s->>'verdict', s->>'reason'")" 'RTE|exit code 3'
is 'or not compile' "$(show "$none" "s->>'verdict'")" CE
is 'with a problem, in its languages' "$(show "$narrow" "s->>'verdict', s->>'reason'")" \
	'CE|the problem does not allow c'
is 'what it writes is kept up to a limit' "$(show "$long" "length(s->>'kept_output')")" 16383
is 'it is a try, not a submission' "$(pg_sql app "select kind from assize.status
	where submission_id = $echo")" try
like 'a submission without a problem is refused' "$(refused app "select assize.enqueue('', 'c',
	array['a.c'], array['x'::bytea])")" 'the problem must have'
interactive=$(try_it c a.c 'int main(void) { return 0; }' '' "problem => 'guess'")
judge
like 'what is interactive cannot be tried' "$(pg_sql app "select reason from assize.status
	where submission_id = $interactive")" 'cannot be tried'

done_testing
