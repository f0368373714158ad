-- The queue: locks in one order, and calls that say what they cannot mean.
--
-- Rules come before rows: whoever holds a job's row has the lock of the rules already, or needs it no
-- more. What is empty or null where a caller may have meant something else is refused, or means the
-- default. News can be read on after the database was restored or set back.

set local role assize_owner;
set local search_path = assize;

-- ---- The order of locks ------------------------------------------------------------------------

-- Who cancels and then hands in, in one transaction, would hold a waiting job and wait for whoever
-- pauses, who waits for that job.
create or replace function cancel(judgement_id bigint) returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held job;
begin
	perform share_rules();
	select * into held from job j where j.judgement_id = cancel.judgement_id for update;
	if not found then
		return 'final';
	end if;
	if held.state = 'leased' then
		update job j set cancel = true where j.judgement_id = cancel.judgement_id;
		return 'told';
	end if;
	perform end_judgement(cancel.judgement_id, 'cancelled', null);
	return 'cancelled';
end $$;

create or replace function rejudge_cancel(rejudging_id integer) returns json
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	r rejudging;
	dropped integer := 0;
	told integer := 0;
begin
	perform share_rules();
	r := rejudging_of(rejudging_id);
	select * into r from rejudging x where x.id = r.id for update;
	if r.state = 'applied' then
		raise exception 'rejudging % was applied', r.id using errcode = 'AZ003',
			hint = 'judge its submissions again to take that back';
	elsif r.state = 'open' then
		-- With all rows held, none can change between ready and leased below.
		perform from job j where j.judgement_id = any (array(
			select g.id from judgement g where g.rejudging_id = r.id and g.state = 'open'))
		order by j.judgement_id for update;
		update job j set cancel = true
		from judgement g where g.rejudging_id = r.id and j.judgement_id = g.id and j.state = 'leased';
		get diagnostics told = row_count;
		with gone as (
			delete from job j using judgement g
			where g.rejudging_id = r.id and j.judgement_id = g.id and j.state <> 'leased'
			returning j.judgement_id, j.claims, j.lost_leases, j.failures)
		update judgement g set state = 'cancelled', finished_at = clock_timestamp(),
			claims = gone.claims, lost_leases = gone.lost_leases, failures = gone.failures
		from gone where g.id = gone.judgement_id;
		get diagnostics dropped = row_count;
		update rejudging x set state = 'cancelled', ended_at = clock_timestamp()
		where x.id = r.id returning * into r;
		insert into audit (event, detail) values ('rejudging cancelled',
			format('set %s: %s judgements dropped, %s told', r.id, dropped, told));
	end if;
	return json_build_object('rejudging', r.id, 'state', r.state, 'cancelled', dropped,
		'told', told, 'applied', r.applied);
end $$;

-- Everybody who comes after a pause that waits has to wait as well: so it does not wait for long.
create or replace function change_rules() returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	lock table paused_problem in exclusive mode;
exception when lock_not_available then
	raise exception 'nothing is changed: a transaction that puts jobs in or takes them out does not end'
		using errcode = 'lock_not_available',
		hint = 'try again; pg_locks has who holds paused_problem';
end $$;

create or replace function pause(contest text default null, problem text default null,
	reason text default 'paused by hand') returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	if reason is null then
		raise exception 'the reason of a pause may be empty, but not null' using errcode = 'AZ003';
	end if;
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

alter function pause set lock_timeout = '5s';
alter function resume set lock_timeout = '5s';
alter function set_pool_rule set lock_timeout = '5s';
-- A worker asks again by itself, and its package fails as well a little later.
alter function report_broken set lock_timeout = '200ms';

-- ---- Into the queue ----------------------------------------------------------------------------

-- Null is what a caller's library sends for a parameter that is not set: the default. The rules come
-- before the rows of contents, which two callers may have in common.
create or replace function hand_in(problem text, language text, file_names text[], file_contents bytea[],
	input bytea, user_name text, contest text, key text, entry_point text, full_run boolean,
	priority integer, cost_ms integer, not_before timestamptz,
	out submission_id bigint, out judgement_id bigint, out is_new boolean)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	home constant integer := contest_number(contest);
	earlier submission;
	hashes bytea[];
	print bytea;
