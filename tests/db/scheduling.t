#!/bin/sh
# Who may claim what, and in which order: pools, classes, pauses, users' shares, delays, draining.
. "$(dirname "$0")/lib.sh"
queue_start

sql() {
	pg_sql postgres "$@"
}

# take LOGIN WORKER [N]: the submissions that N claims return, in order.
take() {
	pg_sql "$1" "select string_agg(c.submission_id::text, ' ' order by n)
		from generate_series(1, ${3:-1}) n cross join lateral assize.claim($2, least(n, 1)) c"
}

# take_reserving LOGIN WORKER N RESERVED: what one claim returns, background jobs first.
take_reserving() {
	pg_sql "$1" "select string_agg(submission_id::text, ' ' order by background desc, judgement_id)
		from assize.claim($2, $3, $4)"
}

# put USER [NAMED PARAMETERS]: the number of a new submission.
put() {
	pg_sql app "select submission_id from assize.enqueue('hello', 'c', array['a.c'],
		array['int main(void){}'::bytea], user_name => '$1' ${2:+, $2})"
}

# Ends all that is open.
clear_queue() {
	sql 'select assize.end_judgement(judgement_id, $$cancelled$$, null) from assize.job' >/dev/null
}

w1=$(start_worker w1 one)

# ---- Users take turns ----
sql "select assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea], user_name => 'eager')
	from generate_series(1, 200)" >/dev/null
for user in $(seq 20); do
	sql "select assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea],
		user_name => 'user $user') from generate_series(1, 10)" >/dev/null
done
late=$(put late)
case " $(take w1 "$w1" 24) " in
*" $late "*) found=yes ;;
*) found=no ;;
esac
is 'who comes last with one submission is among the next 20 + 2 x 2' "$found" yes
clear_queue

# ---- Classes ----
live=$(put a)
again=$(put b)
sql "update assize.job set background = true where judgement_id = (select judgement_id from
	assize.submission where id = $again)"
next=$(put c)
is 'live submissions go first, however late they come' "$(take w1 "$w1" 2)" "$live $next"
is 'then the background' "$(take w1 "$w1" 2)" "$again"
clear_queue
first=$(put a)
second=$(put b)
again=$(put c)
sql "update assize.job set background = true where judgement_id = (select judgement_id from
	assize.submission where id = $again)"
is 'one of three places is reserved for it' "$(take_reserving w1 "$w1" 2 1)" "$again $first"
is 'and is not lost when there is none' "$(take_reserving w1 "$w1" 2 1)" "$second"
clear_queue

# ---- Priorities ----
low=$(put a)
high=$(put a 'priority => 5')
is 'a higher priority goes first' "$(take w1 "$w1" 2)" "$high $low"
like 'one that is out of bounds is refused' "$(refused app "select assize.enqueue('p', 'c',
	array['a'], array['x'::bytea], priority => 40000)")" 'priority must be'

# ---- Delays ----
later=$(put a "not_before => clock_timestamp() + interval '1 hour'")
is 'what is for later is not claimed' "$(take w1 "$w1")" ''
sql 'select assize.maintain()' >/dev/null
is 'nor readied' "$(take w1 "$w1")" ''
sql "update assize.job set due_at = clock_timestamp() where state = 'delayed'"
is 'but when its time has come' "$(sql 'select promoted from assize.maintain()')" 1
is 'it is claimed' "$(take w1 "$w1")" "$later"
clear_queue

# ---- Pools ----
special=$(pg_sql w2 "select assize.register('two', 'here', 'test', 2, 99, '{java, default}')")
only=$(pg_sql w2 "select assize.register('three', 'here', 'test', 2, 99, '{java}')")
plain=$(put a)
tea=$(pg_sql app "select submission_id from assize.enqueue('hello', 'java', array['A.java'],
	array['x'::bytea])")
is 'without a rule all goes into the default pool' "$(take w2 "$only" 5)" ''
pg_sql app "select assize.set_pool_rule('java', language => 'java')" >/dev/null
is 'a rule moves what is queued, too' "$(take w2 "$only" 5)" "$tea"
tea=$(pg_sql app "select submission_id from assize.enqueue('hello', 'java', array['A.java'],
	array['x'::bytea])")
is 'who does not take from the pool does not get it' "$(take w1 "$w1" 1)" "$plain"
plain=$(put a 'priority => 1')
is 'who takes from both gets the more urgent first' "$(take w2 "$special" 1)" "$plain"
is 'then the other' "$(take w2 "$special" 2)" "$tea"
pg_sql app "select assize.set_contest('finals'); select assize.set_pool_rule('big', 'finals');
	select assize.set_pool_rule('odd', problem => 'hello', contest => 'finals')" >/dev/null
