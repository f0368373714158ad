-- The queue: what a worker calls.
--
-- A worker's login can do nothing but call these. Each looks up the worker by its number and the
-- login of the session, so that no login can speak for another's worker.
--
-- What may be lost in a crash of the database without harm (a claim, a heartbeat, progress) does
-- not wait for the disk: a lease that was forgotten refuses its holder, and the job is judged
-- again. This must be set in the function's body; as a clause of "create function" it would be
-- undone before the commit.

set local role assize_owner;
set local search_path = assize;

create function check_worker(worker_id integer) returns void
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	known worker_state;
begin
	select w.state into known from worker w
	where w.id = check_worker.worker_id and w.login = session_user;
	if known = 'active' then
		return;
	elsif known = 'replaced' then
		raise exception 'another worker has registered under this worker''s name'
			using errcode = 'AZ002';
	end if;
	raise exception 'worker % is %', worker_id, coalesce(known::text, 'unknown to this login')
		using errcode = 'AZ001';
end $$;
comment on function check_worker is 'Raises AZ002 if the worker was replaced, AZ001 if it is not '
	'active for another reason and should register again';

-- The caller holds the rows. Jobs that kill their workers must not go round for ever.
create function lose_leases(judgements bigint[], why text) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held job;
	requeued integer := 0;
begin
	for held in select * from job j
		where j.judgement_id = any (judgements) and j.state = 'leased' loop
		insert into audit (event, judgement_id, worker_id, detail)
		values ('lease lost', held.judgement_id, held.worker_id, why);
		update job j set lost_leases = j.lost_leases + 1, last_error = why
		where j.judgement_id = held.judgement_id;
		if held.cancel then
			perform end_judgement(held.judgement_id, 'cancelled', null);
		elsif held.lost_leases + 1 >= held.max_lost_leases then
			perform end_judgement(held.judgement_id, 'dead',
				format('lost %s times, lastly: %s', held.lost_leases + 1, why));
		else
			perform requeue(held.judgement_id);
			requeued := requeued + 1;
		end if;
	end loop;
	return requeued;
end $$;
comment on function lose_leases is 'Takes jobs from a worker that vanished: back into the queue, '
	'or dead after too many times. Returns how many are back';

create function requeue(judgement_id bigint, delay interval default null) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	delete from test_event e where e.judgement_id = requeue.judgement_id;
	update job j set lease = null, worker_id = null, deadline_at = null,
		state = case when delay is null then 'ready' else 'delayed' end::job_state,
		due_at = clock_timestamp() + delay
	where j.judgement_id = requeue.judgement_id;
end $$;
comment on function requeue is 'Puts a job back, at its old place, now or after a delay. The '
	'caller holds the row';

create function register(name text, host text, program text, slots integer, speaks integer)
returns integer
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
	perform pg_advisory_xact_lock(hashtext('assize.register'),
		hashtext(session_user || ' ' || name));
	update worker w set state = 'replaced'
	where w.login = session_user and w.name = register.name and w.state = 'active'
	returning w.id into predecessor;
	if found then
		insert into audit (event, worker_id) values ('worker replaced', predecessor);
		perform lose_leases(array(select j.judgement_id from job j
			where j.worker_id = predecessor and j.state = 'leased' for update),
			'the worker was started anew');
	end if;
	insert into worker (name, host, program, slots)
	values (register.name, register.host, register.program, register.slots)
	returning worker.id into registered;
	return registered;
end $$;
comment on function register is 'Announces a worker and returns its number. A worker of the same '
	'name and login that is still listed is replaced at once, and its jobs are free';

create function unregister(worker_id integer) returns integer
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
		where j.worker_id = unregister.worker_id and j.state = 'leased' for update loop
		perform give_back_held(held);
		freed := freed + 1;
	end loop;
	return freed;
end $$;
comment on function unregister is 'Ends a worker; jobs that it still holds go back and count for '
	'nothing. Returns how many';

create function give_back_held(judgement_id bigint) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	if (select j.cancel from job j where j.judgement_id = give_back_held.judgement_id) then
		perform end_judgement(give_back_held.judgement_id, 'cancelled', null);
	else
		perform requeue(give_back_held.judgement_id);
	end if;
end $$;
comment on function give_back_held is 'Frees a job whose row the caller holds, without blame';

-- The array makes the plan an index scan, whatever the planner believes about the table's size; as
-- a join it becomes a scan of the whole queue.
create function claim(worker_id integer, wanted integer, deadline interval default '10 minutes')
returns table (judgement_id bigint, lease uuid, claims integer, submission_id bigint, problem text,
	language text, entry_point text, full_run boolean)
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	perform set_config('synchronous_commit', 'off', true);
	perform check_worker(worker_id);
	return query
	with claimed as (
		update job j set state = 'leased', lease = gen_random_uuid(), worker_id = claim.worker_id,
			claims = j.claims + 1, claimed_at = clock_timestamp(),
			deadline_at = clock_timestamp() + deadline
		where j.judgement_id = any (array(
			select r.judgement_id from job r where r.state = 'ready'
			order by r.priority desc, r.virtual_time, r.judgement_id
			limit wanted for update skip locked))
		returning j.judgement_id, j.lease, j.claims, j.priority, j.virtual_time)
	select c.judgement_id, c.lease, c.claims, s.id, s.problem, s.language, s.entry_point, g.full_run
	from claimed c
	join judgement g on g.id = c.judgement_id
	join submission s on s.id = g.submission_id
	order by c.priority desc, c.virtual_time, c.judgement_id;
