-- The queue: promises that hold whatever others do, and whenever.
--
-- What a platform was told survives a crash of the database. A worker's lease is the worker's own, and
-- no other's setting ends it. A rule reaches the jobs that are being judged. Locks are of a kind that
-- only those can take who may do what they guard. Rows are locked in one order, or not waited for.

set local role assize_owner;
set local search_path = assize;

-- ---- Results -----------------------------------------------------------------------------------

-- A place that results_since() has returned is a transaction's number. Had that transaction not
-- reached the disk when the server crashes, its number is given to others, who then are never told.
create or replace function tell(judgement_id bigint) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	if current_setting('synchronous_commit') = 'off' then
		perform set_config('synchronous_commit', 'on', true);
	end if;
	insert into news (submission_id, judgement_id)
	select s.id, s.judgement_id from judgement g join submission s on s.id = g.submission_id
	where g.id = tell.judgement_id and s.judgement_id = g.id;
end $$;

-- The lease of a judgement that was given up is not that of a verdict.
create or replace function late_finish(worker_id integer, judgement_id bigint, lease uuid,
	verdict verdict) returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	if exists (select from judgement g join worker w on w.id = g.worker_id
		where g.id = late_finish.judgement_id and g.lease = late_finish.lease
		and g.state in ('done', 'cancelled')
		and w.id = late_finish.worker_id and w.login = session_user) then
		return 'duplicate';
	end if;
	insert into audit (event, judgement_id, worker_id, detail)
	values ('late finish', late_finish.judgement_id, late_finish.worker_id,
		format('verdict %s under lease %s', verdict, late_finish.lease));
	return 'refused';
end $$;

-- ---- Pools and pauses --------------------------------------------------------------------------

-- Who changes what jobs there may be claimed, and by whom, waits for those who are putting jobs in,
-- and they for it: no job slips through that was put in by somebody who did not see the change. The
-- lock is a table's, as anybody who can connect could hold one of a number for ever.
create function share_rules() returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	lock table paused_problem in row share mode;
end $$;
comment on function share_rules is 'Until the commit neither pauses nor the rules of pools change. '
	'Look at them in a later statement';

create function change_rules() returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	lock table paused_problem in exclusive mode;
end $$;
comment on function change_rules is 'Until the commit nobody else puts a job in or changes pauses or '
	'the rules of pools';

create or replace function waiting_state(contest_id integer, problem text) returns job_state
language plpgsql volatile security definer set search_path = assize, pg_temp as $$
begin
	lock table paused_problem in row share mode;	-- as share_rules(), which would be one call more
	return case when exists (select from contest c where c.id = waiting_state.contest_id and c.paused)
			or exists (select from paused_problem p where p.problem = waiting_state.problem)
		then 'paused' else 'ready' end::job_state;
end $$;

create view unsettled_job as
	select j.judgement_id, w.is_paused
	from job j join contest c on c.id = j.contest_id
	left join paused_problem p on p.problem = j.problem
	cross join lateral (select c.paused or p.problem is not null) w (is_paused)
	where j.state in ('ready', 'paused') and (j.state = 'paused') <> w.is_paused;
comment on view unsettled_job is 'Waiting jobs that should be paused and are not, or the other way round';
comment on column unsettled_job.judgement_id is 'The job';
comment on column unsettled_job.is_paused is 'Whether it should be';

-- A row that somebody else has locked is looked at again and not waited for: its holder may be
-- waiting for the caller's lock. Where it stops being a waiting job there is nothing to be done.
create or replace function settle_pauses() returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	step integer;
	changed integer := 0;
begin
	loop
		update job j set state = case when j.state = 'ready' then 'paused' else 'ready' end::job_state
		where j.judgement_id = any (array(select q.judgement_id from job q
			where q.judgement_id in (select u.judgement_id from unsettled_job u)
				and q.state in ('ready', 'paused') for update skip locked));
		get diagnostics step = row_count;
		changed := changed + step;
		exit when not exists (select from unsettled_job);
		perform pg_sleep(0.01);
	end loop;
	return changed;
