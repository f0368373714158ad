#!/bin/sh
# Leases: who may write a verdict, and what becomes of a job whose worker does not.
. "$(dirname "$0")/lib.sh"
queue_start
w1=$(start_worker w1 one)
w2=$(start_worker w2 two)

job() {
	pg_sql app "select $1 from assize.job where judgement_id = $2"
}
judgement() {
	pg_sql app "select $1 from assize.judgement where id = $2"
}
# Moves the clock for a job.
past() {
	pg_sql postgres "update assize.$1"
}
# maintain [WORKER SECONDS]: that one was silent for so long, the others were not at all, however
# slow this machine is.
maintain() {
	pg_sql postgres "update assize.worker set beat_at = clock_timestamp() -
		case when id = ${1:-0} then ${2:-0} else 0 end * interval '1 second';
		select * from assize.maintain()"
}
# delay JUDGEMENT LEAST MOST: whether the delay after the last failure is that many seconds.
delay() {
	job "extract(epoch from due_at - (select max(a.at) from assize.audit a
		where a.judgement_id = job.judgement_id and event = 'failure')) between $2 and $3" "$1"
}

# A verdict is written once.
id=$(submit_one)
held=$(claim w1 "$w1")
is 'a claimed job is running' \
	"$(pg_sql app "select state from assize.status where judgement_id = $id")" running
is 'the holder finishes' "$(finish w1 "$w1" "$held" WA)" ok
is 'the judgement is done' "$(judgement 'state, verdict, test_verdict' "$id")" 'done|WA|{AC,WA}'
is 'the job is gone' "$(job 1 "$id")" ''
is 'the same call again is a duplicate' "$(finish w1 "$w1" "$held" WA)" duplicate
is 'another verdict under the ended lease changes nothing' \
	"$(finish w1 "$w1" "$held" AC; judgement verdict "$id")" 'duplicate
WA'
is 'another worker with the lease is refused' "$(finish w2 "$w2" "$held" AC)" refused
is 'progress after the end is refused' "$(lease_call progress w1 "$w1" "$held" \
	"'{0}', '{AC}', '{1}', '{1}', '{x}'")" refused
id=$(submit_one)
held=$(claim w1 "$w1")
is 'a made-up lease is refused' \
	"$(finish w1 "$w1" "$id|00000000-0000-0000-0000-000000000000")" refused
is 'another worker with the right lease is refused' "$(finish w2 "$w2" "$held")" refused
is 'another login that gives the right number is refused' "$(finish w2 "$w1" "$held")" refused
like 'a judge error is no verdict' "$(finish w1 "$w1" "$held" JE 2>&1)" 'call fail'
is 'after all that the holder finishes' "$(finish w1 "$w1" "$held")" ok
is 'late verdicts are on record' "$(pg_sql app "select count(*) from assize.audit
	where event = 'late finish' and judgement_id = $id")" 3

# Progress.
id=$(submit_one)
held=$(claim w1 "$w1")
past "job set deadline_at = clock_timestamp() + interval '1 second' where judgement_id = $id"
is 'progress is taken' "$(lease_call progress w1 "$w1" "$held" \
	"'{0,1}', '{AC,WA}', '{1,2}', '{3,4}', '{x,y}'")" ok
is 'progress extends the deadline' \
	"$(job "deadline_at > clock_timestamp() + interval '9 minutes'" "$id")" t
is 'progress told twice counts once' "$(lease_call progress w1 "$w1" "$held" \
	"'{1}', '{WA}', '{2}', '{4}', '{y}'"
	pg_sql app "select tests_judged from assize.status where judgement_id = $id")" 'ok
2'
is 'a running judgement shows its tests' "$(pg_sql app "select json_array_length(
	assize.show(submission_id)->'tests') from assize.judgement where id = $id")" 2
is 'finish deletes what was told meanwhile' "$(finish w1 "$w1" "$held" WA
	pg_sql app 'select count(*) from assize.test_event')" 'ok
0'

