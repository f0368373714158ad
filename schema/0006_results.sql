-- The queue: what is told of a judgement, to whom, and how a platform learns of all of it.

set local role assize_owner;
set local search_path = assize;

alter table judgement add test_name text[],
	add test_team_message text[],
	add groups jsonb,
	add contestant jsonb;
comment on column judgement.test_name is 'Names of the tests in the package';
comment on column judgement.test_team_message is 'What the checker told the contestant; how much of '
	'it may be shown, column contestant knows';
comment on column judgement.groups is 'Test groups of a problem with points: an array of objects with '
	'name, verdict, score and reason';
comment on column judgement.contestant is 'What the package''s feedback policy lets the contestant '
	'see, ready to be shown; nothing else of this table is meant for contestants';

-- Results of 100 tests are long enough to be compressed at each finish: by the faster of the two.
do $$
declare
	name text;
begin
	for name in select a.attname from pg_attribute a where a.attrelid = 'judgement'::regclass
		and a.attnum > 0 and a.attstorage in ('x', 'm') loop
		execute format('alter table judgement alter %I set compression lz4', name);
	end loop;
end $$;

-- A number that is taken before the commit is no place to read on from: a smaller one may be
-- committed later. The transaction's own number together with the oldest that is still running is.
create table news (
	transaction xid8 not null default pg_current_xact_id(),
	id bigint generated always as identity,
	submission_id bigint not null,
	judgement_id bigint not null,
	at timestamptz not null default clock_timestamp(),
	primary key (transaction, id)
);
create index news_submission on news (submission_id);
comment on table news is 'Each time that the judgement which counts of a submission became final, or '
	'that another final one counts from then on';
comment on column news.transaction is 'By which transaction';
comment on column news.id is 'Order within it';
comment on column news.submission_id is 'Which submission';
comment on column news.judgement_id is 'What counts now';
comment on column news.at is 'When, for people';

create function tell(judgement_id bigint) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	insert into news (submission_id, judgement_id)
	select s.id, s.judgement_id from judgement g join submission s on s.id = g.submission_id
	where g.id = tell.judgement_id and s.judgement_id = g.id;
end $$;
comment on function tell is 'A judgement has become final: news, if it is the one that counts';

create function results_since(after text default '', most integer default 1000)
returns table (place text, submission_id bigint, judgement_id bigint, contest text, user_name text,
	problem text, kind submission_kind, state judgement_state, verdict verdict, reason text,
	score double precision, cpu_ns bigint, memory_bytes bigint, contestant jsonb,
	finished_at timestamptz)
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	after_transaction xid8 := '0';
	after_id bigint := 0;
begin
	if results_since.after <> '' then
		if results_since.after !~ '^[0-9]{1,19}-[0-9]{1,18}$' then
			raise exception 'the place % is none that results_since() has returned',
				quote_literal(left(results_since.after, 100)) using errcode = 'AZ003';
		end if;
		after_transaction := split_part(results_since.after, '-', 1)::xid8;
		after_id := split_part(results_since.after, '-', 2)::bigint;
	end if;
	return query
	select n.transaction || '-' || n.id, s.id, g.id, c.name, s.user_name, s.problem, s.kind, g.state,
		g.verdict, g.reason, g.score, g.cpu_ns, g.memory_bytes, g.contestant, g.finished_at
	from news n
	join submission s on s.id = n.submission_id
	join contest c on c.id = s.contest_id
	join judgement g on g.id = n.judgement_id
	where (n.transaction, n.id) > (after_transaction, after_id)
		and n.transaction < pg_snapshot_xmin(pg_current_snapshot())
	order by n.transaction, n.id limit most;
end $$;
comment on function results_since is 'What has become final after a place, in order, at most so many. '
	'Each row has its place: keep the last one, and ask with it again after judge_done or a second. '
	'Nothing is missed and nothing told twice; what a transaction wrote that is still open, '
	'anywhere in the cluster, or that began before such a one ended, comes once it has ended';

