#!/bin/sh
# claim(): the order, the fairness, the plan.
. "$(dirname "$0")/lib.sh"
queue_start
w1=$(start_worker w1 one)
w2=$(start_worker w2 two)

# claim_singly N: the judgements of as many claims.
claim_singly() {
	pg_sql w1 "select string_agg(c.judgement_id::text, ' ' order by n)
		from generate_series(1, $1) n cross join lateral assize.claim($w1, least(n, 1)) c"
}

is 'an empty queue gives nothing' "$(claim w1 "$w1" 5)" ''

a=$(submit_one "user_name => 'alice'")
b=$(submit_one "user_name => 'alice'")
c=$(submit_one "user_name => 'bob'")
d=$(submit_one "user_name => 'carol', priority => 5")
is 'priority goes first, then contestants take turns' \
	"$(claim_singly 10)" "$d $a $c $b"

pg_sql app "select assize.set_contest('final', base_priority => 3)" >/dev/null
a=$(submit_one)
b=$(submit_one "contest => 'final'")
is 'a contest of higher priority goes first' \
	"$(claim_singly 10)" "$b $a"

pg_sql app "select count(assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea],
	user_name => 'flood')) from generate_series(1, 300)" >/dev/null
late=$(submit_one "user_name => 'late'")
is 'who comes behind 300 submissions of another is among the next three' \
	"$(claim w1 "$w1" 3 | cut -d'|' -f1 | grep -c "^$late\$")" 1

claim w1 "$w1" 100 >"$PG_DIR/first" &
first=$!
claim w2 "$w2" 100 >"$PG_DIR/second"
wait $first
is 'two workers at once never get the same job' \
	"$(sort "$PG_DIR/first" "$PG_DIR/second" | cut -d'|' -f1 | uniq -d)" ''
is 'every claim has a lease of its own' \
	"$(cat "$PG_DIR/first" "$PG_DIR/second" | cut -d'|' -f2 | sort -u | wc -l)" \
	"$(cat "$PG_DIR/first" "$PG_DIR/second" | wc -l)"
# With many rows and generic plans, as a worker that runs for days has them.
pg_sql app "select count(assize.enqueue('hello', 'c', array['a.c'],
	array[convert_to(n::text, 'UTF8')], user_name => 'u' || n % 50)) from generate_series(1, 8000) n" \
	>/dev/null
pg_sql postgres "insert into assize.test_event select n, gen_random_uuid(), 0, 'AC', 1, 1, ''
	from generate_series(1, 8000) n"
pg_sql postgres 'analyze'
plans() {
	pg_sql postgres "load 'auto_explain'; set auto_explain.log_min_duration = 0;
		set auto_explain.log_nested_statements = on; set auto_explain.log_level = notice;
		set plan_cache_mode = force_generic_plan; set session authorization $1; $2" 2>&1
}
plan=$(plans w1 "select judgement_id, lease from assize.claim($w1, 4)")
like 'the plan of a claim is seen' "$plan" 'Index.* using job_ready'
scans() {
	echo "$plan" | grep -E 'Seq Scan|^ERROR'
}
is 'a claim scans no table' "$(scans)" ''
plan=$(plans w1 "select assize.has_work($w1)")
like 'the plan of has_work is seen' "$plan" 'Index.* using job_ready'
is 'has_work scans no table' "$(scans)" ''
held=$(claim w1 "$w1" 1)
plan=$(plans w1 "select assize.progress($w1, ${held%|*}, '${held#*|}', '{0}', '{AC}', '{1}', '{1}',
	'{x}'); select * from assize.fail($w1, ${held%|*}, '${held#*|}', 'x')")
like 'the plan of progress is seen' "$plan" 'job_pkey'
is 'progress and fail scan no table' "$(scans)" ''
plan=$(plans app "select * from assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea],
	key => 'k', user_name => 'u1'); select * from assize.enqueue('hello', 'c', array['a.c'],
	array['x'::bytea], key => 'k', user_name => 'u1')")
is 'enqueue scans no table' "$(scans)" ''

held=$(claim w1 "$w1" 1)
plan=$(plans w1 "select * from assize.beat($w1, '{${held%|*}}', '{${held#*|}}');
	select assize.maintain(); $(finishing_sql "$w1" "$held")")
like 'the plan of finish is seen' "$plan" 'Update on judgement'
is 'beat, maintain and finish scan no table' "$(scans)" ''
plan=$(plans w1 "select assize.unregister(assize.register('three', 'here', 'test', 1, 99))")
is 'register and unregister scan no table' "$(scans)" ''
id=$(submit_one "user_name => 'u1'")
plan=$(plans app "select assize.show($id); select * from assize.results_since('', 10);
	select * from assize.results_since((select max(place) from assize.results_since('', 10)), 10);
	select assize.cancel($id);
	select * from assize.try('c', array['a.c'], array['x'::bytea], 'in'::bytea)")
like 'the plan of results_since is seen' "$plan" 'news_pkey'
is 'show, results_since, cancel and try scan no table' "$(scans)" ''

is 'nothing that is called all the time is planned anew each time' "$(pg_sql postgres "
	select p.proname from pg_proc p where p.pronamespace = 'assize'::regnamespace
		and p.proname in ('claim', 'beat', 'progress', 'finish', 'fail', 'lose', 'give_back',
			'maintain', 'enqueue', 'try', 'results_since')
		and 'plan_cache_mode=force_generic_plan' <> all (p.proconfig)")" ''
is 'nothing that is asked often is compiled first' "$(pg_sql postgres "select p.proname
	from pg_proc p where p.pronamespace = 'assize'::regnamespace
		and p.proname in ('queue_depth', 'queue_state', 'rejudge_progress', 'rejudge_show', 'claim')
		and 'jit=off' <> all (p.proconfig)")" ''

done_testing