end $$;

create or replace function pause(contest text default null, problem text default null,
	reason text default 'paused by hand') returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	perform change_rules();
	if problem is not null and contest is not null then
		raise exception 'a problem is paused in all contests: name one or the other'
			using errcode = 'AZ003';
	elsif problem is not null then
		perform check_word('problem', problem, 1, 255);
		insert into paused_problem (problem, reason) values (pause.problem, pause.reason)
		on conflict on constraint paused_problem_pkey do nothing;
	elsif contest is not null then
		update contest c set paused = true where c.id = contest_number(pause.contest);
	else
		update contest c set paused = true where not c.paused;
	end if;
	insert into audit (event, detail)
	values ('paused', coalesce('problem ' || problem, 'contest ' || contest, 'all contests'));
	return settle_pauses();
end $$;

create or replace function resume(contest text default null, problem text default null)
returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	perform change_rules();
	if problem is not null then
		delete from paused_problem p where p.problem = resume.problem;
	elsif contest is not null then
		update contest c set paused = false where c.id = contest_number(resume.contest);
	else
		update contest c set paused = false where c.paused;
	end if;
	insert into audit (event, detail)
	values ('resumed', coalesce('problem ' || problem, 'contest ' || contest, 'all contests'));
	return settle_pauses();
end $$;

create or replace function report_broken(worker_id integer, problem text, reason text) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	perform check_worker(worker_id);
	perform check_word('problem', problem, 1, 255);
	perform change_rules();
	insert into paused_problem (problem, reason) values (report_broken.problem, report_broken.reason)
	on conflict on constraint paused_problem_pkey do nothing;
	if found then
		insert into audit (event, worker_id, detail) values ('package broken',
			report_broken.worker_id, report_broken.problem || ': ' || report_broken.reason);
		perform settle_pauses();
	end if;
end $$;

create view misplaced_job as
	with kinds as materialized (
		select distinct j.contest_id, j.problem, j.language from job j where j.state <> 'leased'),
	homes as materialized (
		select k.*, pool_of(k.contest_id, k.problem, k.language) as pool_id from kinds k)
	select j.judgement_id, h.pool_id
	from job j join homes h
		on (h.contest_id, h.problem, h.language) = (j.contest_id, j.problem, j.language)
	where j.state <> 'leased' and j.pool_id <> h.pool_id;
comment on view misplaced_job is 'Jobs in another pool than the rules say. What is leased gets its pool '
	'when it comes back';
comment on column misplaced_job.judgement_id is 'The job';
comment on column misplaced_job.pool_id is 'Where it belongs';

create function settle_pools() returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	loop
		with taken as materialized (
			select q.judgement_id from job q
			where q.judgement_id in (select m.judgement_id from misplaced_job m)
				and q.state <> 'leased' for update skip locked)
		update job j set pool_id = m.pool_id
		from misplaced_job m where m.judgement_id = j.judgement_id
			and j.judgement_id in (select t.judgement_id from taken t);
		exit when not exists (select from misplaced_job);
		perform pg_sleep(0.01);
	end loop;
end $$;
comment on function settle_pools is 'Puts waiting jobs into the pools that the rules say. The caller '
	'holds the lock';

create or replace function set_pool_rule(pool text, contest text default null,
	problem text default null, language text default null) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	home integer;
begin
	if contest is not null then
		home := contest_number(contest);
	end if;
	perform change_rules();
	delete from pool_rule r where (r.contest_id, r.problem, r.language) is not distinct from
		(home, set_pool_rule.problem, set_pool_rule.language);
	if pool is not null then
		insert into pool_rule (pool_id, contest_id, problem, language)
		values (pool_number(pool), home, set_pool_rule.problem, set_pool_rule.language);
	end if;
	perform settle_pools();
