-- The queue: claims and results in as few steps as will do.
--
-- A worker used to ask for the sources of what it had claimed in a second round trip, and for the
-- input of a try in a third. Now the claim returns them. Statements have as few parts as will do, as
-- starting a plan costs more than running it on a handful of rows.

set local role assize_owner;
set local search_path = assize;

drop function sources;
drop function try_input;
drop function ready_jobs;

-- ---- Claims ------------------------------------------------------------------------------------

-- The heads of each pool's queue, locked: an index scan per pool, whatever the planner believes about
-- the table's size. Who takes from more than one locks more rows than it takes, until the commit.
-- As false < true, "at least" means: background jobs alone, or all.
create function ready_jobs(pools smallint[], me text, wanted integer, at_least boolean,
	taken bigint[]) returns bigint[]
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	pool smallint;
	heads bigint[] := '{}';
begin
	foreach pool in array pools loop
		heads := heads || array(select r.judgement_id from job r
			where r.state = 'ready' and r.pool_id = pool and r.background >= at_least
				and (r.avoided is null or r.avoided <> me or r.avoided_until < clock_timestamp())
				and r.judgement_id <> all (taken)
			order by r.background, r.priority desc, r.virtual_time, r.judgement_id
			limit wanted for update skip locked);
	end loop;
	if cardinality(pools) > 1 then
		heads := array(select r.judgement_id from job r where r.judgement_id = any (heads)
			order by r.background, r.priority desc, r.virtual_time, r.judgement_id limit wanted);
	end if;
	return heads;
end $$;
comment on function ready_jobs is 'Locks and returns the most urgent jobs that a worker may take';

-- The array makes the plan an index scan; as a join it becomes a scan of the whole queue.
drop function claim;
create function claim(worker_id integer, wanted integer, reserved integer default 0,
	deadline interval default '10 minutes')
returns table (judgement_id bigint, lease uuid, claims integer, submission_id bigint, problem text,
	language text, entry_point text, full_run boolean, background boolean, queued_ms bigint,
	input bytea, files bytea[])
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	pools smallint[];
	me text;
	taken bigint[] := '{}';
begin
	perform set_config('synchronous_commit', 'off', true);
	select w.pools, w.name into pools, me from worker w
	where w.id = claim.worker_id and w.login = session_user and w.state = 'active'
		and not w.draining and w.sick is null;
	if not found then
		perform check_worker(worker_id);
		return;
	end if;
	if reserved > 0 then
		taken := ready_jobs(pools, me, least(reserved, wanted), true, '{}');
	end if;
	if cardinality(taken) < wanted then
		taken := taken || ready_jobs(pools, me, wanted - cardinality(taken), false, taken);
	end if;
	return query
	update job j set state = 'leased', lease = gen_random_uuid(), worker_id = claim.worker_id,
		claims = j.claims + 1, claimed_at = clock_timestamp(),
		deadline_at = clock_timestamp() + deadline
	from judgement g, submission s
	where j.judgement_id = any (taken) and g.id = j.judgement_id and s.id = g.submission_id
	returning j.judgement_id, j.lease, j.claims, s.id, s.problem, s.language, s.entry_point,
		g.full_run, j.background,
		(date_part('epoch', j.claimed_at - g.created_at) * 1000)::bigint,
		(select b.content from blob b where b.hash = s.input_hash),
		array(select unnest(array[convert_to(f.name, 'UTF8'), b.content])
			from submission_file f join blob b on b.hash = f.hash
			where f.submission_id = s.id order by f.ordinal);
end $$;
comment on function claim is 'Leases up to so many jobs to the worker, with their files (names and '
	'contents in turns) and, of a try, the input: the most urgent ones, in no order, as all of them '
	'are for slots that are free now; "reserved" of them, if there are any, are background jobs, '
	'which otherwise go last. Fewer, or none, does not say that the queue is empty: others may be '
	'claiming the same';
