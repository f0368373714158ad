#!/bin/sh
# Rejudging: which submissions, what it would change, and what applying it does to whom.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
if [ ! -x "$ASSIZE" ]; then
	echo "Bail out! $ASSIZE is not built"
	exit 1
fi
queue_start
pg_login reader assize_reader
w1=$(start_worker w1 one)
w2=$(start_worker w2 two)

# assize USER WORD...: sets $out and $status.
rejudge() {
	login=$1
	shift
	out=$("$ASSIZE" rejudge "$@" --database "$(pg_conninfo "$login")" 2>&1)
	status=$?
}

# judge(worker, many, verdicts by submission, else, ...): as a worker does, one after the other.
pg_sql postgres <<'END'
	create function judge(worker integer, many integer, verdicts jsonb default '{}',
		otherwise text default 'AC', toolchain text default 'gcc 12.2', package text default 'aa01',
		cpu_ns bigint default 1000000, score double precision default 1) returns text
	language plpgsql as $$
	declare
		held record;
		told text := '';
		said text;
	begin
		for i in 1..many loop
			select * into held from assize.claim(worker, 1);
			exit when not found;
			said := coalesce(verdicts ->> held.submission_id::text, otherwise);
			perform assize.finish(worker, held.judgement_id, held.lease, said::assize.verdict, 'as told',
				score, cpu_ns, 2000, 4096, 1, null, '', '', 'AC', '', 1, 1, 1, false, '',
				'{0}', array[said], '{1}', '{10}', '{10}', '{4}', '{1}', '{0}', '{0}', '{f}', '{f}', '{a}',
				'{c}', '{e}', jsonb_build_object('language', 'c', 'toolchain', toolchain, 'package_hash', package));
			told := told || held.submission_id || ':' || said || ' ';
		end loop;
		return trim(told);
	end $$;
END

# What counts: submission:verdict, and by which judgement if asked.
counting() {
	pg_sql app "select string_agg(submission_id || ':' || verdict, ' ' order by submission_id)
		from assize.status where ${1:-true}"
}

# ---- Eight submissions, of which seven are judged ----
pg_sql app >/dev/null <<'END'
	select assize.set_contest('c2');
	select assize.enqueue(p, l, array['a.c'], array['x'::bytea], user_name => u, contest => c)
	from (values ('hello', 'c', 'alice', 'default'), ('hello', 'cpp', 'bob', 'default'),
		('hello', 'c', 'alice', 'c2'), ('other', 'c', 'bob', 'c2'), ('hello', '', 'carol', 'default'),
		('hello', 'c', 'dan', 'default')) v (p, l, u, c);
END
pg_sql w1 "select judge($w1, 2, '{\"1\": \"WA\"}')" >/dev/null
pg_sql w2 "select judge($w2, 2, '{\"3\": \"TLE\"}', toolchain => 'gcc 13.1', package => 'bb02')" >/dev/null
pg_sql w1 "select judge($w1, 1, '{\"5\": \"RTE\"}')" >/dev/null
pg_sql postgres 'update assize.job set max_failures = 1'
lease_call fail w1 "$w1" "$(claim w1 "$w1")" "'no compiler'" >/dev/null
pg_sql app >/dev/null <<'END'
	select assize.try('c', array['a.c'], array['x'::bytea], 'input'::bytea, problem => 'hello');
	select pg_sleep(0.01);
	select assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea], user_name => 'eve');
END
pg_sql w1 "select judge($w1, 1)" >/dev/null
pg_sql postgres "update assize.submission set submitted_at = '2026-01-01'::timestamptz + id * interval '1 day'"
is 'six are judged, one of them dead, and a try is' "$(counting)" '1:WA 2:AC 3:TLE 4:AC 5:RTE 6:JE 7:AC'