end $$;
comment on function claim is 'Leases up to so many jobs to the worker, the most urgent first. '
	'Fewer, or none, does not say that the queue is empty: others may be claiming the same';

create function sources(worker_id integer, judgements bigint[], leases uuid[])
returns table (judgement_id bigint, name text, content bytea)
language sql stable security definer set search_path = assize, pg_temp as $$
	select j.judgement_id, f.name, b.content
	from unnest(judgements, leases) held (judgement_id, lease)
	join job j on j.judgement_id = held.judgement_id and j.lease = held.lease
	join worker w on w.id = j.worker_id and w.id = sources.worker_id and w.login = session_user
	join judgement g on g.id = j.judgement_id
	join submission_file f on f.submission_id = g.submission_id
	join blob b on b.hash = f.hash
	order by j.judgement_id, f.ordinal;
$$;
comment on function sources is 'The source files of claimed jobs';

create function beat(worker_id integer, judgements bigint[], leases uuid[])
returns table (judgement_id bigint, verb text)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	orphan bigint;
begin
	perform set_config('synchronous_commit', 'off', true);
	update worker w set beat_at = clock_timestamp()
	where w.id = beat.worker_id and w.login = session_user and w.state = 'active';
	if not found then
		perform check_worker(worker_id);
	end if;
	-- A claim whose answer was lost on the way: nobody is judging it.
	for orphan in select j.judgement_id from job j
		where j.worker_id = beat.worker_id and j.state = 'leased' and j.lease <> all (leases)
		for update skip locked loop
		perform give_back_held(orphan);
	end loop;
	return query
	select held.judgement_id, case when j.judgement_id is null then 'lost' else 'cancel' end
	from unnest(judgements, leases) held (judgement_id, lease)
	left join job j on j.judgement_id = held.judgement_id and j.lease = held.lease
		and j.worker_id = beat.worker_id
	where j.judgement_id is null or j.cancel;
end $$;
comment on function beat is 'Heartbeat: the worker lives and holds exactly these leases. Jobs '
	'leased to it that it does not list go back. Returns the leases to drop: "lost", or "cancel", '
	'which finish() or give_back() then ends';

-- Taking the row's lock keeps a late report from landing after finish().
create function progress(worker_id integer, judgement_id bigint, lease uuid,
	test_index integer[], test_verdict text[], test_cpu_us bigint[], test_memory_kib bigint[],
	test_reason text[], deadline interval default '10 minutes') returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	cancelled boolean;
begin
	perform set_config('synchronous_commit', 'off', true);
	update job j set deadline_at = clock_timestamp() + deadline from worker w
	where j.judgement_id = progress.judgement_id and j.lease = progress.lease
		and w.id = j.worker_id and w.id = progress.worker_id and w.login = session_user
	returning j.cancel into cancelled;
	if not found then
		return 'refused';
	end if;
	insert into test_event
	select progress.judgement_id, progress.lease, t.i, t.v::verdict, t.c, t.m, t.r
	from unnest(test_index, test_verdict, test_cpu_us, test_memory_kib, test_reason)
		t (i, v, c, m, r)
	on conflict on constraint test_event_pkey do nothing;
	return case when cancelled then 'cancelled' else 'ok' end;
end $$;
comment on function progress is 'Tells the results of tests while judging, and extends the lease. '
	'"ok"; "cancelled": drop it; "refused": the lease is lost';

create function finish(worker_id integer, judgement_id bigint, lease uuid,
	verdict verdict, reason text, score double precision,
	cpu_ns bigint, wall_ns bigint, memory_bytes bigint,
	test_count integer, first_failed integer, kept_output bytea, kept_error bytea,
	compile_verdict verdict, compile_reason text, compile_cpu_ns bigint, compile_wall_ns bigint,
	compile_memory_bytes bigint, compile_cached boolean, compile_output text,
	test_index integer[], test_verdict text[], test_score double precision[], test_cpu_us bigint[],
	test_wall_us bigint[], test_memory_kib bigint[], test_output_bytes bigint[],
	test_exit_code integer[], test_signal integer[], test_borderline boolean[],
	test_estimated boolean[], test_reason text[], test_message text[], receipt jsonb) returns text
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
		test_message = finish.test_message, receipt = finish.receipt
	where g.id = finish.judgement_id;
	return 'ok';
end $$;
comment on function finish is 'Writes the verdict and ends the lease, both or neither. "ok"; '
	'"duplicate": this very call succeeded before; "cancelled": the judgement was cancelled '
	'meanwhile; "refused": the lease is lost, nothing was written. Afterwards notify judge_done '
	'with the judgement''s number, in a transaction of its own';