create or replace function end_judgement(judgement_id bigint, final judgement_state, reason text)
returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	ended job;
begin
	delete from job j where j.judgement_id = end_judgement.judgement_id
	returning j.* into strict ended;
	delete from test_event e where e.judgement_id = end_judgement.judgement_id;
	update judgement g set state = final, finished_at = clock_timestamp(),
		verdict = case when final = 'dead' then 'JE'::verdict end, reason = end_judgement.reason,
		started_at = ended.claimed_at, worker_id = ended.worker_id, lease = ended.lease,
		claims = ended.claims, lost_leases = ended.lost_leases, failures = ended.failures
	where g.id = end_judgement.judgement_id;
	perform tell(end_judgement.judgement_id);
	if final = 'dead' then
		insert into audit (event, judgement_id, worker_id, detail)
		values ('dead', end_judgement.judgement_id, ended.worker_id, end_judgement.reason);
	end if;
	perform pg_notify('judge_done', end_judgement.judgement_id::text);
end $$;

drop function finish;
create function finish(worker_id integer, judgement_id bigint, lease uuid,
	verdict verdict, reason text, score double precision,
	cpu_ns bigint, wall_ns bigint, memory_bytes bigint,
	test_count integer, first_failed integer, kept_output bytea, kept_error bytea,
	compile_verdict verdict, compile_reason text, compile_cpu_ns bigint, compile_wall_ns bigint,
	compile_memory_bytes bigint, compile_cached boolean, compile_output text,
	test_index integer[], test_verdict text[], test_score double precision[], test_cpu_us bigint[],
	test_wall_us bigint[], test_memory_kib bigint[], test_output_bytes bigint[],
	test_exit_code integer[], test_signal integer[], test_borderline boolean[],
	test_estimated boolean[], test_reason text[], test_message text[], test_team_message text[],
	receipt jsonb, summary jsonb default '{}') returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held job;
begin
	if verdict is null or verdict = 'JE' then
		raise exception 'a judge error is no verdict: call fail()' using errcode = 'AZ003';
	end if;
	-- This row is the fence: who deletes it writes the verdict.
	delete from job j using worker w
	where j.judgement_id = finish.judgement_id and j.lease = finish.lease
		and w.id = j.worker_id and w.id = finish.worker_id and w.login = session_user
	returning j.* into held;
	if not found then
		return late_finish(worker_id, judgement_id, lease, verdict);
	end if;
	delete from test_event e where e.judgement_id = finish.judgement_id;
	if held.cancel then
		update judgement g set state = 'cancelled', finished_at = clock_timestamp(),
			started_at = held.claimed_at, worker_id = held.worker_id, lease = held.lease,
			claims = held.claims, lost_leases = held.lost_leases, failures = held.failures
		where g.id = finish.judgement_id;
		perform tell(finish.judgement_id);
		return 'cancelled';
	end if;
	update judgement g set state = 'done', finished_at = clock_timestamp(),
		started_at = held.claimed_at, worker_id = held.worker_id, lease = held.lease,
		claims = held.claims, lost_leases = held.lost_leases, failures = held.failures,
		verdict = finish.verdict, reason = finish.reason, score = finish.score,
		cpu_ns = finish.cpu_ns, wall_ns = finish.wall_ns, memory_bytes = finish.memory_bytes,
		test_count = finish.test_count, first_failed = finish.first_failed,
		kept_output = finish.kept_output, kept_error = finish.kept_error,
		compile_verdict = finish.compile_verdict, compile_reason = finish.compile_reason,
		compile_cpu_ns = finish.compile_cpu_ns, compile_wall_ns = finish.compile_wall_ns,
		compile_memory_bytes = finish.compile_memory_bytes,
		compile_cached = finish.compile_cached, compile_output = finish.compile_output,
		test_index = finish.test_index, test_verdict = finish.test_verdict::verdict[],
		test_score = finish.test_score, test_cpu_us = finish.test_cpu_us,
		test_wall_us = finish.test_wall_us, test_memory_kib = finish.test_memory_kib,
		test_output_bytes = finish.test_output_bytes, test_exit_code = finish.test_exit_code,
		test_signal = finish.test_signal, test_borderline = finish.test_borderline,
		test_estimated = finish.test_estimated, test_reason = finish.test_reason,
		test_message = finish.test_message, test_team_message = finish.test_team_message,
		receipt = finish.receipt, contestant = summary->'contestant', groups = summary->'groups',
		test_name = array(select jsonb_array_elements_text(summary->'tests'))
	where g.id = finish.judgement_id;
	perform tell(finish.judgement_id);
	return 'ok';
