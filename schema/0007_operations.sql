-- The queue: what whoever runs it needs: figures, a worker's successor, retention.

set local role assize_owner;
set local search_path = assize;

-- ---- Figures ----

-- Bounded, in the order of an index each: it is asked every few seconds by every worker that serves
-- metrics, and must cost little however long the queue is.
create function queue_depth() returns table (class text, ready bigint, delayed bigint,
	leased bigint, paused bigint, oldest_s double precision)
language sql stable security definer set search_path = assize, pg_temp as $$
	with oldest as materialized (
		select j.judgement_id, j.state, j.background from job j order by j.judgement_id limit 10000),
	others as materialized (
		(select j.state, j.background from job j where j.state = 'delayed'
			order by j.due_at limit 10000) union all
		(select j.state, j.background from job j where j.state = 'leased'
			order by j.worker_id limit 10000) union all
		(select j.state, j.background from job j where j.state = 'paused'
			order by j.judgement_id limit 10000)),
	waiting as (
		select c.class, c.is_background, coalesce(sum(r.jobs), 0)::bigint as ready
		from (values ('live', false), ('background', true)) c (class, is_background)
		cross join pool p
		cross join lateral (select count(*) as jobs from (select from job j
			where j.state = 'ready' and j.pool_id = p.id and j.background = c.is_background
			order by j.priority desc, j.virtual_time, j.judgement_id limit 10000) f) r
		group by c.class, c.is_background)
	select w.class, w.ready,
		(select count(*) from others o where o.state = 'delayed' and o.background = w.is_background),
		(select count(*) from others o where o.state = 'leased' and o.background = w.is_background),
		(select count(*) from others o where o.state = 'paused' and o.background = w.is_background),
		case when w.ready = 0 then 0 else extract(epoch from clock_timestamp() - (
			select g.created_at from judgement g where g.id = coalesce(
				(select min(o.judgement_id) from oldest o
					where o.state = 'ready' and o.background = w.is_background),
				(select max(o.judgement_id) from oldest o)))) end::double precision
	from waiting w;
$$;
comment on function queue_depth is 'How many jobs of each class are in which state, counted up to '
	'10000 (ready ones in each pool), and how old the oldest is that could be claimed; if it is not '
	'among the 10000 oldest jobs of all, the age of the youngest of these, which is more';

create index job_paused on job (judgement_id) where state = 'paused';

grant execute on function queue_depth to assize_worker, assize_app, assize_reader;

-- ---- A worker and its successor on one host ----

-- Registering under a name replaces its bearer, whose jobs are then free: right after a crash, and
-- wrong when the bearer has stopped claiming and finishes what it holds. That one gives its name up
-- first. Should both then die, whoever comes next fences both.
alter table worker add column former_name text;
comment on column worker.former_name is 'The name that it had until its successor was to have it; '
	'null: it still has it';

create function step_aside(worker_id integer) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	perform check_worker(worker_id);
	update worker w set former_name = w.name, name = left(w.name, 200) || ' (draining ' || w.id || ')'
	where w.id = step_aside.worker_id and w.former_name is null;
end $$;
comment on function step_aside is 'The worker claims nothing more, keeps what it holds, and lets '
	'another have its name. Repeated, it changes nothing';

create function fence(name text) returns integer
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
		where j.worker_id = any (gone) and j.state = 'leased' for update),
		'the worker was started anew');
	return cardinality(gone);
end $$;
comment on function fence is 'A worker is started anew, and not as a successor: those of its login '
	'that gave its name up and were still at work are replaced, their jobs are free. Returns how '
	'many';

grant execute on function step_aside, fence to assize_worker;

-- ---- Retention: for the owner, beside everything that runs ----

-- Each call is one batch in a transaction of its own; "assize db prune" calls them until nothing is
-- left. What goes is locked first and looked at again afterwards: a new judgement, or a new file
-- with the same content, either came before the lock, and is seen, or waits for it.

create index submission_file_hash on submission_file (hash);

-- "on conflict do nothing" locks nothing: between it and the row that refers to the blob, the blob
-- could be pruned. With this it is held as a foreign key would hold it, or was deleted before, and
-- is inserted.
create function hold_blob() returns trigger
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	perform 1 from blob b where b.hash = new.hash for key share;
	return new;
end $$;
comment on function hold_blob is 'Keeps a blob that is about to be used again from being pruned';
create trigger hold_blob before insert on blob for each row execute function hold_blob();

create function references_to(target regclass, alias text) returns text
language sql stable set search_path = assize, pg_temp as $$
	select coalesce(string_agg(format('exists (select from %s r where r.%I = %s.%I)',
		c.conrelid::regclass, own.attname, alias, theirs.attname), ' or '), 'false')
	from pg_constraint c
	join pg_attribute own on own.attrelid = c.conrelid and own.attnum = c.conkey[1]
	join pg_attribute theirs on theirs.attrelid = c.confrelid and theirs.attnum = c.confkey[1]
	where c.contype = 'f' and c.confrelid = target and c.confdeltype in ('a', 'r');
