#!/bin/sh
# The commands submit, show, queue and db.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
if [ ! -x "$ASSIZE" ]; then
	echo "Bail out! $ASSIZE is not built"
	exit 1
fi
trap pg_stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
pg_start || { echo 'Bail out! no private PostgreSQL'; exit 1; }

LATEST=$(ls "$TOP"/schema/*.sql | wc -l)

# assize USER COMMAND...: sets $out and $status.
assize() {
	login=$1
	shift
	out=$("$ASSIZE" "$@" --database "$(pg_conninfo "$login")" 2>&1)
	status=$?
}

assize postgres db status
is 'db status without a schema names the cure, and fails' "$status $out" \
	"3 schema version 0, this program's $LATEST: there is none; run: assize db init"
assize postgres db migrate
is 'db migrate does not create' "$status $out" '3 assize: there is no schema; run: assize db init'
assize postgres submit hello "$0"
is 'no schema: the cure' "$status $out" \
	'3 assize: database assize has no schema of Assize; run: assize db init'
assize postgres db init &
assize postgres db init
wait $!
is 'db init creates, twice at once too' "$status" 0
assize postgres db init
is 'db init again does nothing' "$status $out" "0 the schema is at version $LATEST already"
assize postgres db migrate
is 'nor does db migrate' "$status $out" "0 the schema is at version $LATEST already"
assize postgres db status
is 'db status says that it fits' "$status $out" "0 schema version $LATEST, this program's $LATEST: fits"
is 'the schema in the program is that of schema/' "$(pg_sql postgres 'create database by_hand'
	PG_DATABASE=by_hand && pg_schema
	dump() { PGPASSWORD=$(cat "$PG_DIR/passwords/postgres") "$PG_BIN/pg_dump" -h "$PG_DIR" -U postgres \
		-s "$1" | grep -v '^.\(un\)\?restrict ' | sha256sum; }
	[ "$(dump assize)" = "$(dump by_hand)" ] && echo same)" same
assize postgres db initt
like 'a slip is answered with the right word' "$status $out" '^2 .*did you mean init'
pg_sql postgres 'set client_min_messages = warning; drop schema assize cascade'
for migration in "$TOP"/schema/000[1-4]*.sql; do
	pg_sql postgres '' -1 <"$migration"
done
assize postgres db migrate
is 'db migrate brings an older schema up to date' "$status $out" \
	"0 the schema is migrated from version 4 to $LATEST"

pg_login app assize_app
pg_login w1 assize_worker
source=$PG_DIR/a.c
echo 'int main(void) { return 0; }' >"$source"
assize app submit hello "$source" --language c --user alice --key k1
is 'submit says the number' "$status $out" '0 submission 1'
assize app submit hello "$source" --language c --user alice --key k1
is 'the same key again says the same number' "$status $out" '0 submission 1'
assize app submit other "$source" --language c --user alice --key k1
like 'the same key for something else is a usage error' "$status $out" '^2 .*was used for another'
assize app submit hello "$source" --contest nowhere
like 'an unknown contest is a usage error with the cure' "$status $out" '^2 .*set_contest'
assize app submit hello "$PG_DIR/missing.c"
like 'a missing source is a usage error' "$status $out" '^2 .*missing.c'
assize app submit hello
like 'no source is a usage error' "$status $out" '^2 .*needs a problem and a source'
head -c 70000000 /dev/zero >"$PG_DIR/big.c"
assize app submit hello "$PG_DIR/big.c"
like 'a source of 70 MB is refused, the limit named' "$status $out" '^2 .*64 MiB'
rm "$PG_DIR/big.c"
like 'no database is one line' "$("$ASSIZE" submit hello "$source" \
	--database "host=$PG_DIR/no" 2>&1; echo $?)" '^assize: database: .*No such file'

assize app show 1
like 'show tells what waits' "$status $out" '^0 submission 1: problem hello, language c, user alice'
like 'and that it does' "$out" 'queued'
assize app show 7
is 'show of nothing is a usage error' "$status $out" '2 assize: there is no submission 7'
assize app show x
like 'show of no number too' "$status $out" '^2 '

w1=$(start_worker w1 one)
held=$(claim w1 "$w1")
lease_call progress w1 "$w1" "$held" "'{0}', '{AC}', '{1234}', '{4}', '{fine}'" >/dev/null
assize app show 1
like 'show tells tests while they are judged' "$out" '^1 +AC .*fine'
assize app queue
like 'queue counts' "$status $out" '^0 .*queued +0' 
like 'and knows the workers' "$out" 'one +here +test +1 of 2'
"$ASSIZE" show 1 --follow --database "$(pg_conninfo app)" >"$PG_DIR/follow" 2>&1 &
follow=$!
"$ASSIZE" submit hello "$source" --language c --user alice --key k1 --wait \
	--database "$(pg_conninfo app)" >"$PG_DIR/wait" 2>&1 &
waiting=$!
sleep 1
finish w1 "$w1" "$held" WA >/dev/null
wait $waiting
is 'submit --wait ends with the verdict' "$? $(cat "$PG_DIR/wait")" '1 submission 1: WA: as told'
wait $follow
is 'show --follow ends then' $? 0
like 'and has told all tests once' "$(grep -cE '^ *[12] +(AC|WA)' "$PG_DIR/follow")" '^2$'

assize app submit hello "$source" --wait --key k1 --user alice --language c --json
like 'as JSON it is the whole record' "$status $out" '^1 \{"submission":1,.*"verdict":"WA"'
assize app queue --json
like 'queue --json is an object' "$out" '^\{"queued":0,.*"done":1,.*"workers":\[\{"name":"one"'
assize app submit hello "$source"
id=${out#submission }
held=$(claim w1 "$w1")
pg_sql postgres "update assize.job set failures = 2"
lease_call fail w1 "$w1" "$held" "'no compiler'" >/dev/null
assize app show "$id" --json
like 'a dead judgement is a JE' "$out" '"state":"dead".*"verdict":"JE","reason":"no compiler"'
assize w1 show 1
like 'a worker'"'"'s login is told what it lacks' "$status $out" '^3 .*grant assize_app'

# What operators do.
assize app queue redrive 99
is 'queue redrive of no submission' "$status $out" '2 assize: there is no submission 99'
assize app queue redrive --contest nowhere
is 'or of no contest' "$status $out" '2 assize: there is no contest "nowhere"'
assize app queue redrive 1
is 'what was not given up stays as it is' "$status $out" '0 0 submissions are judged once more'
assize app queue redrive
is 'queue redrive judges once more what was given up' "$status $out" \
	'0 1 submission is judged once more'
assize app queue pause --problem hello
is 'queue pause says what waits' "$status $out" '0 paused; 1 submission waits'
is 'nothing is claimed then' "$(claim w1 "$w1")" ''
assize app queue
like 'queue shows it' "$out" 'problem hello is paused: paused by hand'
assize app show "$id"
like 'and so does show' "$out" '^paused'
# What is paused is not over for who waits. Nothing else can be claimed meanwhile.
mkdir -p "$PG_DIR/still/data/secret" "$PG_DIR/still/submissions/accepted"
echo 'name: Still' >"$PG_DIR/still/problem.yaml"
echo 'limits: {time_limit: 1}' >>"$PG_DIR/still/problem.yaml"
echo 1 | tee "$PG_DIR/still/data/secret/1.in" >"$PG_DIR/still/data/secret/1.ans"
cp "$source" "$PG_DIR/still/submissions/accepted"
assize app queue pause --problem still
assize app submit still "$source"
paused=${out#submission }
# waiting NAME COMMAND...: starts it; its output goes to $PG_DIR/NAME.
waiting() {
	name=$1
	shift
	{ timeout 100 "$ASSIZE" "$@" --database "$(pg_conninfo app)" >"$PG_DIR/$name" 2>&1
		echo "exit status $?" >>"$PG_DIR/$name"; } &
}
waiting shown show "$paused" --follow
waiting submitted submit still "$source" --key waiting --wait --json
waiting verified verify --queue "$PG_DIR/still"
for name in shown submitted verified; do
	waits grep -qs 'is paused; assize queue says what is' "$PG_DIR/$name"
	is "$name waits on" "$(grep 'exit status' "$PG_DIR/$name")" ''
done
assize app queue resume --problem still
for one in 1 2 3; do
	finish w1 "$w1" "$(claim w1 "$w1")" >/dev/null
done
wait
is 'show --follow ends with the verdict' "$(grep -c '^done: AC' "$PG_DIR/shown")" 1
is 'submit --wait, too' "$(grep -c '"verdict":"AC"' "$PG_DIR/submitted") $(tail -n 1 "$PG_DIR/submitted")" \
	'1 exit status 0'
is 'and verify --queue' "$(tail -n 1 "$PG_DIR/verified")" 'exit status 0'
is 'each says once that it is paused' \
	"$(cat "$PG_DIR/shown" "$PG_DIR/submitted" "$PG_DIR/verified" | grep -c 'is paused')" 3
assize app queue resume --problem hello
is 'queue resume undoes it' "$status $out" '0 resumed; 1 submission can be claimed again'
assize app queue pause --problem helo
is 'a problem that nobody knows may be paused, and it is said' "$status $out" \
	'0 paused; 0 submissions wait; there is no submission and no package of problem helo so far'
assize app queue pause --problem helo --json
is 'as JSON, too' "$status $out" \
	'0 {"action":"pause","problem":"helo","known":false,"submissions":0}'
assize app queue resume --problem helo
like 'and when it is resumed' "$status $out" '^0 resumed; 0 submissions .* no package of problem helo'
assize app queue resume --problem other --json
like 'a problem without a submission is not known either' "$out" '"problem":"other","known":false'
assize app queue resume --problem hello --json
is 'one with some is' "$out" '{"action":"resume","problem":"hello","known":true,"submissions":0}'
assize app queue pause --contest default --json
is 'a contest as JSON' "$out" '{"action":"pause","contest":"default","submissions":1}'
assize app queue resume --json
is 'or all' "$out" '{"action":"resume","submissions":1}'
assize app queue redrive --json
is 'queue redrive as JSON' "$out" '{"action":"redrive","submissions":0}'
assize app queue pause --contest nowhere
like 'no such contest' "$status $out" '^[23] .*there is no contest'
assize app queue pause --contest default --problem hello
like 'both at once is refused' "$status $out" '^2 .*not both'
assize app queue cancel "$id"
is 'queue cancel' "$status $out" "0 submission $id: cancelled"
assize app queue cancel "$id"
is 'too late is exit status 1' "$status $out" "1 submission $id: too late, its judgement is final"
assize app queue cancel "$id" --json
is 'as JSON, too' "$status $out" "1 {\"action\":\"cancel\",\"submission\":$id,\"result\":\"final\"}"
assize app queue cancel 999
is 'none is a usage error' "$status $out" '2 assize: there is no submission 999'
assize app queue drain one
is 'queue drain' "$status $out" '0 one: asked to leave'
assize app queue
like 'which queue shows' "$out" 'one .*draining'
assize app queue drain one --json
is 'queue drain as JSON' "$status $out" '0 {"action":"drain","worker":"one","result":"told"}'
assize app queue drain nobody
like 'nobody of that name' "$status $out" '^2 .*no worker called nobody'
assize app queue pasue
like 'a slip in an action' "$status $out" '^2 .*did you mean pause'
assize app queue --problem hello
like 'an option without its action' "$status $out" '^2 .*are for actions'

done_testing