grant execute on function claim to assize_worker;

-- ---- Rules ---------------------------------------------------------------------------------------

-- Which rule fits best an index can say as well: that of the most that a rule names.
alter table pool_rule add rank smallint not null generated always as
	(case when problem is null then 0 else 4 end + case when language is null then 0 else 2 end
		+ case when contest_id is null then 0 else 1 end) stored;
comment on column pool_rule.rank is 'Of several rules that fit, the highest wins';
create index pool_rule_rank on pool_rule (rank desc);

create or replace function pool_of(contest_id integer, problem text, language text)
returns smallint
language plpgsql stable security definer set search_path = assize, pg_temp as $$
begin
	return coalesce((select r.pool_id from pool_rule r
		where (r.contest_id is null or r.contest_id = pool_of.contest_id)
			and (r.problem is null or r.problem = pool_of.problem)
			and (r.language is null or r.language = pool_of.language)
		order by r.rank desc limit 1), 0::smallint);
end $$;

-- ---- Results -----------------------------------------------------------------------------------

-- Most tests end with status 0, by no signal, far from the limit, and nobody has to say anything:
-- seven of fifteen arrays that a hundred accepted tests fill hold nothing. Such an array is null.
comment on table judgement is 'One judging of a submission. The results of the tests are arrays of '
	'equal length in the order of judging: they are written once and read together. An array of '
	'which every element would be 0, false or empty is null, but for test_index and test_verdict';

create or replace function finish(worker_id integer, judgement_id bigint, lease uuid,
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
	with done as (
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
		where g.id = finish.judgement_id returning g.id, g.submission_id)
	insert into news (submission_id, judgement_id)
	select s.id, d.id from done d
	join submission s on s.id = d.submission_id and s.judgement_id = d.id;
	return 'ok';
end $$;

create or replace function tests_of(g judgement) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select coalesce(json_agg(json_build_object(
		'index', i, 'verdict', v, 'reason', coalesce(r, ''),
		'cpu_ms', milliseconds(coalesce(c, 0)::numeric * 1000),
		'wall_ms', milliseconds(coalesce(w, 0)::numeric * 1000), 'memory_kib', coalesce(k, 0),
		'exit_code', coalesce(x, 0), 'signal', coalesce(z, 0), 'score', coalesce(p, 0),
		'message', coalesce(t, ''), 'team_message', coalesce(a, ''), 'name', l) order by n), '[]')
	from unnest(g.test_index, g.test_verdict, g.test_reason, g.test_cpu_us, g.test_wall_us,
		g.test_memory_kib, g.test_exit_code, g.test_signal, g.test_score, g.test_message,
		g.test_team_message, g.test_name) with ordinality u (i, v, r, c, w, k, x, z, p, t, a, l, n);
$$;

-- ---- Plans -------------------------------------------------------------------------------------

create or replace function keep_plans() returns void
language plpgsql set search_path = assize, pg_temp as $$
declare
	name text;
begin
	foreach name in array array['register', 'unregister', 'claim', 'beat', 'progress', 'finish',
		'fail', 'lose', 'give_back', 'maintain', 'enqueue', 'try', 'cancel', 'show',
		'results_since'] loop
		execute format('alter function %I set plan_cache_mode = force_generic_plan', name);
		execute format('alter function %I set enable_seqscan = off', name);
		execute format('alter function %I set jit = off', name);
	end loop;
end $$;
do $$ begin perform keep_plans(); end $$;

-- ---- Programs ----------------------------------------------------------------------------------

-- A program that asks for sources by itself would claim jobs and not get on with them. Whoever runs
-- is stopped, as if it had left: it registers again, and is told that it is too old.
do $$ begin
	perform give_back_held(j.judgement_id) from job j where j.state = 'leased';
end $$;
update worker set state = 'stopped' where state = 'active';

insert into schema_version (version, name, oldest_program) values (10, 'claiming', 10);
