#!/bin/bash
# Every command that has to do with the database, and a worker that fetches packages, through
# PgBouncer in transaction mode.
. "$(dirname "$0")/pooler.sh"
pooler_start
mkdir "$PG_DIR/work"
cd "$PG_DIR/work" || exit 1

# The worker has nothing but the pooler: no package, no connection to listen on.
settings() {
	cat <<-END
		database: "$(pooled w1)"
		name: pooled
		slots: 2
		poll: 0.2s
		cache: {directory: $PG_DIR/cache, size: 1GiB, prefetch: ${1:-false}}
	END
}

start_worker_of() {
	"$ASSIZE" --config "$1" worker 2>>"$PG_DIR/worker.log" 3>&- &
	worker=$!
	until_there "select 1 from assize.worker where state = 'active' and name = 'pooled'"
}

# The same words, whatever the numbers.
said() {
	echo "$status $(echo "$out" | paste -sd' ')"
}

# ---- Packages ----------------------------------------------------------------------------------

cp -r "$TOP/problems/hello" hello
printf '#include <stdio.h>\nint main(void) { puts("yes"); }\n' >yes.c
large big 1 12
cp "$TOP/problems/hello/submissions/accepted/hello.c" hello.c
assize app package push hello big
like 'push' "$(said)" '^0 hello: version 1, .*big: version 1, .* 12 MiB, of which 12 MiB were sent$'
assize app package push big
like 'push of what is there' "$(said)" '^0 big: is version 1 already'
assize app package list
like 'list' "$(said)" '^0 .*big +1 .*hello +1 '
assize app package pull big copy
is 'pull' "$status $(diff -r big copy && echo same)" '0 same'
# While a package is on its way the pooler is started anew.
large broken 2 40
"$ASSIZE" package push broken --database "$(pooled app)" >pushed 2>&1 &
pusher=$!
until_there "select 1 from assize.package_chunk having count(*) > 16"
stop_bouncer
start_bouncer
wait $pusher
like 'a push finds the pooler again' "$? $(cat pushed)" '^0 broken: version 1, '

# ---- A worker that fetches them ----------------------------------------------------------------

settings >worker.yaml
start_worker_of worker.yaml
assize app submit --wait hello hello.c
like 'a worker fetches a package' "$(said)" '^0 .*AC'
assize app submit --wait big yes.c
like 'a larger one, in pieces' "$(said)" '^0 .*AC'
is 'its tree is that of the directory' "$(pg_sql postgres "select receipt->>'package_hash'
	from assize.judgement g join assize.submission s on s.id = g.submission_id
	where s.problem = 'big'")" "$("$ASSIZE" run --json big yes.c |
	sed -n 's/.*"package_hash":"\([0-9a-f]*\)".*/\1/p')"
printf 'int main(void) { return 0; }\n' >wrong.c
assize app submit --wait hello wrong.c --user alice --json
like 'submit --json' "$(said)" '^1 \{"submission":.*"verdict":"WA"'
number=$(pg_sql app 'select max(id) from assize.submission')
assize app show "$number" --follow
like 'show --follow' "$(said)" '^0 .*done: WA'

# ---- Rejudging ---------------------------------------------------------------------------------

assize app rejudge new --problem hello --reason pooled --key k1
like 'rejudge new' "$(said)" '^0 rejudging 1: 2 submissions$'
assize app rejudge new --problem hello --reason pooled --key k1
like 'the same key is the same set' "$(said)" '^0 rejudging 1: 2 submissions, made before'
assize app rejudge new --problem nowhere
like 'what is refused leaves no transaction behind' "$(said)" '^2 .*no judged submission'
assize app rejudge show 1 --follow
like 'rejudge show --follow' "$(said)" '^0 .*was +AC'
assize app rejudge apply 1
like 'rejudge apply' "$(said)" '^0 rejudging 1: applied'
assize app rejudge export 1
is 'rejudge export' "$status $(echo "$out" | grep -c '^{"submission".*"new".*"verdict"')" '0 2'
assize app rejudge list
like 'rejudge list' "$(said)" '^0 .*applied .* pooled$'