is 'the rule that names the problem wins' "$(pg_sql postgres "select p.name from assize.pool p
	where p.id = assize.pool_of((select id from assize.contest where name = 'finals'), 'hello',
	'java')")" odd
is 'then the language' "$(pg_sql postgres "select p.name from assize.pool p
	where p.id = assize.pool_of((select id from assize.contest where name = 'finals'), 'sum',
	'java')")" java
is 'then the contest' "$(pg_sql postgres "select p.name from assize.pool p
	where p.id = assize.pool_of((select id from assize.contest where name = 'finals'), 'sum',
	'c')")" big
pg_sql app "select assize.set_pool_rule(null, language => 'java')" >/dev/null
is 'a rule can be taken back' "$(sql "select count(*) from assize.pool_rule
	where language is not null")" 0
like 'a rule for no contest is refused' "$(refused app \
	"select assize.set_pool_rule('x', contest => 'finale')")" 'there is no contest'
like 'and a worker without a pool' "$(refused w1 \
	"select assize.register('none', 'here', 'test', 2, 99, '{}')")" 'one pool at least'
clear_queue

# ---- Pauses ----
waiting=$(put first)
is 'pausing a contest stops what waits' "$(pg_sql app "select assize.pause('default')")" 1
is 'it is not claimed' "$(take w1 "$w1")" ''
later=$(put second)
is 'nor what is put in meanwhile' "$(take w1 "$w1")" ''
is 'a look at the queue says so' "$(pg_sql app "select q->>'paused', q->'paused_contests'
	from assize.queue_state() q")" '2|["default"]'
is 'resuming lets it go on' "$(pg_sql app "select assize.resume('default')")" 2
is 'in its old order' "$(take w1 "$w1" 2)" "$waiting $later"
clear_queue
waiting=$(put a)
pg_sql app "select assize.pause(problem => 'hello')" >/dev/null
is 'a problem is paused' "$(take w1 "$w1")" ''
pg_sql app "select assize.pause()" >/dev/null
is 'all contests are paused' "$(sql 'select count(*) from assize.contest where not paused')" 0
pg_sql app "select assize.resume()" >/dev/null
is 'what is paused twice must be resumed twice' "$(take w1 "$w1")" ''
pg_sql app "select assize.resume(problem => 'hello')" >/dev/null
held=$(pg_sql w1 "select judgement_id, lease from assize.claim($w1, 1)")
pg_sql app "select assize.pause(problem => 'hello')" >/dev/null
is 'what is being judged goes on' "$(lease_call give_back w1 "$w1" "$held")" ok
is 'until it comes back' "$(sql 'select state from assize.job')" paused
pg_sql app "select assize.resume(problem => 'hello')" >/dev/null
clear_queue

# A pause and a submission at the same moment: nothing slips through.
(printf 'begin; select assize.enqueue($$hello$$, $$c$$, array[$$a$$], array[$$x$$::bytea]);\n'
	sleep 1
	echo 'commit;') | pg_sql app '' >/dev/null &
putting=$!
until [ "$(sql "select count(*) from pg_locks where relation = 'assize.paused_problem'::regclass and mode = 'RowShareLock'")" \
	-gt 0 ]; do sleep 0.05; done
pg_sql app "select assize.pause()" >/dev/null
wait "$putting"
is 'a submission that was on its way when the pause came is paused' \
	"$(sql 'select state from assize.job')" paused
pg_sql app "select assize.resume()" >/dev/null
clear_queue

# Whoever takes a submission back and hands in another, in one transaction, and whoever pauses
# meanwhile: rules are locked before rows, so that neither waits for the other for ever.
# sessions N CONDITION: so many of the application's are like that.
sessions() {
	[ "$(sql "select count(*) from pg_stat_activity where usename = 'app' and $2")" -eq "$1" ]
}
# replaces WHAT CALL: a pause comes between the call and enqueue().
replaces() {
	mkfifo "$PG_DIR/changing"
	pg_sql app '' <"$PG_DIR/changing" >/dev/null 2>&1 &
	changing=$!
	exec 4>"$PG_DIR/changing"
	echo "begin; select $2;" >&4
	waits sessions 1 "state = 'idle in transaction'"
	pg_sql app "select assize.pause('default')" >"$PG_DIR/paused" 2>&1 4>&- &
	pausing=$!
	ok "$1: a pause waits for the lock" waits sessions 1 "query like '%pause(%'
		and wait_event_type = 'Lock'"
	echo "select assize.enqueue('hello', 'c', array['a.c'], array['y'::bytea]); commit;" >&4
	exec 4>&-
	ok "$1: and ends" waits sessions 0 "state = 'active'"
	sql "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'" >/dev/null
	wait "$changing" "$pausing"
	is "$1: what was handed in is paused" \
		"$(cat "$PG_DIR/paused") $(sql 'select distinct state from assize.job')" '1 paused'
	pg_sql app "select assize.resume()" >/dev/null
	clear_queue
	rm "$PG_DIR/changing"
}
submit_one >/dev/null
replaces 'cancel()' "assize.cancel((select judgement_id from assize.status where state = 'queued'))"
submit_one >/dev/null
finish w1 "$w1" "$(claim w1 "$w1")" >/dev/null
set=$(pg_sql app "select rejudging_id from assize.rejudge_new(verdicts => '{AC}')")
replaces 'rejudge_cancel()' "assize.rejudge_cancel($set)"