create function late_finish(worker_id integer, judgement_id bigint, lease uuid, verdict verdict)
returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	if exists (select from judgement g join worker w on w.id = g.worker_id
		where g.id = late_finish.judgement_id and g.lease = late_finish.lease
		and w.id = late_finish.worker_id and w.login = session_user) then
		return 'duplicate';
	end if;
	insert into audit (event, judgement_id, worker_id, detail)
	values ('late finish', late_finish.judgement_id, late_finish.worker_id,
		format('verdict %s under lease %s', verdict, late_finish.lease));
	return 'refused';
end $$;
comment on function late_finish is 'Whether a verdict without a lease was written before, or comes '
	'too late';

create function hold(worker_id integer, judgement_id bigint, lease uuid, out held job)
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	select j.* into held from job j join worker w on w.id = j.worker_id
	where j.judgement_id = hold.judgement_id and j.lease = hold.lease
		and w.id = hold.worker_id and w.login = session_user
	for update of j;
end $$;
comment on function hold is 'The locked job of a lease, or null';

create function fail(worker_id integer, judgement_id bigint, lease uuid, reason text) returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held job := hold(worker_id, judgement_id, lease);
	delay interval;
begin
	if held.judgement_id is null then
		return 'refused';
	end if;
	insert into audit (event, judgement_id, worker_id, detail)
	values ('failure', held.judgement_id, held.worker_id, fail.reason);
	update job j set failures = j.failures + 1, last_error = fail.reason
	where j.judgement_id = held.judgement_id;
	if held.cancel then
		perform end_judgement(held.judgement_id, 'cancelled', null);
		return 'cancelled';
	elsif held.failures + 1 >= held.max_failures then
		perform end_judgement(held.judgement_id, 'dead', fail.reason);
		return 'dead';
	end if;
	-- 1 s, 4 s, 16 s ... at most 5 minutes, a quarter more or less: what fails together spreads.
	delay := least(interval '5 minutes', interval '1 second' * power(4, held.failures))
		* (0.75 + random() / 2);
	perform requeue(held.judgement_id, delay);
	return 'retry';
end $$;
comment on function fail is 'The judge could not judge, for this reason. "retry": later; "dead": '
	'that was the last time, the verdict is JE; "cancelled"; "refused": the lease is lost';

create function give_back(worker_id integer, judgement_id bigint, lease uuid) returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held job := hold(worker_id, judgement_id, lease);
begin
	if held.judgement_id is null then
		return 'refused';
	end if;
	perform give_back_held(held.judgement_id);
	return case when held.cancel then 'cancelled' else 'ok' end;
end $$;
comment on function give_back is 'Returns a job that was not judged, as when the worker stops; it '
	'keeps its place and nothing is counted. "ok", "cancelled" or "refused"';

create function lose(worker_id integer, judgement_id bigint, lease uuid, reason text) returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held job := hold(worker_id, judgement_id, lease);
begin
	if held.judgement_id is null then
		return 'refused';
	end if;
	perform lose_leases(array[held.judgement_id], lose.reason);
	perform 1 from job j where j.judgement_id = held.judgement_id;
	return case when found then 'retry' when held.cancel then 'cancelled' else 'dead' end;
end $$;
comment on function lose is 'What judged it died under it, as a worker may: counted with the lost '
	'leases, not with the failures. "retry", "dead", "cancelled" or "refused"';

create function maintain(dead_after interval default '30 seconds',
	out workers_dead integer, out requeued integer, out promoted integer)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	lost bigint[];
begin
	perform set_config('synchronous_commit', 'off', true);
	workers_dead := 0;
	requeued := 0;
	promoted := 0;
	if not pg_try_advisory_xact_lock(hashtext('assize.maintain')) then
		return;
	end if;
	with dead as (
		update worker w set state = 'dead'
		where w.state = 'active' and w.beat_at < clock_timestamp() - dead_after returning w.id)
	insert into audit (event, worker_id) select 'worker dead', dead.id from dead;
	get diagnostics workers_dead = row_count;

	lost := array(select j.judgement_id from job j join worker w on w.id = j.worker_id
		where j.state = 'leased' and w.state <> 'active' for update of j skip locked);
	requeued := lose_leases(lost, 'the worker gave no sign of life');
	lost := array(select j.judgement_id from job j
		where j.state = 'leased' and j.deadline_at < clock_timestamp() for update skip locked);
	requeued := requeued + lose_leases(lost, 'no progress before the deadline');

	update job j set state = 'ready', due_at = null
	where j.judgement_id = any (array(select d.judgement_id from job d
		where d.state = 'delayed' and d.due_at <= clock_timestamp()
		order by d.due_at limit 1000 for update skip locked));
	get diagnostics promoted = row_count;
	if requeued + promoted > 0 then
		perform pg_notify('judge_ready', '');
	end if;
end $$;
comment on function maintain is 'To be called every few seconds by every worker, of which one at a '
	'time does it: takes the jobs of dead workers and overdue leases back, readies delayed jobs';

grant execute on function register, unregister, claim, sources, beat, progress, finish, fail,
	lose, give_back, maintain, wake to assize_worker;

insert into schema_version (version, name, oldest_program) values (3, 'worker', 3);