# ---- The queue ---------------------------------------------------------------------------------

assize app queue pause --problem hello
like 'queue pause' "$(said)" '^0 paused; 0 submissions wait'
assize app rejudge new --problem hello
set=$(expr "$out" : 'rejudging \([0-9]*\)')
assize app rejudge cancel "$set"
like 'rejudge cancel' "$(said)" "^0 rejudging $set: cancelled"
assize app submit hello hello.c
waits_id=${out#submission }
assize app submit hello hello.c
cancelled_id=${out#submission }
assize app queue cancel "$cancelled_id"
is 'queue cancel' "$(said)" "0 submission $cancelled_id: cancelled"
assize app show "$waits_id"
like 'what is paused waits' "$(said)" '^0 .*paused'
assize app queue resume --problem hello
is 'queue resume' "$(said)" '0 resumed; 1 submission can be claimed again'
assize app show "$waits_id" --follow
like 'and is judged' "$(said)" '^0 .*AC'
assize app queue pause --problem missing
assize app submit missing hello.c
missing_id=${out#submission }
pg_sql postgres 'update assize.job set max_failures = 1'
assize app queue resume --problem missing
assize app show "$missing_id" --follow
like 'a package that is nowhere' "$(said)" '^[03] .*JE, .*no package missing'
cp -r hello missing
assize app package push missing
assize app queue redrive
is 'queue redrive' "$(said)" '0 1 submission is judged once more'
until_there "select 1 from assize.status where problem = 'missing' and verdict = 'AC'"
assize app queue --json
like 'and then it is judged' "$(said)" '^0 \{"queued":0,.*"running":0,.*"dead":0,'
assize app queue drain pooled
is 'queue drain' "$(said)" '0 pooled: asked to leave'
has_left() { ! kill -0 "$worker" 2>/dev/null; }
ok 'the worker leaves' waits has_left
kill "$worker" 2>/dev/null
wait "$worker"
is 'in peace' $? 0
worker=

# ---- An empty cache is filled while nobody waits; old versions go ------------------------------

rm -rf "$PG_DIR/cache"
settings true >worker.yaml
start_worker_of worker.yaml
is_filled() { [ "$(du -sm "$PG_DIR/cache" | cut -f1)" -ge 12 ]; }
ok 'an idle worker fetches what was pushed lately' waits is_filled
kill "$worker"
wait "$worker"
worker=
echo '# more' >>hello/problem.yaml
assize app package push hello
assize app package drop hello
like 'drop' "$(said)" '^0 .*1 version dropped'

# ---- The schema --------------------------------------------------------------------------------

for word in init migrate; do
	assize postgres db "$word"
	like "db $word is not done through it" "$(said)" '^3 .*connect to the server itself'
done
assize postgres db status
like 'db status' "$(said)" '^0 .*: fits$'
pg_sql postgres "update assize.submission set submitted_at = now() - interval '2 days';
	update assize.judgement set finished_at = now() - interval '2 days';
	update assize.rejudging set created_at = now() - interval '2 days'"
assize postgres db prune --older-than 1d --dry-run
like 'db prune --dry-run' "$(said)" '^0 would delete [1-9][0-9]* submissions'
assize postgres db prune --older-than 1d
like 'db prune' "$(said)" '^0 deleted [1-9][0-9]* submissions'
for login in app w1 postgres; do
	is "no transaction of $login stays open, nor a setting" "$(psql -XAtq -d "$(pooled $login)" -c "
		select current_setting('statement_timeout'), current_setting('lock_timeout'),
			(select count(*) from pg_prepared_statements),
			(select count(*) from pg_stat_activity where state like 'idle in%')")" '0|0|0|0'
done
[ "$TAP_FAILED" -eq 0 ] || sed 's/^/# /' "$PG_DIR/worker.log" "$PG_DIR/pool/log"
done_testing
