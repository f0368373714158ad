-- The queue: a claim that brings everything with it.
--
-- A worker used to ask for the sources of what it had claimed in a second round trip, and for the
-- input of a try in a third. Now the claim returns them, by a statement of as few parts as will do:
-- starting a plan costs more than running it on a handful of rows.

set local role assize_owner;
set local search_path = assize;

drop function sources;
drop function try_input;
drop function ready_jobs;

-- Called by claim() alone, so it needs no path and no rights of its own, which take time to set.
-- An index scan per pool, whatever the planner believes about the table's size; who takes from more
-- than one pool locks more rows than it takes, until the commit. As false < true, "at least" means:
-- background jobs alone, or all.
create function ready_jobs(pools smallint[], me text, wanted integer, at_least boolean,
	taken bigint[]) returns bigint[]
language plpgsql as $$
begin
	return array(
		select h.judgement_id
		from unnest(pools) p (id)
		cross join lateral (
			select r.judgement_id, r.background, r.priority, r.virtual_time from job r
			where r.state = 'ready' and r.pool_id = p.id and r.background >= at_least
				and (r.avoided is null or r.avoided <> me
					or r.avoided_until < clock_timestamp())
				and r.judgement_id <> all (taken)
			order by r.background, r.priority desc, r.virtual_time, r.judgement_id
			limit wanted for update skip locked) h
		order by h.background, h.priority desc, h.virtual_time, h.judgement_id
		limit wanted);
end $$;
comment on function ready_jobs is 'Locks and returns the most urgent jobs that a worker may take';

-- The array makes the plan an index scan; as a join it becomes a scan of the whole queue.
drop function claim;
create function claim(worker_id integer, wanted integer, reserved integer default 0,
	deadline interval default '10 minutes')
returns table (judgement_id bigint, lease uuid, claims integer, submission_id bigint, problem text,
	language text, entry_point text, full_run boolean, background boolean, queued_ms bigint,
	input bytea, file_names text[], file_contents bytea[])
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
		(extract(epoch from j.claimed_at - g.created_at) * 1000)::bigint,
		(select b.content from blob b where b.hash = s.input_hash),
		array(select f.name from submission_file f where f.submission_id = s.id
			order by f.ordinal),
		array(select b.content from submission_file f join blob b on b.hash = f.hash
			where f.submission_id = s.id order by f.ordinal);
end $$;
comment on function claim is 'Leases up to so many jobs to the worker, with their files and, of a '
	'try, the input: the most urgent ones, in no order, as all of them are for slots that are free '
	'now; "reserved" of them, if there are any, are background jobs, which otherwise go last. '
	'Fewer, or none, does not say that the queue is empty: others may be claiming the same';
grant execute on function claim to assize_worker;

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

create or replace function keep_plans() returns void
language plpgsql set search_path = assize, pg_temp as $$
declare
	name text;
begin
	foreach name in array array['register', 'unregister', 'claim', 'beat', 'progress', 'finish',
		'fail', 'lose', 'give_back', 'maintain', 'enqueue', 'cancel', 'show'] loop
		execute format('alter function %I set plan_cache_mode = force_generic_plan', name);
		execute format('alter function %I set enable_seqscan = off', name);
		execute format('alter function %I set jit = off', name);
	end loop;
end $$;
do $$ begin perform keep_plans(); end $$;

insert into schema_version (version, name, oldest_program) values (10, 'claiming', 10);