end $$;
comment on function finish is 'Writes the verdict and ends the lease, both or neither. "ok"; '
	'"duplicate": this very call succeeded before; "cancelled": the judgement was cancelled '
	'meanwhile; "refused": the lease is lost, nothing was written. summary: "tests" are the names '
	'of the tests that were judged, "groups" and "contestant" go into their columns. Afterwards notify judge_done '
	'with the judgement''s number, in a transaction of its own';

create or replace view status as
select s.id as submission_id, c.name as contest, s.user_name, s.problem, s.language, s.submitted_at,
	g.id as judgement_id,
	case when g.state <> 'open' then g.state::text when j.state = 'leased' then 'running'
		when j.state = 'paused' then 'paused' else 'queued' end as state,
	g.verdict, coalesce(g.reason, j.last_error) as reason, g.score, g.cpu_ns, g.memory_bytes,
	coalesce(cardinality(g.test_index), (select count(*)::integer from test_event e
		where e.judgement_id = j.judgement_id and e.lease = j.lease)) as tests_judged,
	g.finished_at, s.kind
from submission s
join contest c on c.id = s.contest_id
join judgement g on g.id = s.judgement_id
left join job j on j.judgement_id = g.id;
comment on column status.state is 'queued, paused, running, done, cancelled or dead';
comment on column status.kind is 'judge or try';

create or replace function tests_of(g judgement) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select coalesce(json_agg(json_build_object(
		'index', i, 'verdict', v, 'reason', r, 'cpu_ms', milliseconds(c::numeric * 1000),
		'wall_ms', milliseconds(w::numeric * 1000), 'memory_kib', k, 'exit_code', x, 'signal', z,
		'score', p, 'message', t, 'team_message', a, 'name', l) order by n), '[]')
	from unnest(g.test_index, g.test_verdict, g.test_reason, g.test_cpu_us, g.test_wall_us,
		g.test_memory_kib, g.test_exit_code, g.test_signal, g.test_score, g.test_message,
		g.test_team_message, g.test_name) with ordinality u (i, v, r, c, w, k, x, z, p, t, a, l, n);
$$;
create or replace function show(submission_id bigint) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select json_build_object(
		'submission', s.submission_id, 'kind', s.kind, 'judgement', g.id, 'state', s.state,
		'problem', s.problem, 'language', s.language, 'contest', s.contest, 'user', s.user_name,
		'submitted_at', s.submitted_at, 'finished_at', g.finished_at,
		'verdict', g.verdict, 'reason', s.reason, 'score', g.score,
		'cpu_ms', milliseconds(g.cpu_ns), 'wall_ms', milliseconds(g.wall_ns),
		'memory_kib', g.memory_bytes / 1024,
		'compile', case when g.compile_verdict is not null then json_build_object(
			'verdict', g.compile_verdict, 'cpu_ms', milliseconds(g.compile_cpu_ns),
			'output', g.compile_output, 'cached', g.compile_cached) end,
		'test_count', g.test_count, 'first_failed', g.first_failed,
		'tests', case when g.state = 'open' then live_tests(g.id) else tests_of(g) end,
		'groups', g.groups, 'contestant', g.contestant,
		'kept_output', printable(g.kept_output), 'kept_error', printable(g.kept_error),
		'claims', coalesce(j.claims, g.claims),
		'lost_leases', coalesce(j.lost_leases, g.lost_leases),
		'failures', coalesce(j.failures, g.failures),
		'worker', (select w.name from worker w where w.id = coalesce(j.worker_id, g.worker_id)),
		'receipt', g.receipt)
	from status s join judgement g on g.id = s.judgement_id left join job j on j.judgement_id = g.id
	where s.submission_id = show.submission_id;
$$;

grant execute on function results_since to assize_app, assize_reader;
grant execute on function finish to assize_worker;
grant select on news to assize_app, assize_reader;

do $$ begin perform keep_plans(); end $$;

insert into schema_version (version, name, oldest_program) values (6, 'results', 6);
