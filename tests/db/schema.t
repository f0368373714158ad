#!/bin/sh
# The migrations: complete, explained, closed to the public.
. "$(dirname "$0")/lib.sh"
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

done_testing