# ---- Filters ----
fits() {
	is "filter: $1" "$(pg_sql reader "select string_agg(m::text, ' ') from assize.rejudge_matching($1) m")" \
		"$2"
}
fits "problem => 'hello'" '1 2 3 5 6'
fits "contest => 'c2'" '3 4'
fits "language => 'cpp'" 2
fits "language => 'c', problem => 'hello'" '1 3 5 6'
fits "user_name => 'bob'" '2 4'
fits "verdicts => '{WA,TLE,JE}'" '1 3 6'
fits "submitted_since => '2026-01-05'" '4 5 6'
fits "submitted_until => '2026-01-05'" '1 2 3'
fits "worker => 'two'" '3 4'
fits "toolchain => 'gcc 12.2'" '1 2 5'
fits "toolchain => 'gcc%'" '1 2 3 4 5'
fits "package => 'bb'" '3 4'
fits "submissions => '{2,5,8}'" '2 5'
fits "contest => 'c2', problem => 'hello', language => 'c', verdicts => '{TLE}', worker => 'two'" 3
refuses() {
	like "refused: $1" "$(refused app "select assize.rejudge_new($1)")" "$2"
}
refuses '' 'no filter is given'
refuses "problem => 'hullo'" 'no judged submission has problem "hullo"'
refuses "problem => 'hello', user_name => 'eve'" 'no judged submission has user name "eve"'
refuses "user_name => ''" 'no judged submission has user name ""'
refuses "problem => 'other', verdicts => '{WA}'" 'all together fit none'
refuses "contest => 'c3'" "there is no contest 'c3'"
refuses "verdicts => '{WA,XX}'" "'XX' is no verdict"
refuses "problem => 'hello', repeat => 0" '1 to 100 times'
for empty in "verdicts => '{}'" "submissions => '{}'" "package => ''" \
	"problem => 'hello', verdicts => '{}'"; do
	refuses "$empty" "the filter (verdicts|submissions|package) is empty"
	like "nor does it match all: $empty" "$(refused app "select assize.rejudge_matching($empty)")" \
		'is empty, which nothing fits'
done
is 'nothing of that made a set' "$(pg_sql app 'select count(*) from assize.rejudging')" 0

# ---- A set ----
is 'a set is made' "$(pg_sql app "select found_submissions, is_new
	from assize.rejudge_new(problem => 'hello', key => 'k1')")" '5|t'
set=$(pg_sql app 'select id from assize.rejudging')
is 'the same key again is the same set' \
	"$(pg_sql app "select * from assize.rejudge_new(problem => 'hello', key => 'k1')")" "$set|5|f"
again="select is_new from assize.rejudge_new(submitted_since => '2026-01-02T03:04Z', user_name => 'alice',
	key => 'kz')"
is 'in whatever time zone the caller is' "$(pg_sql app "begin; set timezone = 'UTC'; $again;
	set timezone = 'Asia/Tokyo'; $again; rollback" | paste -sd ' ')" 't f'
refuses "problem => 'other', key => 'k1'" "the key 'k1' was used for another rejudging, number $set"
is 'its jobs are background jobs' "$(pg_sql app 'select background, state, count(*) from assize.job
	group by 1, 2 order by 1')" 'f|ready|1
t|ready|5'
is 'status knows nothing of them' "$(counting)" '1:WA 2:AC 3:TLE 4:AC 5:RTE 6:JE 7:AC'
is 'nor do the counts of results' "$(pg_sql app "select s->>'done', s->>'dead', s->>'rejudgings'
	from assize.queue_state() s")" '6|1|1'
is 'a live submission is claimed next' "$(pg_sql w1 "select judge($w1, 1)")" '8:AC'
like 'apply refuses while judgements are open' "$(refused app "select assize.rejudge_apply($set)")" \
	"^5 judgements of rejudging $set are still open"
news=$(pg_sql app 'select count(*) from assize.news')
is 'its judgements come in order' "$(pg_sql w1 "select judge($w1, 2, cpu_ns => 2000000)")" '1:AC 2:AC'
is 'they are no news' "$(pg_sql app 'select count(*) from assize.news')" "$news"
is 'progress is counted' "$(pg_sql reader "select p->>'done', p->>'queued', p->>'judgements'
	from assize.rejudge_progress($set) p")" '2|3|5'
is 'what would change is known' "$(pg_sql reader "select submission_id, outcome, counts, old_verdict,
	new_verdict from assize.rejudging_submission where outcome <> 'open' order by 1")" \
	'1|changed|old|WA|AC