begin
	perform check_word('problem', problem, case when input is null then 1 else 0 end, 255);
	perform check_word('language', language, 0, 31);
	perform check_word('user name', user_name, 0, 255);
	perform check_word('entry point', entry_point, 0, 127);
	key := coalesce(key, gen_random_uuid()::text);
	perform check_word('key', key, 1, 255);
	perform check_files(file_names, file_contents);
	full_run := coalesce(full_run, false);
	priority := coalesce(priority, 0);
	cost_ms := coalesce(cost_ms, case when input is null then 2000 else 1000 end);
	if octet_length(input) > 67108864 then
		raise exception 'the input has % bytes, more than the 64 MiB that are stored',
			octet_length(input) using errcode = 'AZ003';
	end if;
	if cost_ms not between 1 and 86400000 then
		raise exception 'the cost must be 1 ms to a day' using errcode = 'AZ003';
	end if;
	if priority not between -10000 and 10000 then
		raise exception 'the priority must be -10000 to 10000' using errcode = 'AZ003';
	end if;

	select array_agg(sha256(f.content) order by f.ordinal) into hashes
	from unnest(file_contents || input) with ordinality f (content, ordinal)
	where f.content is not null;
	print := sha256(convert_to(jsonb_build_array(problem, language, entry_point, full_run,
		file_names, hashes)::text, 'UTF8'));

	lock table paused_problem in row share mode;	-- as share_rules(), which would be one call more
	-- In the order of the hashes: two callers with the same files wait, and do not deadlock.
	insert into blob (hash, size, content)
	select distinct on (sha256(f)) sha256(f), octet_length(f), f
	from unnest(file_contents || input) f where f is not null order by sha256(f)
	on conflict on constraint blob_pkey do nothing;
	insert into submission (contest_id, user_name, problem, language, entry_point, key, fingerprint,
		kind, input_hash)
	values (home, hand_in.user_name, hand_in.problem, hand_in.language, hand_in.entry_point,
		hand_in.key, print, case when input is null then 'judge' else 'try' end::submission_kind,
		sha256(input))
	on conflict on constraint submission_key do nothing
	returning submission.id into submission_id;
	is_new := found;
	if not is_new then
		select * into strict earlier from submission s
		where s.contest_id = home and s.user_name = hand_in.user_name and s.key = hand_in.key;
		if earlier.fingerprint <> print then
			raise exception 'the key % was used for another submission, number %',
				quote_literal(key), earlier.id using errcode = 'AZ003';
		end if;
		submission_id := earlier.id;
		judgement_id := earlier.judgement_id;
		return;
	end if;
	insert into submission_file (submission_id, ordinal, name, hash)
	select hand_in.submission_id, f.ordinal, f.name, f.hash
	from unnest(file_names, hashes) with ordinality f (name, hash, ordinal)
	where f.ordinal <= cardinality(file_names);
	judgement_id := open_judgement(hand_in.submission_id, hand_in.full_run, hand_in.priority,
		cost_ms, not_before);
	update submission s set judgement_id = hand_in.judgement_id where s.id = hand_in.submission_id;
end $$;

create or replace function set_contest(name text, weight real default 1,
	base_priority integer default 0) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	number integer;
begin
	perform check_word('contest', name, 1, 255);
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

comment on column contest.weight is 'Each of its users gets so much, relative to users of other '
	'contests of its priority: a contest with more users gets more';

-- ---- Results -----------------------------------------------------------------------------------

-- A place is a transaction's number. One that this server has not given out yet is of a server that
-- was further: what comes now would be passed over until the numbers have caught up. A stand-by may
-- be behind.
create function check_place(transaction xid8) returns void
language plpgsql stable security definer set search_path = assize, pg_temp as $$
begin
	if pg_is_in_recovery() then
		return;
	end if;
	-- Not the snapshot's: that may be older than a place that somebody else has read.
	perform pg_xact_status(check_place.transaction);
exception when invalid_parameter_value then
	raise exception 'the place is ahead of this server: it was restored or set back; begin at '''''
		using errcode = 'AZ003', hint = 'docs/operations.md says what is to be done after a restore';
end $$;
comment on function check_place is 'Refuses the number of a transaction that is yet to come';

create or replace function results_since(after text default '', most integer default 1000)
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
		if after_transaction >= pg_snapshot_xmin(pg_current_snapshot()) then
			perform check_place(after_transaction);
		end if;
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
	'anywhere in the cluster, or that began before such a one ended, comes once it has ended. '
	'AZ003: the place is of a server that was ahead of this one; begin at '''' after a restore';

-- News of another cluster has that cluster's numbers: larger ones would be told when this one comes
-- to them, as if they were new. Their ids are in order.
create function restored() returns bigint
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	renumbered bigint;
begin
	update news set transaction = '1' where transaction <> '1';
	get diagnostics renumbered = row_count;
	insert into audit (event, detail) values ('restored', format('%s news', renumbered));
	return renumbered;
