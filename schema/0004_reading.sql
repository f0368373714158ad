-- The queue: what people and platforms read.

set local role assize_owner;
set local search_path = assize;

create view status as
select s.id as submission_id, c.name as contest, s.user_name, s.problem, s.language, s.submitted_at,
	g.id as judgement_id,
	case when g.state <> 'open' then g.state::text
		when j.state = 'leased' then 'running' else 'queued' end as state,
	g.verdict, coalesce(g.reason, j.last_error) as reason, g.score, g.cpu_ns, g.memory_bytes,
	coalesce(cardinality(g.test_index), (select count(*)::integer from test_event e
		where e.judgement_id = j.judgement_id and e.lease = j.lease)) as tests_judged,
	g.finished_at
from submission s
join contest c on c.id = s.contest_id
join judgement g on g.id = s.judgement_id
left join job j on j.judgement_id = g.id;
comment on view status is 'Every submission with the judgement that counts';
comment on column status.submission_id is 'Number of the submission';
comment on column status.contest is 'Its contest';
comment on column status.user_name is 'Whose it is';
comment on column status.problem is 'Short name of the problem';
comment on column status.language is 'Id of the language profile, or empty';
comment on column status.submitted_at is 'When it was handed in';
comment on column status.judgement_id is 'Number of the judgement';
comment on column status.state is 'queued, running, done, cancelled or dead';
comment on column status.verdict is 'The verdict, once done or dead';
comment on column status.reason is 'Why; while it is open, what went wrong last';
comment on column status.score is 'Points';
comment on column status.cpu_ns is 'CPU time of the slowest test';
comment on column status.memory_bytes is 'Memory of the largest test';
comment on column status.tests_judged is 'How many tests were judged so far';
comment on column status.finished_at is 'When it became final';

create function printable(bytes bytea) returns text
language plpgsql immutable set search_path = assize, pg_temp as $$
begin
	return convert_from(bytes, 'UTF8');
exception when character_not_in_repertoire or untranslatable_character then
	return encode(bytes, 'escape');
end $$;
comment on function printable is 'Bytes as text; those that are no UTF-8 with octal escapes';

create function milliseconds(ns numeric) returns numeric
language sql immutable set search_path = assize, pg_temp as $$ select round(ns / 1000000, 3) $$;
comment on function milliseconds is 'Nanoseconds as milliseconds with three decimals';

create function tests_of(g judgement) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select coalesce(json_agg(json_build_object(
		'index', i, 'verdict', v, 'reason', r, 'cpu_ms', milliseconds(c::numeric * 1000),
		'wall_ms', milliseconds(w::numeric * 1000), 'memory_kib', k, 'exit_code', x, 'signal', z,
		'score', p, 'message', t) order by n), '[]')
	from unnest(g.test_index, g.test_verdict, g.test_reason, g.test_cpu_us, g.test_wall_us,
		g.test_memory_kib, g.test_exit_code, g.test_signal, g.test_score, g.test_message)
		with ordinality u (i, v, r, c, w, k, x, z, p, t, n);
$$;
comment on function tests_of is 'The tests of a final judgement as a JSON array';

create function live_tests(judgement_id bigint) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select coalesce(json_agg(json_build_object('index', e.test_index, 'verdict', e.verdict,
		'reason', e.reason, 'cpu_ms', milliseconds(e.cpu_us::numeric * 1000),
		'memory_kib', e.memory_kib) order by e.test_index), '[]')
	from test_event e join job j on j.judgement_id = e.judgement_id and j.lease = e.lease
	where e.judgement_id = live_tests.judgement_id;
$$;
comment on function live_tests is 'The tests of a running judgement so far, as a JSON array';

create function show(submission_id bigint) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select json_build_object(
		'submission', s.submission_id, 'judgement', g.id, 'state', s.state,
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
		'kept_output', printable(g.kept_output), 'kept_error', printable(g.kept_error),
		'claims', coalesce(j.claims, g.claims),
		'lost_leases', coalesce(j.lost_leases, g.lost_leases),
		'failures', coalesce(j.failures, g.failures),
		'worker', (select w.name from worker w where w.id = coalesce(j.worker_id, g.worker_id)),
		'receipt', g.receipt)
	from status s join judgement g on g.id = s.judgement_id left join job j on j.judgement_id = g.id
	where s.submission_id = show.submission_id;
$$;
comment on function show is 'All about one submission as a JSON object; null: there is none';

create function queue_state() returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select json_build_object(
		'queued', (select count(*) from job where state = 'ready'),
		'delayed', (select count(*) from job where state = 'delayed'),
		'running', (select count(*) from job where state = 'leased'),
		'done', (select count(*) from judgement where state = 'done'),
		'cancelled', (select count(*) from judgement where state = 'cancelled'),
		'dead', (select count(*) from judgement where state = 'dead'),
		'oldest_s', (select round(extract(epoch from clock_timestamp() - min(g.created_at)), 3)
			from job j join judgement g on g.id = j.judgement_id),
		'workers', (select coalesce(json_agg(json_build_object(
			'name', w.name, 'host', w.host, 'program', w.program, 'slots', w.slots,
			'busy', (select count(*) from job j where j.worker_id = w.id and j.state = 'leased'),
			'up_s', round(extract(epoch from clock_timestamp() - w.started_at), 3),
			'beat_s', round(extract(epoch from clock_timestamp() - w.beat_at), 3))
			order by w.name, w.id), '[]')
			from worker w where w.state = 'active'));
$$;
comment on function queue_state is 'How many jobs and judgements there are of each state, and the '
	'active workers, as a JSON object';

grant select on status to assize_app;
grant execute on function show, queue_state to assize_app;

insert into schema_version (version, name, oldest_program) values (4, 'reading', 4);
