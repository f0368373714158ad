#!/bin/bash
# Retention: what is old and final goes, nothing else, and nobody who is at work notices.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ -x "$ASSIZE" ] || { echo "Bail out! $ASSIZE is not built"; exit 1; }
queue_start

prune() {
	out=$("$ASSIZE" db prune --database "$(pg_conninfo "$login")" "$@" 2>&1)
	status=$?
}
login=postgres
count() {
	pg_sql postgres "select count(*) from assize.$1"
}
# put CONTENT [NAMED PARAMETERS]: a submission with that source; prints its number.
put() {
	pg_sql app "select submission_id from assize.enqueue('hello', 'c', array['a.c'],
		array['$1'::bytea] ${2:+, $2})"
}
# done_before ID AGE: judged that long ago.
done_before() {
	pg_sql postgres "with gone as (delete from assize.job j using assize.judgement g
			where g.id = j.judgement_id and g.submission_id = $1)
		update assize.judgement set state = 'done', verdict = 'AC', finished_at = now() - interval '$2'
		where submission_id = $1;
		update assize.submission set submitted_at = now() - interval '$2' where id = $1;
		update assize.blob set created_at = now() - interval '$2'
		where hash in (select hash from assize.submission_file where submission_id = $1)"
}
there() {
	pg_sql postgres "select string_agg(id::text, ' ' order by id) from assize.submission"
}

prune
is 'without an age it is a usage error' "$status $out" \
	'2 assize: db prune needs --older-than, as in --older-than 90d'
for age in 0d 90 -1d 1y 59m 99999999d x ''; do
	prune --older-than "$age"
	like "the age '$age' is one too" "$status $out" '^2 .*write hours, days or weeks'
done
out=$("$ASSIZE" db status --older-than 1d --database "$(pg_conninfo postgres)" 2>&1)
is 'the age is for prune alone' "$out" \
	'assize: --older-than, --keep-contest and --dry-run are for db prune'

old=$(put old)
done_before "$old" '91 days'
young=$(put young)
done_before "$young" '89 days'
open=$(put open)
pg_sql postgres "update assize.submission set submitted_at = now() - interval '1 year' where id = $open;
	update assize.blob set created_at = now() - interval '1 year'"
again=$(put again)
done_before "$again" '91 days'
pg_sql postgres "insert into assize.judgement (submission_id, state, verdict, finished_at, created_at)
	values ($again, 'done', 'AC', now() - interval '1 day', now())"
pg_sql app "select assize.set_contest('final')" >/dev/null
kept=$(put kept "contest => 'final'")
done_before "$kept" '91 days'
same=$(put young "key => 'same'")	# the content is another's as well
done_before "$same" '91 days'
pg_sql postgres "update assize.blob set created_at = now() - interval '1 year';
	insert into assize.audit (at, event) values (now() - interval '91 days', 'failure'), (now(), 'failure');
	insert into assize.worker (name, host, program, slots, state, beat_at) values
		('gone', 'h', 'p', 1, 'dead', now() - interval '91 days'),
		('lately', 'h', 'p', 1, 'dead', now()),
		('silent', 'h', 'p', 1, 'active', now() - interval '91 days'),
		('known', 'h', 'p', 1, 'stopped', now() - interval '91 days');
	update assize.judgement set worker_id = (select id from assize.worker where name = 'known')
	where submission_id = $young"

login=w1
prune --older-than 90d
like 'a worker may not' "$status $out" '3 .*permission denied'
login=app
prune --older-than 90d
like 'nor a platform' "$status $out" '3 .*permission denied'
login=postgres

pg_sql postgres "insert into assize.news (submission_id, judgement_id)
	select s.id, s.judgement_id from assize.submission s"
prune --older-than 90d --keep-contest final --dry-run
is 'a dry run says how much' "$status $out" '0 would delete 2 submissions with 2 judgements, 0 contents of files (0 B; and what only those submissions use), 1 events, 1 workers, 0 chunks of packages'
is 'and deletes nothing' "$(count submission) $(count blob) $(count worker)" '6 5 4'
prune --older-than 90d --keep-contest final
is 'what is old and final goes' "$status $out" '0 deleted 2 submissions with 2 judgements, 1 contents of files (3 B), 1 events, 1 workers, 0 chunks of packages'
is 'not what is open, was judged again lately, or is of a contest that is kept' "$(there)" \
	"$young $open $again $kept"
is 'no news is left of what went' "$(pg_sql postgres "select count(*), count(s.id) from assize.news n
	left join assize.submission s on s.id = n.submission_id")" '4|4'
is 'nor contents that another uses' "$(pg_sql postgres "select string_agg(convert_from(content, 'UTF8'),
	' ' order by content) from assize.blob")" 'again kept open young'
is 'nor a worker that is active, or that judged what is there' \
	"$(pg_sql postgres "select string_agg(name, ' ' order by name) from assize.worker")" \
	'known lately silent'
is 'it is on record' "$(pg_sql app "select detail from assize.audit where event = 'pruned'")" \
	'2 submissions older than 2160 hours'
prune --older-than 90d --keep-contest final
like 'a second time there is nothing left' "$out" 'deleted 0 submissions with 0 judgements, 0 contents'

# Something else refers to it: tables of later migrations are asked as well.
pg_sql postgres "create table assize.pinned (judgement_id bigint references assize.judgement,
	hash bytea references assize.blob);
	insert into assize.pinned select id, null from assize.judgement where submission_id = $kept;
	insert into assize.blob (hash, size, content, created_at) values (sha256('pin'), 3, 'pin', '2000-01-01');
	insert into assize.pinned values (null, sha256('pin'))"
