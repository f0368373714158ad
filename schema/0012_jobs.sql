-- The queue: a job says by itself all that a claim says.
--
-- What a worker is told of a job never changes once the judgement is open. With it in the job's own
-- row a claim reads neither the judgement nor the submission: of a batch, a fifth of its time.

set local role assize_owner;
set local search_path = assize;

-- ---- Tables ------------------------------------------------------------------------------------

alter table job add submission_id bigint, add language text, add entry_point text,
	add full_run boolean, add input_hash bytea, add created_at timestamptz;
update job j set submission_id = s.id, language = s.language, entry_point = s.entry_point,
	input_hash = s.input_hash, full_run = g.full_run, created_at = g.created_at
from judgement g join submission s on s.id = g.submission_id where g.id = j.judgement_id;
alter table job alter submission_id set not null, alter language set not null,
	alter entry_point set not null, alter full_run set not null, alter created_at set not null;
comment on column job.submission_id is 'The judgement''s, as a claim says it';
comment on column job.language is 'The submission''s, as a claim says it';
comment on column job.entry_point is 'The submission''s, as a claim says it';
comment on column job.full_run is 'The judgement''s, as a claim says it';
comment on column job.input_hash is 'The submission''s: a claim brings the input of a try';
comment on column job.created_at is 'The judgement''s: a claim says how long the job has waited';

-- Who claims a job writes to each index that the job is in or looks whether it is: one for two.
drop index job_due;
drop index job_paused;
create index job_waiting on job (state, due_at) where state in ('delayed', 'paused');

-- ---- Into the queue ----------------------------------------------------------------------------

create or replace function open_judgement(submission_id bigint, full_run boolean, priority integer,
	cost_ms integer, not_before timestamptz default null) returns bigint
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	s submission;
	home contest;
	opened judgement;
	is_delayed constant boolean := coalesce(not_before > clock_timestamp(), false);
	pool smallint;
	urgency smallint;
begin
	select * into strict s from submission x where x.id = submission_id;
	select * into strict home from contest c where c.id = s.contest_id;
	pool := pool_of(s.contest_id, s.problem, s.language);
	urgency := home.base_priority + open_judgement.priority;
	insert into judgement as g (submission_id, full_run)
	values (s.id, open_judgement.full_run) returning g.* into opened;
	insert into job (judgement_id, submission_id, state, due_at, priority, virtual_time, contest_id,
		problem, language, entry_point, input_hash, full_run, created_at, pool_id)
	values (opened.id, s.id,
		case when is_delayed then 'delayed' else waiting_state(s.contest_id, s.problem) end,
		case when is_delayed then not_before end,
		urgency, next_virtual_time(s.contest_id, s.user_name, cost_ms / home.weight, pool, urgency),
		s.contest_id, s.problem, s.language, s.entry_point, s.input_hash, opened.full_run,
		opened.created_at, pool);
	return opened.id;
end $$;

create or replace function rejudge_fill(r rejudging, f rejudge_filter) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	filled integer;
begin
	with picked as materialized (
		select * from rejudge_candidates(f)),
	kinds as materialized (
		select k.contest_id, k.problem, k.language,
			pool_of(k.contest_id, k.problem, k.language) as pool_id,
			least(greatest(c.base_priority + r.priority, -32768), 32767)::smallint as priority
		from (select distinct p.contest_id, p.problem, p.language from picked p) k
		join contest c on c.id = k.contest_id),
	heads as materialized (
		select q.pool_id, q.priority, coalesce(h.virtual_time, 0) as virtual_time
		from (select distinct k.pool_id, k.priority from kinds k) q
		left join lateral (
			select j.virtual_time from job j
			where j.state = 'ready' and j.pool_id = q.pool_id and j.background
				and j.priority = q.priority
			order by j.virtual_time limit 1) h on true),
	opened as (
		insert into judgement (submission_id, full_run, rejudging_id, repetition,
			base_judgement_id, base_verdict, base_score, base_cpu_ns)
		select p.submission_id, p.full_run, r.id, n, p.judgement_id, p.verdict, p.score, p.cpu_ns
		from picked p cross join generate_series(1, r.repeat) n
		order by n, p.submission_id
		returning judgement.id, judgement.submission_id, judgement.full_run, judgement.created_at)
	insert into job (judgement_id, submission_id, background, priority, virtual_time, contest_id,
		problem, language, entry_point, full_run, created_at, pool_id)
	select o.id, s.id, true, k.priority,
		h.virtual_time + row_number() over (partition by k.pool_id, k.priority order by o.id),
		s.contest_id, s.problem, s.language, s.entry_point, o.full_run, o.created_at, k.pool_id
	from opened o
	join submission s on s.id = o.submission_id
	join kinds k on (k.contest_id, k.problem, k.language) = (s.contest_id, s.problem, s.language)
	join heads h on (h.pool_id, h.priority) = (k.pool_id, k.priority);
	get diagnostics filled = row_count;

	-- Now, and not before, whoever pauses has to wait, as in waiting_state().
	perform pg_advisory_xact_lock_shared(hashtext('assize.pause'));
	update job j set state = 'paused' from judgement g, contest c
	where g.rejudging_id = r.id and j.judgement_id = g.id and c.id = j.contest_id
		and (c.paused or j.problem in (select p.problem from paused_problem p));
	return filled;
end $$;

-- ---- Claims ------------------------------------------------------------------------------------

create or replace function claim(worker_id integer, wanted integer, reserved integer default 0,
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
	where j.judgement_id = any (taken)
	returning j.judgement_id, j.lease, j.claims, j.submission_id, j.problem, j.language,
		j.entry_point, j.full_run, j.background,
		(date_part('epoch', j.claimed_at - j.created_at) * 1000)::bigint,
		(select b.content from blob b where b.hash = j.input_hash),
		array(select unnest(array[convert_to(f.name, 'UTF8'), b.content])
			from submission_file f join blob b on b.hash = f.hash
			where f.submission_id = j.submission_id order by f.ordinal);
end $$;

do $$ begin perform keep_plans(); end $$;

insert into schema_version (version, name, oldest_program) values (12, 'jobs', 10);