end $$;
comment on function restored is 'For the owner, once after a restore and before a platform reads: '
	'makes all that is final news again, told to whoever begins at ''''. Returns how many';
comment on column audit.event is 'late finish, worker replaced, worker dead, worker sick, worker '
	'well, lease lost, failure, dead, redriven, paused, resumed, package broken, rejudging made, '
	'applied or cancelled, pruned, restored';

-- What is told outlasts a crash, whoever tells it: see tell().
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
	if current_setting('synchronous_commit') = 'off' then
		perform set_config('synchronous_commit', 'on', true);	-- as tell() does
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

create or replace function rejudge_apply(rejudging_id integer, partial boolean default false) returns json
language plpgsql security definer set search_path = assize, pg_temp
set work_mem = '64MB' set random_page_cost = 1.1 set jit = off as $$
declare
	r rejudging := rejudging_of(rejudging_id);
	may_move boolean;
	still_open bigint;
	moved bigint;
	changed bigint;
	kept json;
begin
	select * into r from rejudging x where x.id = r.id for update;
	if r.state = 'cancelled' then
		raise exception 'rejudging % was cancelled', r.id using errcode = 'AZ003';
	end if;
	may_move := r.state = 'open';
	if current_setting('synchronous_commit') = 'off' then
		perform set_config('synchronous_commit', 'on', true);	-- as tell() does
	end if;
	-- The planner takes a column such as is_sure for true of half the rows, and a condition on the
	-- outcome for true of next to none: then it would look up each submission by itself.
	with o as materialized (
		select v.*, v.outcome in ('same', 'changed') as is_sure from rejudging_submission v
		where v.rejudging_id = r.id),
	m as (
		update submission s set judgement_id = o.new_judgement_id from o
		where may_move and (partial or not exists (select from o where open > 0))
			and o.is_sure and s.id = o.submission_id and s.judgement_id = o.old_judgement_id
		returning s.id, s.judgement_id),
	told as (
		insert into news (submission_id, judgement_id) select m.id, m.judgement_id from m order by m.id)
	select coalesce(sum(o.open), 0), count(m.id),
		count(*) filter (where o.outcome = 'changed' and (m.id is not null or o.counts = 'new')),
		coalesce(json_agg(json_build_object('submission', o.submission_id,
			'problem', o.problem, 'user', o.user_name, 'verdict', o.old_verdict,
			'why', case when o.counts = 'another' or o.is_sure then 'judged otherwise meanwhile'
				else o.outcome end) order by o.submission_id)
			filter (where o.outcome <> 'open' and o.counts <> 'new' and m.id is null), '[]')
	into still_open, moved, changed, kept
	from o left join m on m.id = o.submission_id;

	if may_move and still_open > 0 and not partial then
		raise exception '% judgements of rejudging % are still open', still_open, r.id
			using errcode = 'AZ003',
			hint = 'wait for them (rejudge show --follow), or apply those that are done (--partial)';
	elsif may_move then
		update rejudging x set applied = x.applied + moved,
			state = case when still_open = 0 then 'applied' else 'open' end::rejudging_state,
			ended_at = case when still_open = 0 then clock_timestamp() end
		where x.id = r.id returning * into r;
		insert into audit (event, detail) values ('rejudging applied',
			format('set %s: to %s submissions, %s judgements open', r.id, moved, still_open));
	end if;
	if moved > 0 then
		perform pg_notify('judge_done', '');
	end if;
	return json_build_object('rejudging', r.id, 'state', r.state, 'moved', moved,
		'applied', r.applied, 'changed', changed, 'open', still_open, 'kept', kept);
end $$;

-- ---- Rejudging ---------------------------------------------------------------------------------

-- A list that has come out empty by mistake fits nothing; it is not left out. The same for the
-- beginning of a hash.
create or replace function rejudge_filter(arguments jsonb) returns rejudge_filter
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	f rejudge_filter;
	word text;
begin
	if arguments = '{}' then
		raise exception 'no filter is given, and all submissions are too many to be meant'
			using errcode = 'AZ003', hint = 'if they are: since -infinity';
	end if;
	select replace(a.key, '_', ' ') into word from jsonb_each(arguments) a
	where a.value = '[]' or (a.key, a.value) = ('package', '""') limit 1;
	if found then
		raise exception 'the filter % is empty, which nothing fits', word using errcode = 'AZ003',
			hint = 'leave out, or give as null, what may be anything';
	end if;
	f := jsonb_populate_record(null::rejudge_filter, arguments - 'verdicts');
	if arguments ? 'contest' then
		f.contest_id := contest_number(arguments ->> 'contest');
	end if;
	for word in select * from jsonb_array_elements_text(arguments -> 'verdicts') loop
		if word is null or word <> all (enum_range(null::verdict)::text[]) then
			raise exception '% is no verdict', coalesce(quote_literal(word), 'null')
				using errcode = 'AZ003',
				hint = 'there are ' || array_to_string(enum_range(null::verdict), ', ');
		end if;
		f.verdicts := f.verdicts || word::verdict;
	end loop;
	return f;
end $$;

-- Times in the filter of a set are text: the same key means the same set in whatever time zone.
alter function rejudge_new set timezone = 'UTC';
alter function rejudge_matching set timezone = 'UTC';
set local timezone = 'UTC';
update rejudging r set filter = r.filter || t.times
from (select x.id, jsonb_object_agg(e.key, e.value::timestamptz) as times
	from rejudging x cross join jsonb_each_text(x.filter) e
	where e.key in ('submitted_since', 'submitted_until') group by x.id) t
where t.id = r.id;

-- ---- Plans -------------------------------------------------------------------------------------

-- To compile a plan that runs once takes longer than to run it.
alter function queue_depth set jit = off;
alter function queue_state set jit = off;
alter function rejudge_progress set jit = off;

do $$ begin perform keep_plans(); end $$;

insert into schema_version (version, name, oldest_program) values (14, 'order', 13);
