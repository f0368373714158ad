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

-- ---- Plans -------------------------------------------------------------------------------------

do $$ begin perform keep_plans(); end $$;

insert into schema_version (version, name, oldest_program) values (14, 'order', 13);