# ---- Workers that leave, or are sick ----
put a >/dev/null
is 'draining asks the workers of that name' "$(pg_sql app "select assize.drain('one')")" 1
is 'a draining worker gets nothing' "$(take w1 "$w1")" ''
is 'and is told so' "$(pg_sql w1 "select * from assize.beat($w1, '{}', '{}')")" '|drain'
w1=$(start_worker w1 one)
pg_sql w1 "select assize.set_sick($w1, 'no compiler')"
is 'a sick worker gets nothing' "$(take w1 "$w1")" ''
is 'its row says why' "$(sql "select sick from assize.worker where id = $w1")" 'no compiler'
is 'as does a look at the queue' "$(pg_sql app "select w->>'sick' from
	json_array_elements(assize.queue_state()->'workers') w where w->>'name' = 'one'")" 'no compiler'
pg_sql w1 "select assize.set_sick($w1, null)"
like 'well again, it claims' "$(take w1 "$w1")" '^[0-9]+$'
like 'another login cannot say so' "$(refused w2 "select assize.set_sick($w1, 'x')")" 'unknown'
put a >/dev/null
pg_sql w1 "select assize.report_broken($w1, 'hello', 'its validator crashes')"
is 'a broken package is paused' "$(take w1 "$w1")" ''
is 'with the reason' "$(sql "select problem, reason from assize.paused_problem")" \
	'hello|its validator crashes'
pg_sql app "select assize.resume(problem => 'hello')" >/dev/null
clear_queue

# ---- What a worker that leaves with the last job waits for ----
work() {
	pg_sql w1 "select assize.has_work($w1)"
}
is 'nothing is queued' "$(work)" f
put a >/dev/null
is 'what is ready' "$(work)" t
sql "update assize.job set avoided = 'one', avoided_until = clock_timestamp() + interval '1 hour'"
is 'also if it is to be tried by another first' "$(work)" t
sql "update assize.job set avoided = null, state = 'delayed',
	due_at = clock_timestamp() + interval '1 hour'"
is 'what is delayed' "$(work)" t
pg_sql app "select assize.pause(problem => 'hello')" >/dev/null
is 'not what is delayed and paused' "$(work)" f
pg_sql app "select assize.resume(problem => 'hello'); select assize.pause(contest => 'default')" >/dev/null
is 'in whatever way' "$(work)" f
sql "update assize.job set state = 'paused', due_at = null"
is 'nor what would be ready' "$(work)" f
pg_sql app "select assize.resume()" >/dev/null
is 'until it goes on' "$(work)" t
pg_sql app "select assize.set_pool_rule('elsewhere', problem => 'hello')" >/dev/null
is 'not what only others take' "$(work)" f
sql "update assize.job set state = 'delayed', due_at = clock_timestamp()"
is 'delayed or not' "$(work)" f
pg_sql app "select assize.set_pool_rule(null, problem => 'hello')" >/dev/null
is 'but what they do not' "$(work)" t
sql "update assize.job set state = 'ready', due_at = null"
held=$(claim w1 "$w1")
is 'not what is being judged' "$(work)" f
lease_call give_back w1 "$w1" "$held" >/dev/null
like 'another login cannot ask' "$(refused w2 "select assize.has_work($w1)")" 'unknown'
clear_queue

# ---- Redrive ----
dead=$(put a)
sql 'select assize.end_judgement(judgement_id, $$dead$$, $$no compiler$$) from assize.job' >/dev/null
is 'what was given up is judged again' "$(pg_sql app 'select assize.redrive()')" 1
is 'by a new judgement' "$(sql "select count(*), count(*) filter (where state = 'dead')
	from assize.judgement where submission_id = $dead")" '2|1'
is 'which counts' "$(sql "select state from assize.status where submission_id = $dead")" queued
is 'only what is dead' "$(pg_sql app 'select assize.redrive()')" 0
held=$(pg_sql w1 "select judgement_id, lease from assize.claim($w1, 1)")
is 'it can be finished' "$(finish w1 "$w1" "$held")" ok

done_testing