$$;
comment on function references_to is 'A condition: some row of whatever table refers to this one '
	'and would not go with it. So tables of later migrations keep what they need';

create function check_retention(older_than interval) returns timestamptz
language plpgsql stable set search_path = assize, pg_temp as $$
begin
	if older_than is null or older_than < interval '1 hour' then
		raise exception 'what is younger than an hour is not pruned' using errcode = 'AZ003';
	end if;
	return clock_timestamp() - older_than;
end $$;
comment on function check_retention is 'The time before which everything may go';

create function prune_submissions(older_than interval, keep_contests text[] default '{}',
	after bigint default 0, most integer default 500, dry_run boolean default false,
	out last_id bigint, out submissions bigint, out judgements bigint)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	cutoff constant timestamptz := check_retention(older_than);
	old bigint[];
begin
	perform set_config('synchronous_commit', 'off', true);
	execute format('select array_agg(o.id order by o.id) from (
		select s.id from submission s
		where s.id > $1 and s.submitted_at < $2
			and s.contest_id <> all (array(select c.id from contest c where c.name = any ($3)))
			and not exists (select from judgement g where g.submission_id = s.id
				and (g.state = ''open'' or g.finished_at >= $2 or %s))
			and not (%s)
		order by s.id limit $4 %s) o',
		references_to('judgement', 'g'), references_to('submission', 's'),
		case when dry_run then '' else 'for update of s skip locked' end)
	into old using after, cutoff, keep_contests, most;
	old := coalesce(old, '{}');
	last_id := old[cardinality(old)];
	select count(*) into judgements from judgement g where g.submission_id = any (old);
	submissions := cardinality(old);
	if not dry_run then
		with gone as (
			delete from submission s where s.id = any (old) and not exists (
				select from judgement g where g.submission_id = s.id
				and (g.state = 'open' or g.finished_at >= cutoff)) returning s.id),
		untold as (
			delete from news n where n.submission_id = any (array(select g.id from gone g)))
		select count(*) into submissions from gone;
	end if;
end $$;
comment on function prune_submissions is 'Deletes submissions of which every judgement is final '
	'and was so before, with their judgements, up to so many from that number on. last_id is null '
	'when there were none';

create function prune_blobs(older_than interval, after bytea default '', most integer default 500,
	dry_run boolean default false, out last_hash bytea, out blobs bigint, out bytes bigint)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	cutoff constant timestamptz := check_retention(older_than);
	unused constant text := references_to('blob', 'b');
	old bytea[];
begin
	perform set_config('synchronous_commit', 'off', true);
	execute format('select array_agg(o.hash order by o.hash) from (
		select b.hash from blob b where b.hash > $1 and b.created_at < $2 and not (%s)
		order by b.hash limit $3 %s) o',
		unused, case when dry_run then '' else 'for update of b skip locked' end)
	into old using after, cutoff, most;
	old := coalesce(old, '{}');
	last_hash := old[cardinality(old)];
	if dry_run then
		select count(*), coalesce(sum(b.size), 0) into blobs, bytes
		from blob b where b.hash = any (old);
		return;
	end if;
	execute format('with gone as (delete from blob b where b.hash = any ($1) and not (%s)
		returning b.size) select count(*), coalesce(sum(size), 0) from gone', unused)
	into blobs, bytes using old;
end $$;
comment on function prune_blobs is 'Deletes contents that nothing refers to, up to so many from '
	'that hash on. last_hash is null when there were none';

create function prune_audit(older_than interval, most integer default 5000,
	dry_run boolean default false) returns bigint
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	cutoff constant timestamptz := check_retention(older_than);
	pruned bigint;
begin
	perform set_config('synchronous_commit', 'off', true);
	if dry_run then
		return (select count(*) from audit a where a.at < cutoff);
	end if;
	delete from audit a where a.id = any (array(
		select o.id from audit o where o.at < cutoff order by o.id limit most));
	get diagnostics pruned = row_count;
	return pruned;
end $$;
comment on function prune_audit is 'Deletes old events, up to so many. Returns how many';

create function prune_workers(older_than interval, dry_run boolean default false,
	note text default null) returns bigint
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	cutoff constant timestamptz := check_retention(older_than);
	old integer[] := array(select w.id from worker w
		where w.state <> 'active' and w.beat_at < cutoff
		and not exists (select from judgement g where g.worker_id = w.id)
		and not exists (select from job j where j.worker_id = w.id));
begin
	if dry_run then
		return cardinality(old);
	end if;
	delete from worker w where w.id = any (old);
	if note is not null then
		insert into audit (event, detail) values ('pruned', note);
	end if;
	return cardinality(old);
end $$;
comment on function prune_workers is 'Deletes starts of workers that are over and did nothing that '
	'is still there; writes the note into the audit. Returns how many';

insert into schema_version (version, name, oldest_program) values (7, 'operations', 6);