2|same|old|AC|AC'
is 'and has not' "$(counting 'submission_id < 3')" '1:WA 2:AC'
is 'a part can be applied' "$(pg_sql app "select a->>'state', a->>'moved', a->>'changed', a->>'open'
	from assize.rejudge_apply($set, partial => true) a")" 'open|2|1|3'
is 'it counts then' "$(counting 'submission_id < 4')" '1:AC 2:AC 3:TLE'
is 'and is news' "$(pg_sql app "select string_agg(submission_id::text, ' ' order by id) from
	(select * from assize.news order by id desc limit 2) n")" '1 2'

# Meanwhile 6 is judged live; 5 cannot be judged.
pg_sql app 'select assize.redrive(6)' >/dev/null
is 'a redrive is live' "$(pg_sql w1 "select judge($w1, 1, otherwise => 'WA')")" '6:WA'
is 'the next shadow' "$(pg_sql w1 "select judge($w1, 1, otherwise => 'TLE', cpu_ns => 4000000)")" '3:TLE'
pg_sql postgres 'update assize.job set max_failures = 1'
lease_call fail w1 "$w1" "$(claim w1 "$w1")" "'no compiler'" >/dev/null
is 'the last shadow' "$(pg_sql w1 "select judge($w1, 9)")" '6:AC'
is 'a dead shadow changes nothing' "$(counting 'submission_id = 5')" 5:RTE
is 'nor is it redriven' "$(pg_sql app 'select assize.redrive()')" 0
is 'the verdict matrix' "$(pg_sql reader "select old_verdict, new_verdict, submissions
	from assize.rejudging_matrix where rejudging_id = $set order by 1, 2")" 'AC|AC|1
WA|AC|1
TLE|TLE|1
JE|AC|1'
is 'outcomes and the change of time' "$(pg_sql reader "select s->'outcomes'->>'same',
	s->'outcomes'->>'changed', s->'outcomes'->>'given_up', s->'outcomes'->>'superseded',
	s->'time'->>'compared', s->'time'->>'median_ratio' from assize.rejudge_show($set) s")" '2|2|1|1|2|3'
is 'the differences' "$(pg_sql reader "select string_agg((d->>'submission') || ' ' || (d->>'outcome'), ', ')
	from assize.rejudge_show($set) s, json_array_elements(s->'differences') d")" \
	'1 changed, 5 given up, 6 changed'
is 'apply is not blocked by the dead one' "$(pg_sql app "select a->>'state', a->>'moved', a->>'applied',
	(select string_agg((k->>'submission') || ' ' || (k->>'why'), ', ') from json_array_elements(a->'kept') k)
	from assize.rejudge_apply($set) a")" 'applied|1|3|5 given up, 6 judged otherwise meanwhile'
is 'who was judged anew keeps that' "$(counting)" '1:AC 2:AC 3:TLE 4:AC 5:RTE 6:WA 7:AC 8:AC'
news=$(pg_sql app 'select count(*) from assize.news')
is 'apply again says the same and does nothing' "$(pg_sql app "select a->>'state', a->>'moved',
	a->>'applied', json_array_length(a->'kept') from assize.rejudge_apply($set) a")" 'applied|0|3|2'
is 'no news either' "$(pg_sql app 'select count(*) from assize.news')" "$news"
like 'what is applied cannot be cancelled' "$(refused app "select assize.rejudge_cancel($set)")" 'was applied'

# ---- Repetitions ----
pg_sql app "select assize.rejudge_new(submissions => '{1,2}', repeat => 3)" >/dev/null
is 'each repetition of all, one after the other' "$(pg_sql w1 "select judge($w1, 5)")" \
	'1:AC 2:AC 1:AC 2:AC 1:AC'
pg_sql w1 "select judge($w1, 1, otherwise => 'WA')" >/dev/null
set2=$(pg_sql app 'select max(id) from assize.rejudging')
is 'what disagrees is unstable' "$(pg_sql reader "select d->>'submission', d->>'outcome',
	(select string_agg(r->>'verdict', ' ') from json_array_elements(d->'repetitions') r)
	from assize.rejudge_show($set2) s, json_array_elements(s->'differences') d")" '2|unstable|AC AC WA'