end $$;

create or replace function requeue(judgement_id bigint, delay interval default null) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	delete from test_event e where e.judgement_id = requeue.judgement_id;
	perform share_rules();
	update job j set lease = null, worker_id = null, deadline_at = null,
		pool_id = pool_of(j.contest_id, j.problem, j.language),
		state = case when delay is null then waiting_state(j.contest_id, j.problem)
			else 'delayed' end,
		due_at = clock_timestamp() + delay
	where j.judgement_id = requeue.judgement_id;
end $$;

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
	perform share_rules();
	pool := pool_of(s.contest_id, s.problem, s.language);
	urgency := least(greatest(home.base_priority + open_judgement.priority, -32768), 32767);
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

	-- Now, and not before, whoever pauses has to wait.
	perform share_rules();
	perform settle_pools();
	update job j set state = 'paused' from judgement g, contest c
	where g.rejudging_id = r.id and j.judgement_id = g.id and c.id = j.contest_id
		and (c.paused or j.problem in (select p.problem from paused_problem p));
	return filled;
end $$;

create or replace function set_contest(name text, weight real default 1,
	base_priority integer default 0) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	number integer;
begin
	if weight is null or weight not between 0.001 and 1000000 then
		raise exception 'the weight must be 0.001 to 1000000' using errcode = 'AZ003';
	end if;
	if base_priority is null or base_priority not between -10000 and 10000 then
		raise exception 'the priority must be -10000 to 10000' using errcode = 'AZ003';
	end if;
	insert into contest as c (name, weight, base_priority)
	values (set_contest.name, set_contest.weight, set_contest.base_priority)
	on conflict on constraint contest_name_key
	do update set weight = excluded.weight, base_priority = excluded.base_priority
	returning c.id into number;
	return number;
end $$;

-- ---- Workers -----------------------------------------------------------------------------------

alter table worker add lease_ms integer not null default 30000;
comment on column worker.lease_ms is 'It is dead when it has not told of itself for so long: its own '
	'setting, as it drops what it holds itself then';

drop function register;
create function register(name text, host text, program text, slots integer, speaks integer,
	pools text[] default '{default}', lease_ms integer default 30000) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	oldest integer;
	predecessor integer;
	registered integer;
begin
	select v.oldest_program into oldest from schema_version v order by v.version desc limit 1;
	if speaks < oldest then
		raise exception 'this worker knows schema %, and the database asks for % or later', speaks,
			oldest using errcode = 'AZ004';
	end if;
	if coalesce(cardinality(pools), 0) = 0 then
		raise exception 'a worker takes jobs from one pool at least' using errcode = 'AZ003';
	end if;
	if lease_ms is null or lease_ms not between 1000 and 86400000 then
		raise exception 'a lease must be a second to a day' using errcode = 'AZ003';
	end if;
	perform pg_advisory_xact_lock(hashtext('assize.register'),
		hashtext(session_user || ' ' || name));
	update worker w set state = 'replaced'
	where w.login = session_user and w.name = register.name and w.state = 'active'
	returning w.id into predecessor;
	if found then
		insert into audit (event, worker_id) values ('worker replaced', predecessor);
		perform lose_leases(array(select j.judgement_id from job j
			where j.worker_id = predecessor and j.state = 'leased' order by j.judgement_id for update),
			'the worker was started anew');
	end if;
	insert into worker (name, host, program, slots, pools, lease_ms)
	select register.name, register.host, register.program, register.slots,
		array(select distinct pool_number(p) from unnest(register.pools) p), register.lease_ms
	returning worker.id into registered;
	return registered;
end $$;
comment on function register is 'Announces a worker and returns its number. A worker of the same '
	'name and login that is still listed is replaced at once, and its jobs are free';
grant execute on function register to assize_worker;

create or replace function unregister(worker_id integer) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held bigint;
	freed integer := 0;
