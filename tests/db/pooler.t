#!/bin/bash
# Everything through PgBouncer in transaction mode, with fewer servers than clients, so that each
# statement may meet another session; only notifications go past it.
. "$(dirname "$0")/pooler.sh"
DRIVER=$TOP/build/${VARIANT:-release}/tests/db/driver

start_pooled_worker() {
	"$ASSIZE" --config "$1" worker 2>>"$PG_DIR/worker.log" &
	worker=$!
	until_there "select 1 from assize.worker where state = 'active' and name = 'pooled'"
}

# settings POLL LISTEN: a worker.yaml.
settings() {
	cat <<-END
		database: "$(pooled w1)"
		${2:+listen: "$2"}
		name: pooled
		slots: 2
		poll: $1
		packages: [$TOP/problems]
	END
}

pooler_start

assize postgres db status
like 'db status' "$status $out" '^0 .*: fits$'
assize postgres db migrate
like 'the schema is not changed through it' "$status $out" '^3 .*connect to the server itself'

for i in 1 2 3; do submit_one >/dev/null; done
is 'a worker claims, tells, writes, gives back, is fenced' "$("$DRIVER" "$(pooled w1)" register one \
	claim 1 progress finish AC finish AC claim 1 beat fail x claim 1 return unregister beat 2>&1 |
	cut -d' ' -f1,2 | paste -sd,)" \
	"$("$DRIVER" "$(pg_conninfo w1)" register one claim 0 unregister >/dev/null
	pg_sql postgres "truncate assize.submission cascade" 2>/dev/null
	for i in 1 2 3; do submit_one >/dev/null; done
	"$DRIVER" "$(pg_conninfo w1)" register one \
	claim 1 progress finish AC finish AC claim 1 beat fail x claim 1 return unregister beat 2>&1 |
	cut -d' ' -f1,2 | paste -sd,)"
pg_sql postgres "truncate assize.submission cascade" 2>/dev/null

printf 'print(f"Hello, {input()}!")\n' >"$PG_DIR/a.py"
settings 1s >"$PG_DIR/polls.yaml"
start_pooled_worker "$PG_DIR/polls.yaml"
assize app submit --wait hello "$PG_DIR/a.py"
like 'submit --wait, and a worker that polls' "$status $out" '^0 .*AC'
assize app submit --contest nowhere hello "$PG_DIR/a.py"
like 'what is refused says why' "$status $out" '^2 .*no contest'
number=$(pg_sql postgres 'select max(id) from assize.submission')
assize app show "$number"
like 'show' "$status $(echo "$out" | paste -sd' ')" '^0 .*done: AC'
assize app queue
like 'queue' "$status $(echo "$out" | paste -sd' ')" '^0 .*pooled'

# The pooler is started anew: all connections are lost at once.
stop_bouncer
start_bouncer
assize app submit --wait hello "$PG_DIR/a.py"
like 'a worker finds the pooler again' "$status $out" '^0 .*AC'
kill "$worker"
wait "$worker"

# It looks by itself only after a minute: what is judged before was notified.
settings 60s "$(pg_conninfo w1)" >"$PG_DIR/listens.yaml"
sed -i 's/^poll: .*/poll: 60s\nheartbeat: 60s\nlease: 600s/' "$PG_DIR/listens.yaml"
start_pooled_worker "$PG_DIR/listens.yaml"
until_there "select 1 from pg_stat_activity where query = 'listen judge_ready'"
for i in 1 2 3; do assize app submit hello "$PG_DIR/a.py"; done
until_there "select 1 from assize.judgement having count(*) filter (where state = 'open') = 0" 50
is 'a direct connection listens: nobody waits for the next look' \
	"$(pg_sql postgres "select count(*) from assize.judgement where state = 'open'")" 0
kill "$worker"
wait "$worker"
worker=

for login in app w1; do
	is "nothing of a session of $login stays behind" "$(psql -XAtq -d "$(pooled $login)" -c "
		select current_setting('statement_timeout'), current_setting('synchronous_commit'),
			current_setting('plan_cache_mode')")" '0|on|auto'
	is "nor a statement or a channel of $login" "$(psql -XAtq -d "$(pooled $login)" -c "
		select (select count(*) from pg_prepared_statements),
			(select count(*) from pg_listening_channels())")" '0|0'
done
[ "$TAP_FAILED" -eq 0 ] || sed 's/^/# /' "$PG_DIR/worker.log" "$PG_DIR/pool/log"
done_testing