before=$(pg_sql app 'select judgement_id from assize.submission where id = 2')
is 'apply leaves it alone' "$(pg_sql app "select a->>'moved', a->'kept'->0->>'submission',
	a->'kept'->0->>'why' from assize.rejudge_apply($set2) a")" '1|2|unstable'
is 'its old judgement counts' "$(pg_sql app 'select judgement_id from assize.submission where id = 2')" \
	"$before"
is 'of the other the first repetition does' "$(pg_sql app "select g.repetition from assize.judgement g
	join assize.submission s on s.judgement_id = g.id where s.id = 1")" 1

# ---- Cancelling ----
was=$(counting)
pg_sql app "select assize.rejudge_new(submissions => '{1,2,3}', key => 'k3')" >/dev/null
set3=$(pg_sql app 'select max(id) from assize.rejudging')
held=$(claim w1 "$w1")
is 'cancel drops what waits and tells what runs' "$(pg_sql app "select c->>'state', c->>'cancelled',
	c->>'told' from assize.rejudge_cancel($set3) c")" 'cancelled|2|1'
is 'its worker hears of it' "$(pg_sql w1 "select verb from assize.beat($w1, '{${held%|*}}', '{${held#*|}}')")" \
	cancel
is 'and its verdict is not taken' "$(finish w1 "$w1" "$held")" cancelled
is 'nothing is left in the queue' "$(pg_sql app 'select count(*) from assize.job')" 0
is 'nothing has changed' "$(counting)" "$was"
is 'cancel again does nothing' "$(pg_sql app "select c->>'state', c->>'cancelled', c->>'told'
	from assize.rejudge_cancel($set3) c")" 'cancelled|0|0'
like 'what is cancelled cannot be applied' "$(refused app "select assize.rejudge_apply($set3)")" 'was cancelled'

# ---- Pauses, pools, two sets ----
pg_sql app "select assize.pause(problem => 'other'); select assize.set_pool_rule('slow', problem => 'other');
	select assize.rejudge_new(problem => 'other')" >/dev/null
is 'a paused problem waits, in its pool' "$(pg_sql app 'select j.state, p.name from assize.job j
	join assize.pool p on p.id = j.pool_id')" 'paused|slow'
pg_sql app "select assize.resume(problem => 'other'); select assize.set_pool_rule(null, problem => 'other')" \
	>/dev/null
is 'and goes on with it' "$(pg_sql w1 "select judge($w1, 1)")" '4:AC'
pg_sql app "select assize.rejudge_new(submissions => '{1,2,3}')" >/dev/null
pg_sql w1 "select judge($w1, 1)" >/dev/null
pg_sql app "select assize.rejudge_new(submissions => '{4,5}')" >/dev/null
is 'two sets take turns' "$(pg_sql w1 "select judge($w1, 9)")" '2:AC 3:AC 4:AC 5:AC'
[ "$(pg_sql app "select count(*) from assize.rejudging where state = 'open'")" = 3 ] ||
	echo '# the sets above are not all open'

# ---- Roles ----
for call in "rejudge_new(problem => 'hello')" 'rejudge_apply(1)' 'rejudge_cancel(1)' 'rejudge_show(1)' \
	'rejudge_list()' 'rejudge_export(1)'; do
	like "a worker cannot call ${call%%(*}" "$(refused w1 "select assize.$call")" 'permission denied'
done
for call in "rejudge_new(problem => 'hello')" 'rejudge_apply(1)' 'rejudge_cancel(1)'; do
	like "a reader cannot call ${call%%(*}" "$(refused reader "select assize.$call")" 'permission denied'
done

# ---- Commands ----
rejudge app new --problem hello --verdict AC,WA --since 2026-01-01 --toolchain 'gcc%' --repeat 2 \
	--reason 'new compiler' --key k9
