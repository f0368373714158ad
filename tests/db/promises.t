#!/bin/bash
# What holds whatever others do, and whenever: a crash, another host's settings, rules that change
# under a job, locks that anybody could take, rows that two want in different orders.
. "$(dirname "$0")/lib.sh"
queue_start
pg_login viewer assize_reader

sql() {
	pg_sql postgres "$1"
}
until_is() {
	for _ in $(seq 400); do
		[ "$(sql "$1")" != "$2" ] || return 0
		sleep 0.05
	done
	return 1
}

# ---- Leases --------------------------------------------------------------------------------------

# A host whose leases are short, as its heartbeats are, looks after a queue with others'.
short=$(pg_sql w1 "select assize.register('short', 'here', 'test', 2, 99, lease_ms => 1000)")
long=$(start_worker w2 long)
held=$(claim w2 "$long" 1)
id=$(submit_one)
held=$(claim w2 "$long")
sql "update assize.worker set beat_at = clock_timestamp() - interval '20 seconds'"
is 'each worker has its own lease' \
	"$(pg_sql w2 'select workers_dead, requeued from assize.maintain()')" '1|0'
like 'one that is no time is refused' "$(refused w1 \
	"select assize.register('x', 'here', 'test', 2, 99, lease_ms => 10)")" 'a second to a day'
is 'so others live on' "$(pg_sql w2 "select count(*) from assize.beat($long,
	array[${held%|*}]::bigint[], array['${held#*|}']::uuid[])")" 0
sql "update assize.job set lost_leases = 9, deadline_at = clock_timestamp()"
sql 'select assize.maintain()' >/dev/null
is 'the verdict under a lease that was the last one is late' "$(finish w2 "$long" "$held")" refused
is 'which is on record' "$(sql "select count(*) from assize.audit where event = 'late finish'")" 1

# ---- A crash -------------------------------------------------------------------------------------

# What maintain() gives up is told at once; the server dies before it would write by itself.
sql "alter system set wal_writer_delay = '10s'"
sql 'select pg_reload_conf()' >/dev/null
sleep 0.5
id=$(submit_one)
claim w2 "$long" >/dev/null
sql "update assize.job set lost_leases = 9, deadline_at = clock_timestamp()"
sql 'select assize.maintain()' >/dev/null
told=$(pg_sql app "select judgement_id from assize.results_since() order by 1 desc limit 1")
pg_kill
pg_restart
is 'what was told is there after a crash' \
	"$told $(sql "select state from assize.judgement where id = $id")" "$id dead"

# Whoever tells something waits for the disk, whatever the setting of the database: the transaction is
# asked behind each call.
sql "alter database assize set synchronous_commit = off"
durable() {
	pg_sql "$1" "begin; $2; show synchronous_commit; commit" | tail -n 1
}
submit_one >/dev/null
is 'a verdict is for the disk' "$(durable w2 "$(finishing_sql "$long" "$(claim w2 "$long")")")" on
set=$(pg_sql app "select rejudging_id from assize.rejudge_new(verdicts => '{AC}')")
is 'a set need not be' "$(durable app "select assize.rejudge_list()")" off
finish w2 "$long" "$(claim w2 "$long")" >/dev/null
is 'until it is applied' "$(durable app "select assize.rejudge_apply($set)")" on
sql "alter database assize reset synchronous_commit"

# ---- Rules ---------------------------------------------------------------------------------------

java=$(pg_sql w1 "select assize.register('java', 'here', 'test', 2, 99, array['java'])")
pg_sql app "select assize.set_pool_rule('java', language => 'java')" >/dev/null
id=$(pg_sql app "select judgement_id from assize.enqueue('hello', 'java', array['a.java'],
	array['x'::bytea])")
held=$(claim w1 "$java")
is 'a job is in its pool' "${held%|*}" "$id"
pg_sql app "select assize.set_pool_rule(null, language => 'java')" >/dev/null
pg_sql w1 "select assize.unregister($java)" >/dev/null
is 'whose rule has gone when it comes back' "$(claim w2 "$long" | cut -d'|' -f1)" "$id"
pg_sql app "select assize.cancel($id)" >/dev/null
sql 'select assize.end_judgement(judgement_id, $$cancelled$$, null) from assize.job' >/dev/null

(echo "begin; select assize.enqueue('hello', 'java', array['a.java'], array['x'::bytea]);"
	sleep 1
	echo 'commit;') | pg_sql app '' >/dev/null &
putting=$!
until_is "select count(*) > 0 from pg_locks where relation = 'assize.paused_problem'::regclass
	and mode = 'RowShareLock'" t
pg_sql app "select assize.set_pool_rule('java', language => 'java')" >/dev/null
wait "$putting"
is 'a rule finds what was being handed in' "$(sql "select p.name from assize.job j
	join assize.pool p on p.id = j.pool_id")" java