begin
	update worker w set state = 'stopped'
	where w.id = unregister.worker_id and w.login = session_user and w.state = 'active';
	if not found then
		return 0;
	end if;
	for held in select j.judgement_id from job j
		where j.worker_id = unregister.worker_id and j.state = 'leased'
		order by j.judgement_id for update loop
		perform give_back_held(held);
		freed := freed + 1;
	end loop;
	return freed;
end $$;

create or replace function fence(name text) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	gone integer[];
begin
	with fenced as (
		update worker w set state = 'replaced'
		where w.login = session_user and w.former_name = fence.name and w.state = 'active'
		returning w.id)
	select array_agg(f.id) into gone from fenced f;
	if gone is null then
		return 0;
	end if;
	insert into audit (event, worker_id) select 'worker replaced', g.id from unnest(gone) g (id);
	perform lose_leases(array(select j.judgement_id from job j
		where j.worker_id = any (gone) and j.state = 'leased' order by j.judgement_id for update),
		'the worker was started anew');
	return cardinality(gone);
end $$;

-- A name has at most 255 bytes, and a letter at most 4.
create or replace function step_aside(worker_id integer) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	perform check_worker(worker_id);
	update worker w set former_name = w.name, name = left(w.name, 50) || ' (draining ' || w.id || ')'
	where w.id = step_aside.worker_id and w.former_name is null;
end $$;

-- One at a time, and none while rules change. The moment is read once, or no index could be used.
drop function maintain;
create function maintain(out workers_dead integer, out requeued integer, out promoted integer)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	moment constant timestamptz := clock_timestamp();
	lost bigint[];
begin
	perform set_config('synchronous_commit', 'off', true);
	workers_dead := 0;
	requeued := 0;
	promoted := 0;
	begin
		lock table paused_problem in share update exclusive mode nowait;
	exception when lock_not_available then
		return;
	end;
	with dead as (
		update worker w set state = 'dead'
		where w.state = 'active' and w.beat_at < moment - w.lease_ms * interval '1 millisecond'
		returning w.id)
	insert into audit (event, worker_id) select 'worker dead', dead.id from dead;
	get diagnostics workers_dead = row_count;

	lost := array(select j.judgement_id from job j join worker w on w.id = j.worker_id
		where j.state = 'leased' and w.state <> 'active' for update of j skip locked);
	requeued := lose_leases(lost, 'the worker gave no sign of life');
	lost := array(select j.judgement_id from job j
		where j.state = 'leased' and j.deadline_at < moment for update skip locked);
	requeued := requeued + lose_leases(lost, 'no progress before the deadline');

	update job j set state = waiting_state(j.contest_id, j.problem), due_at = null
	where j.judgement_id = any (array(select d.judgement_id from job d
		where d.state = 'delayed' and d.due_at <= moment
		order by d.due_at limit 1000 for update skip locked));
	get diagnostics promoted = row_count;
	if requeued + promoted > 0 then
		perform pg_notify('judge_ready', '');
	end if;
end $$;
comment on function maintain is 'For any worker, every few seconds: frees the jobs of workers that have '
	'not told of themselves for the time of their lease and of leases past their deadline, and '
	'makes delayed jobs ready whose time has come';
grant execute on function maintain to assize_worker;

-- ---- Plans -------------------------------------------------------------------------------------

create index submission_input on submission (input_hash) where input_hash is not null;

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
		execute format('alter function %I set max_parallel_workers_per_gather = 0', name);
	end loop;
end $$;
do $$ begin perform keep_plans(); end $$;

-- ---- Programs ----------------------------------------------------------------------------------

-- Who calls maintain() with a lease of its own for everybody is stopped, as if it had left.
do $$ begin
	perform give_back_held(j.judgement_id) from job j where j.state = 'leased';
end $$;
update worker set state = 'stopped' where state = 'active';

insert into schema_version (version, name, oldest_program) values (13, 'promises', 13);
