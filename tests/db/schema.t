#!/bin/sh
# The migrations: complete, explained, closed to the public.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
queue_start

is 'every migration says its version, without gaps' \
	"$(pg_sql postgres "select string_agg(version::text, ',' order by version)
		from assize.schema_version")" \
	"$(ls "$TOP"/schema/*.sql | sed 's:.*/0*\([0-9]*\)_.*:\1:' | paste -sd,)"

pg_sql postgres 'create database second'
PG_DATABASE=second
ok 'the schema goes into a second database of the cluster, where the roles exist' pg_schema
unset PG_DATABASE

like 'a migration is not applied twice' "$(pg_sql postgres '' -1 <"$TOP/schema/0001_tables.sql" 2>&1)" \
	'already exists'

is 'every table and view is explained' "$(pg_sql postgres "select relname from pg_class
	where relnamespace = 'assize'::regnamespace and relkind in ('r', 'v')
	and obj_description(oid, 'pg_class') is null")" ''
is 'every column is explained' "$(pg_sql postgres "select c.relname, a.attname from pg_class c
	join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
	where c.relnamespace = 'assize'::regnamespace and c.relkind in ('r', 'v')
	and col_description(c.oid, a.attnum) is null")" ''
is 'every function is explained' "$(pg_sql postgres "select oid::regprocedure from pg_proc
	where pronamespace = 'assize'::regnamespace and obj_description(oid, 'pg_proc') is null")" ''
is 'every function fixes its search path' "$(pg_sql postgres "select oid::regprocedure
	from pg_proc where pronamespace = 'assize'::regnamespace
	and not coalesce(array_to_string(proconfig, ' '), '') like 'search_path=assize, pg_temp%'")" ''
is 'everything belongs to assize_owner' "$(pg_sql postgres "select proname from pg_proc
	where pronamespace = 'assize'::regnamespace and proowner <> 'assize_owner'::regrole
	union all select relname from pg_class
	where relnamespace = 'assize'::regnamespace and relowner <> 'assize_owner'::regrole")" ''

pg_login stranger
is 'the public may call no function' "$(pg_sql postgres "select oid::regprocedure from pg_proc
	where pronamespace = 'assize'::regnamespace
	and has_function_privilege('stranger', oid, 'execute')")" ''
is 'a function that a later migration adds is closed to the public too' \
	"$(pg_sql postgres "begin; set local role assize_owner;
	create function assize.later() returns int language sql as 'select 1';
	select has_function_privilege('stranger', 'assize.later()', 'execute'); rollback")" f

# ---- A live database, whose workers are too old for what comes ----
migrate() {
	for migration in "$TOP"/schema/*.sql; do
		version=${migration##*/}
		version=${version%%_*}
		[ "$version" -ge "$1" ] && [ "$version" -le "$2" ] || continue
		pg_sql postgres '' -1 <"$migration" || return 1
	done
}
pg_sql postgres 'create database third'
PG_DATABASE=third
migrate 1 9
old=$(pg_sql w1 "select assize.register('old', 'here', 'test', 2, 9)")
id=$(submit_one "entry_point => 'main', full_run => true")
number=$(pg_sql postgres 'select submission_id from assize.judgement')
pg_sql app "select assize.try('c', array['a.c'], array['x'::bytea], 'what if'::bytea)" >/dev/null
is 'an old worker claims' "$(claim w1 "$old" | cut -d'|' -f1)" "$id"
ok 'a migration that it does not know takes place meanwhile' migrate 10 99
like 'it is stopped' "$(refused w1 "select assize.claim($old, 1)")" 'is stopped'
like 'and told why when it registers' \
	"$(refused w1 "select assize.register('old', 'here', 'test', 2, 9)")" 'asks for [0-9]+ or later'
new=$(start_worker w1 new)
is 'its job is free at once, and says all that it said before' "$(pg_sql w1 "select judgement_id,
	submission_id, problem, language, entry_point, full_run, queued_ms >= 0, input is null,
	convert_from(files[1], 'UTF8') from assize.claim($new, 1)")" \
	"$id|$number|hello|c|main|t|t|t|a.c"
is 'so does a try' "$(pg_sql w1 "select convert_from(input, 'UTF8'), convert_from(files[2], 'UTF8')
	from assize.claim($new, 1)")" 'what if|x'
pg_sql postgres "create temp table old as select judgement_id, virtual_time, contest_id, problem
	from assize.job where judgement_id = $id; create temp table whole as select * from assize.job;
	delete from assize.job where judgement_id = $id; insert into assize.job (judgement_id,
	virtual_time, contest_id, problem) select * from old; update assize.job j set claims = w.claims,
	lost_leases = w.lost_leases from whole w where w.judgement_id = j.judgement_id"
is 'what was on its way in while it was migrated says as much' "$(pg_sql postgres "select submission_id,
	language, entry_point, full_run from assize.job where judgement_id = $id")" "$number|c|main|t"
is 'and nothing is counted against that' \
	"$(pg_sql postgres 'select distinct lost_leases, failures from assize.job')" '0|0'

# ---- A live database, whose workers fit what comes, while a dump goes on ----
PG_DATABASE=postgres
pg_sql postgres 'create database fourth'
PG_DATABASE=fourth
migrate 1 13
old=$(pg_sql w1 "select assize.register('old', 'here', 'test', 2, 13)")
submit_one "user_name => 'a'" >/dev/null
submit_one "user_name => 'b'" >/dev/null
held=$(claim w1 "$old")
mkfifo "$PG_DIR/dump"
pg_sql postgres '' <"$PG_DIR/dump" >/dev/null &
dumping=$!
exec 4>"$PG_DIR/dump"
echo 'begin; lock table assize.schema_version in share mode;' >&4
holds() {
	[ "$(pg_sql postgres "select count(*) from pg_locks where mode = 'ShareLock' and granted
		and relation = 'assize.schema_version'::regclass")" -eq 1 ]
}
waits holds
"$ASSIZE" db migrate --database "$(pg_conninfo postgres)" >"$PG_DIR/migrated" 2>&1 4>&- &
migrating=$!
ok 'a migration does not wait on for a lock' waits grep -q 'holds a lock' "$PG_DIR/migrated"
locks_nothing() {
	[ "$(pg_sql postgres "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid
		where l.locktype = 'relation' and a.application_name = 'assize'")" -eq 0 ]
}
ok 'it gives way' waits locks_nothing
is 'and has changed nothing' "$(pg_sql postgres 'select max(version) from assize.schema_version')" 13
echo 'commit;' >&4
exec 4>&-
wait "$dumping"
ok 'it goes on when the lock is free' wait "$migrating"
like 'and says so' "$(cat "$PG_DIR/migrated")" 'migrated from version 13 to [0-9]+$'
is 'who was judging goes on' "$(finish w1 "$old" "$held")" ok
like 'and claims' "$(claim w1 "$old")" '^2\|'

done_testing