pg_sql app "select assize.set_pool_rule(null, language => 'java')" >/dev/null

# ---- Locks ---------------------------------------------------------------------------------------

printf 'begin; select * from assize.paused_problem; %s; select pg_sleep(3);\n' \
	"select pg_advisory_lock(hashtext('assize.pause')), pg_advisory_lock(hashtext('assize.maintain'))" |
	pg_sql viewer '' >/dev/null &
holding=$!
until_is "select count(*) from pg_locks where locktype = 'advisory'" 2
ok 'who may only read holds up nobody who hands in' timeout 2 psql -XAtqd "$(pg_conninfo app)" -c \
	"select assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea])"
sql "update assize.job set state = 'delayed', due_at = clock_timestamp()"
is 'nor what is due' "$(pg_sql w2 'select promoted from assize.maintain()')" 2
for mode in 'row share' 'share update exclusive' exclusive; do
	like "who may only read cannot lock, $mode" \
		"$(refused viewer "begin; lock table assize.paused_problem in $mode mode")" 'permission denied'
done
wait $holding

# ---- Two that want the same rows -------------------------------------------------------------------

# A job is claimed while somebody pauses, and comes back before that has ended.
id=$(sql 'select min(judgement_id) from assize.job')
(echo "begin; update assize.job set priority = 1 where judgement_id = $id;"
	sleep 1
	echo 'commit;') | pg_sql postgres '' >/dev/null &
claiming=$!
until_is "select count(*) > 0 from pg_stat_activity where state = 'idle in transaction'" t
pg_sql app "select assize.pause()" >"$PG_DIR/paused" 2>&1 &
pausing=$!
until_is "select count(*) > 0 from pg_locks where relation = 'assize.paused_problem'::regclass
	and mode = 'ExclusiveLock' and granted" t
wait $claiming $pausing
is 'a pause waits for no row while others may wait for it' \
	"$(cat "$PG_DIR/paused") $(sql "select string_agg(distinct state::text, ',') from assize.job")" \
	'2 paused'
pg_sql app 'select assize.resume()' >/dev/null

# All who come after a change of rules that waits would wait as well.
is 'none of them waits for ever' "$(sql "select proname || ' ' || c from pg_proc, unnest(proconfig) c
	where pronamespace = 'assize'::regnamespace and c like 'lock_timeout=%' order by 1" | paste -sd ' ')" \
	'pause lock_timeout=5s report_broken lock_timeout=200ms resume lock_timeout=5s set_pool_rule lock_timeout=5s'
sql "alter function assize.pause set lock_timeout = '100ms'"
mkfifo "$PG_DIR/open"
pg_sql app '' <"$PG_DIR/open" >/dev/null &
putting=$!
exec 4>"$PG_DIR/open"
echo "begin; select assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea]);" >&4
until_is "select count(*) from pg_stat_activity where state = 'idle in transaction'" 1
like 'a pause gives up' "$(refused app 'select assize.pause()')" 'nothing is changed: a transaction'
is 'and nothing is paused' "$(sql 'select count(*) from assize.contest where paused')" 0
echo 'commit;' >&4
exec 4>&-
wait "$putting"

# ---- Numbers -------------------------------------------------------------------------------------

for weight in 0 1e-20 "'nan'" 1e9 null; do
	like "no contest has the weight $weight" \
		"$(refused app "select assize.set_contest('final', $weight)")" 'weight must be 0.001 to 1000000'
done
like 'nor the priority 32767' \
	"$(refused app "select assize.set_contest('final', 1, 32767)")" 'priority must be -10000 to'
for name in "''" null "E'a\\nb'"; do
	like "no contest is called $name" "$(refused app "select assize.set_contest($name)")" \
		'the contest must have 1 to 255 bytes'
done
like 'a pause has a reason' \
	"$(refused app "select assize.pause(problem => 'x', reason => null)")" 'may be empty, but not null'
sql 'select assize.end_judgement(judgement_id, $$cancelled$$, null) from assize.job' >/dev/null
submit_one "user_name => 'n', priority => null, full_run => null" >/dev/null
submit_one "user_name => 'n', cost_ms => null" >/dev/null
submit_one "user_name => 'n'" >/dev/null
is 'what is null is the default' "$(sql "select array_agg(priority), array_agg(virtual_time - first),
	array_agg(full_run) from (select *, min(virtual_time) over () as first from assize.job
	order by judgement_id) j")" '{0,0,0}|{0,2000,4000}|{f,f,f}'
wide=$(pg_sql w1 "select assize.register(repeat(U&'\\00e4', 120), 'here', 'test', 2, 99)")
is 'a worker with a long name can have a successor' \
	"$(pg_sql w1 "select assize.step_aside($wide)" 2>&1)" ''
done_testing