set9=$(pg_sql app 'select max(id) from assize.rejudging')
like 'new says number and size' "$status $out" "^0 rejudging $set9: [0-9]+ submissions$"
rejudge app new --problem hello --verdict AC,WA --since 2026-01-01 --toolchain 'gcc%' --repeat 2 \
	--reason 'new compiler' --key k9 --json
like 'the same key again, as JSON' "$status $out" "^0 \{\"rejudging\":$set9,.*\"new\":false\}$"
rejudge app new --problem nowhere
is 'nothing fits: which filter it is' "$status $out" '2 assize: no judged submission has problem "nowhere"'
rejudge app new
like 'no filter: the cure' "$status $out" '^2 .*since -infinity'
rejudge app new --since yesteryear
like 'no time' "$status $out" '^2 .*yesteryear.*write'
rejudge app new --submission 1,x
like 'no number' "$status $out" '^2 .*1,x.*17,18'
rejudge app new --problem hello --priority high
like 'no priority' "$status $out" '^2 .*--priority'
rejudge app apply "$set9"
like 'apply while some are open: the cure' "$status $out" '^2 .*still open; wait for them .*--partial'
rejudge app show 77
like 'no such set: where to look' "$status $out" '^2 .*there is no rejudging 77.*rejudge list'
rejudge app shwo 1
like 'a slip is answered with the right word' "$status $out" '^2 .*did you mean show'
rejudge app show
like 'show needs a set' "$status $out" '^2 .*needs the number of a set'
rejudge w1 list
like 'a worker'"'"'s login is told what it lacks' "$status $out" '^3 .*grant assize_app'
"$ASSIZE" rejudge show "$set9" --follow --database "$(pg_conninfo reader)" >"$PG_DIR/follow" 2>&1 &
follow=$!
many=$(pg_sql app "select count(*) from assize.judgement where rejudging_id = $set9")
pg_sql w1 "select judge($w1, $many - 1)" >/dev/null
pg_sql w1 "select judge($w1, 1, otherwise => 'MLE')" >/dev/null
wait $follow
is 'show --follow ends with the last judgement' $? 0
like 'show has the matrix' "$(cat "$PG_DIR/follow")" '^was +AC'
like 'and the differences' "$(cat "$PG_DIR/follow")" '^ +6 +hello +dan +WA .*(unstable|changed)'
like 'and what was asked for' "$(cat "$PG_DIR/follow")" '^  verdicts: \["AC","WA"\]'
rejudge reader show "$set9" --json
like 'as JSON it is the whole record' "$status $out" "^0 \\{\"rejudging\":$set9,.*\"matrix\":\\[\\{\"old\":\"AC\""
rejudge app apply "$set9"
like 'apply says what it did' "$status $out" "^0 rejudging $set9: applied; the new verdicts count for"
like 'and who keeps what' "$out" '^ +8 +hello +AC +unstable'
rejudge app apply "$set9" --json
like 'again, as JSON' "$status $out" '^0 .*"moved":0'
rejudge reader list
like 'list has all' "$status $out" "^0 .*set +state"
like 'with their reasons' "$out" "^ +$set9 +applied .* new compiler$"
rejudge app cancel "$set9"
like 'cancel of what is applied: refused' "$status $out" '^2 .*was applied'
rejudge reader export "$set9"
is 'export has a line for each submission' "$status $(echo "$out" | grep -c '^{"submission"')" \
	"0 $(pg_sql app "select submissions from assize.rejudging where id = $set9")"
like 'with hashes and receipts of old and new' "$(echo "$out" | tail -n 1)" \
	'"sha256".*"old".*"toolchain".*"new".*"toolchain".*"toolchain"'
rejudge reader export --verdict RTE
like 'or of a filter, with what counts' "$status $out" '^0 \{"submission" : 5,.*"verdict" : "RTE".*"new" : \[\]'
rejudge reader export --submission 5 --submission 1,2 --submission 5
is 'a list may be repeated as well' "$status $(echo "$out" | sed 's/^{"submission" : \([0-9]*\).*/\1/' | xargs)" \
	'0 1 2 5'
rejudge reader export 1 --problem hello
like 'not both' "$status $out" '^2 .*not both'

done_testing
