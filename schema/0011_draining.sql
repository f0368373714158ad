-- Whether a worker that is to leave when nothing is queued any more has anything to wait for: jobs
-- of pools that it does not take, and jobs that wait for a person, are none of its business.

set local role assize_owner;
set local search_path = assize;

create function has_work(worker_id integer) returns boolean
language plpgsql stable security definer set search_path = assize, pg_temp
set enable_seqscan = off as $$
declare
	me worker;
begin
	select * into me from worker w
	where w.id = has_work.worker_id and w.login = session_user and w.state = 'active';
	if not found then
		perform check_worker(worker_id);
	end if;
	return exists (
		select from unnest(me.pools) p (id)
		cross join lateral (select from job j where j.state = 'ready' and j.pool_id = p.id limit 1) r)
	or exists (
		select from job j join contest c on c.id = j.contest_id and not c.paused
		where j.state = 'delayed' and j.pool_id = any (me.pools)
			and not exists (select from paused_problem p where p.problem = j.problem));
end $$;
comment on function has_work is 'Whether jobs wait in the worker''s pools that it could claim, now or '
	'after their delay; not those that are paused, nor those that others hold';
grant execute on function has_work to assize_worker;

insert into schema_version (version, name, oldest_program) values (11, 'draining', 10);