# A stale progress waits for the row and then finds it gone.
id=$(submit_one)
held=$(claim w1 "$w1")
{
	echo "begin; select 1 from assize.job where judgement_id = $id for update;"
	echo "\\! touch $PG_DIR/locked; sleep 1"
	echo "delete from assize.job where judgement_id = $id; commit;"
} | pg_sql postgres >/dev/null &
holder=$!
until [ -e "$PG_DIR/locked" ] || ! kill -0 $holder; do
	sleep 0.05
done
is 'progress that waits for the end of its lease is refused' "$(lease_call progress w1 "$w1" \
	"$held" "'{0}', '{AC}', '{1}', '{1}', '{x}'")" refused
wait $holder
pg_sql postgres "delete from assize.judgement where id = $id"

# Failures: back-off, then dead.
id=$(submit_one)
held=$(claim w1 "$w1")
is 'a failure is tried again' "$(lease_call fail w1 "$w1" "$held" "'no compiler'")" retry
is 'later' "$(job 'state, failures, lost_leases, last_error' "$id")" 'delayed|1|0|no compiler'
is 'after about a second' "$(delay "$id" 0.7 1.3)" t
past "job set due_at = clock_timestamp() + interval '1 hour' where judgement_id = $id"
is 'not now' "$(claim w1 "$w1")" ''
is 'failing twice under one lease is refused' \
	"$(lease_call fail w1 "$w1" "$held" "'again'")" refused
maintain >/dev/null
is 'maintain leaves what is not due' "$(job state "$id")" delayed
past "job set due_at = clock_timestamp() where judgement_id = $id"
is 'maintain readies what is due' "$(maintain)" '0|0|1'
is 'it is not for the worker on which it failed, while there is another' "$(claim w1 "$w1")" ''
past "job set avoided_until = clock_timestamp() where judgement_id = $id"
held=$(claim w1 "$w1")
lease_call fail w1 "$w1" "$held" "'no compiler'" >/dev/null
is 'the second delay is longer' "$(delay "$id" 2.9 5.1)" t
past "job set due_at = clock_timestamp(), avoided_until = clock_timestamp() + interval '1 hour'
	where judgement_id = $id"
maintain >/dev/null
held=$(claim w1 "$w1")
is 'but the other may take it at once' "$held" ''
held=$(claim w2 "$w2")
is 'the third failure is the last' "$(lease_call fail w2 "$w2" "$held" "'no compiler'")" dead
is 'and the judgement is a final JE with its reason' \
	"$(judgement 'state, verdict, reason, failures, lost_leases' "$id")" 'dead|JE|no compiler|3|0'

# Lost leases.
id=$(submit_one)
held=$(claim w1 "$w1")
is 'a worker that was silent for 20 s is left alone' "$(maintain "$w1" 20)" '0|0|0'
is 'one that was silent for 31 s loses its jobs' "$(maintain "$w1" 31)" '1|1|0'
is 'which is no failure' "$(job 'state, failures, lost_leases' "$id")" 'ready|0|1'
like 'it may not claim' "$(refused w1 "select assize.claim($w1, 1)")" 'is dead'
again=$(claim w2 "$w2")
is 'another worker claims the job' "${again%|*}" "$id"
is 'the late verdict is refused' "$(finish w1 "$w1" "$held" WA)" refused
is 'and so is a late failure' "$(lease_call fail w1 "$w1" "$held" "'x'")" refused
is 'the new holder finishes' "$(finish w2 "$w2" "$again")" ok
is 'whose verdict it is' "$(judgement 'verdict, worker_id, claims' "$id")" "AC|$w2|2"

w1=$(start_worker w1 one)
id=$(submit_one)
held=$(claim w1 "$w1")
past "job set deadline_at = clock_timestamp() where judgement_id = $id"
is 'a job without progress for too long is taken back' "$(maintain)" '0|1|0'
is 'its lease is reported lost by the heartbeat' "$(claim w2 "$w2" >/dev/null
	pg_sql w1 "select * from assize.beat($w1, '{$id}', '{${held#*|}}')")" "$id|lost"
past "job set lost_leases = 9, deadline_at = clock_timestamp() where judgement_id = $id"
maintain >/dev/null
is 'the tenth lost lease is the last: a poison job dies' \
	"$(judgement 'state, verdict, lost_leases, failures' "$id")" 'dead|JE|10|0'

