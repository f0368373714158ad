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

-- ---- Plans -------------------------------------------------------------------------------------

do $$ begin perform keep_plans(); end $$;

insert into schema_version (version, name, oldest_program) values (14, 'order', 13);