prune --older-than 90d
like 'what another table refers to stays' "$out" 'deleted 0 submissions with 0 judgements, 0 contents'
pg_sql postgres 'drop table assize.pinned'
prune --older-than 90d
like 'until it does not' "$out" 'deleted 1 submissions with 1 judgements, 2 contents'

# The race: a content that is about to be used again while it is pruned.
# holding SQL: runs it in a transaction that stays open until $PG_DIR/go is there.
holding() {
	rm -f "$PG_DIR/go" "$PG_DIR/held"
	{
		echo "begin; $1;"
		echo "\\! touch $PG_DIR/held; until [ -e $PG_DIR/go ]; do sleep 0.05; done"
		echo 'commit;'
	} | pg_sql "$2" >"$PG_DIR/holding" 2>&1 &
	holder=$!
	until [ -e "$PG_DIR/held" ]; do
		kill -0 "$holder" || return 1
		sleep 0.05
	done
}
unused() {
	pg_sql postgres "insert into assize.blob (hash, size, content, created_at)
		values (sha256('$1'), octet_length('$1'), '$1', '2000-01-01') on conflict do nothing"
}
enqueue="select submission_id from assize.enqueue('hello', 'c', array['a.c'], array['twice'::bytea])"
unused twice
holding "$enqueue" app
prune --older-than 90d
like 'a content that is being handed in again is left alone' "$status $out" ' 0 contents'
touch "$PG_DIR/go"
wait "$holder"
is 'and is there when that commits' "$? $(pg_sql postgres "select count(*) from assize.blob b
	join assize.submission_file f on f.hash = b.hash where b.content = 'twice'")" '0 1'

unused between
holding "insert into assize.blob (hash, size, content) values (sha256('between'), 7, 'between')
	on conflict do nothing" postgres
prune --older-than 90d
touch "$PG_DIR/go"
wait "$holder"
is 'so is one that enqueue() has found there, and has not yet referred to' \
	"$out $(pg_sql postgres "select count(*) from assize.blob where content = 'between'")" \
	'deleted 0 submissions with 0 judgements, 0 contents of files (0 B), 0 events, 0 workers, 0 chunks of packages 1'

unused late
holding "select blobs from assize.prune_blobs('90 days')" postgres
pg_sql app "$(echo "$enqueue" | sed s/twice/late/)" >"$PG_DIR/late" 2>&1 &
late=$!
waiting() {
	[ "$(pg_sql postgres "select count(*) from pg_stat_activity
		where usename = 'app' and wait_event_type = 'Lock'")" -gt 0 ]
}
for _ in $(seq 1200); do
	waiting && break
	kill -0 "$late" 2>/dev/null || break
	sleep 0.05
done
touch "$PG_DIR/go"
wait "$holder" "$late"
is 'handed in while it goes, it is stored anew' "$? $(pg_sql postgres "select count(*) from assize.blob b
	join assize.submission_file f on f.hash = b.hash where b.content = 'late'")" '0 1'

# Many batches, while submissions with the same contents come in.
pg_sql postgres "insert into assize.blob (hash, size, content, created_at)
	select sha256(convert_to('s' || n, 'UTF8')), octet_length('s' || n), convert_to('s' || n, 'UTF8'), '2000-01-01'
	from generate_series(1, 3000) n on conflict do nothing"
for half in 0 1; do
	for n in $(seq $((half + 1)) 2 300); do
		echo "select from assize.enqueue('hello', 'c', array['a.c'], array['s$n'::bytea]);"
	done | pg_sql app >"$PG_DIR/enqueue.$half" 2>&1 &
done
prune --older-than 90d
wait
is 'beside submissions that come in nothing fails' \
	"$status $(cat "$PG_DIR"/enqueue.[01])" '0 '
is 'and nothing is missing' "$(pg_sql postgres "select count(*) from assize.submission s where s.id > $kept
	and exists (select from assize.submission_file f join assize.blob b using (hash)
		where f.submission_id = s.id)")" "$(pg_sql postgres "select count(*) from assize.submission where id > $kept")"
prune --older-than 90d
is 'in the end nothing is left that nobody uses' "$(pg_sql postgres "select count(*) from assize.blob b
	where not exists (select from assize.submission_file f where f.hash = b.hash)")" 0

# What is kept is asked for by name, and a slip would cost it.
pg_sql app "select assize.set_contest('final-2025'), assize.set_contest('final-2026')" >/dev/null
first=$(put first "contest => 'final-2025'")
second=$(put second "contest => 'final-2026'")
third=$(put third)
for id in $first $second $third; do
	done_before "$id" '91 days'
done
before=$(there)
for slip in fnal-2026 '' 'final-2026,final-2025'; do
	prune --older-than 90d --keep-contest final-2025 --keep-contest "$slip"
	like "the contest '$slip', which there is not, is refused" "$status $out" \
		"^2 assize: nothing is deleted: there is no contest \"$slip\""
done
prune --older-than 90d --dry-run --keep-contest fnal-2026
is 'in a dry run, too, with the nearest' "$status $out" \
	'2 assize: nothing is deleted: there is no contest "fnal-2026"; did you mean "final-2026"?'
is 'and nothing is deleted' "$(there)" "$before"
prune --older-than 90d --keep-contest final-2025 --keep-contest final-2026
like 'every contest that is named is kept' "$status $out" '^0 deleted 1 submissions with 1 judgements'
is 'and what is of neither goes' \
	"$(pg_sql postgres "select string_agg(id::text, ' ' order by id) from assize.submission
		where id in ($first, $second, $third)")" "$first $second"
done_testing