# A restarted worker takes its predecessor's place at once.
id=$(submit_one)
held=$(claim w1 "$w1")
lease_call progress w1 "$w1" "$held" "'{0}', '{AC}', '{1}', '{1}', '{x}'" >/dev/null
old=$w1
w1=$(start_worker w1 one)
is 'the predecessor'"'"'s job is ready at once' "$(job 'state, lost_leases' "$id")" 'ready|1'
is 'without what was told of it' "$(pg_sql app 'select count(*) from assize.test_event')" 0
like 'the predecessor is told why it must stop' \
	"$(refused w1 "select assize.beat($old, '{}', '{}')")" 'another worker has registered'
is 'its verdict is refused' "$(finish w1 "$old" "$held")" refused
again=$(claim w1 "$w1")
is 'the successor judges' "$(finish w1 "$w1" "$again")" ok
other=$(start_worker w2 one)
is 'the same name of another login is another worker' \
	"$(pg_sql w1 "select count(*) from assize.beat($w1, '{}', '{}')")" 0
pg_sql w2 "select assize.unregister($other)" >/dev/null

# A claim whose answer was lost.
id=$(submit_one)
held=$(claim w1 "$w1")
is 'a heartbeat that lists the lease keeps it' \
	"$(pg_sql w1 "select * from assize.beat($w1, '{$id}', '{${held#*|}}')"; job state "$id")" leased
is 'one that does not list it gives the job back, without blame' \
	"$(pg_sql w1 "select * from assize.beat($w1, '{}', '{}')"
	job 'state, lost_leases, failures' "$id")" 'ready|0|0'

# Going home.
held=$(claim w1 "$w1")
is 'a job is given back' "$(lease_call give_back w1 "$w1" "$held")" ok
is 'without blame' "$(job 'state, lost_leases, failures' "$id")" 'ready|0|0'
claim w1 "$w1" >/dev/null
is 'a worker that leaves frees what it holds' "$(pg_sql w1 "select assize.unregister($w1)")" 1
is 'without blame' "$(job 'state, lost_leases, failures' "$id")" 'ready|0|0'
like 'who left may not claim' "$(refused w1 "select assize.claim($w1, 1)")" 'is stopped'

# Cancelling.
w1=$(start_worker w1 one)
is 'a queued judgement is cancelled at once' "$(pg_sql app "select assize.cancel($id)"
	judgement 'state, verdict' "$id")" 'cancelled
cancelled|'
is 'a second time is too late' "$(pg_sql app "select assize.cancel($id)")" final
id=$(submit_one)
held=$(claim w1 "$w1")
is 'of a running one its worker is told' "$(pg_sql app "select assize.cancel($id)"
	pg_sql w1 "select * from assize.beat($w1, '{$id}', '{${held#*|}}')")" "told
$id|cancel"
is 'its progress says so too' "$(lease_call progress w1 "$w1" "$held" \
	"'{}', '{}', '{}', '{}', '{}'")" cancelled
is 'its verdict is not written' "$(finish w1 "$w1" "$held"; judgement 'state, verdict' "$id")" \
	'cancelled
cancelled|'
is 'asked again it is a duplicate' "$(finish w1 "$w1" "$held")" duplicate
for ending in give_back fail; do
	id=$(submit_one)
	held=$(claim w1 "$w1")
	pg_sql app "select assize.cancel($id)" >/dev/null
	is "$ending ends a cancelled judgement" "$(lease_call $ending w1 "$w1" "$held" \
		"$([ $ending = fail ] && echo "'x'")"; judgement state "$id")" 'cancelled
cancelled'
done
id=$(submit_one)
claim w1 "$w1" >/dev/null
pg_sql app "select assize.cancel($id)" >/dev/null
maintain "$w1" 31 >/dev/null
is 'so does the death of its worker' "$(judgement state "$id")" cancelled

is 'in the end no job is left and every judgement is final' \
	"$(pg_sql app "select (select count(*) from assize.job),
	(select count(*) from assize.judgement where state = 'open')")" '0|0'

done_testing
