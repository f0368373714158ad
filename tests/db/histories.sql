-- A log of all that happens to jobs and judgements, written by the transactions that do it: it has
-- exactly what was committed. For tests; histories.py reads what history.export() returns.

create schema history;
create table history.event (
	id bigint generated always as identity,
	at double precision not null default extract(epoch from clock_timestamp()),
	what text not null,
	judgement bigint not null,
	state text,
	lease uuid,
	worker integer,
	pool integer,
	background boolean,
	priority integer,
	avoided text,
	avoided_until double precision
);

-- The row's lock is held meanwhile: the events of one judgement have numbers in their order.
create function history.note_job() returns trigger
language plpgsql security definer set search_path = history, pg_temp as $$
declare
	j assize.job := case when tg_op = 'DELETE' then old else new end;
begin
	insert into event (what, judgement, state, lease, worker, pool, background, priority, avoided,
		avoided_until)
	values (case tg_op when 'INSERT' then 'queued' when 'DELETE' then 'gone' else 'job' end,
		j.judgement_id, j.state, j.lease, j.worker_id, j.pool_id, j.background, j.priority, j.avoided,
		extract(epoch from j.avoided_until));
	return null;
end $$;
create trigger history_insert after insert or delete on assize.job
	for each row execute function history.note_job();
create trigger history_update after update on assize.job
	for each row when (old.state <> new.state or old.lease is distinct from new.lease)
	execute function history.note_job();

create function history.note_judgement() returns trigger
language plpgsql security definer set search_path = history, pg_temp as $$
begin
	insert into event (what, judgement, state, lease, worker)
	values ('judgement', new.id, new.state, new.lease, new.worker_id);
	return null;
end $$;
create trigger history_update after update on assize.judgement
	for each row when (old.state <> 'open' or new.state <> 'open')
	execute function history.note_judgement();

create function history.export() returns json
language sql stable set search_path = history, pg_temp as $$
	select json_build_object(
		'submissions', (select coalesce(json_agg(json_build_object('id', s.id, 'key', s.key,
			'judgement', s.judgement_id) order by s.id), '[]') from assize.submission s),
		'judgements', (select coalesce(json_agg(json_build_object('id', g.id,
			'submission', g.submission_id, 'state', g.state, 'verdict', g.verdict,
			'lease', g.lease, 'worker', g.worker_id) order by g.id), '[]')
			from assize.judgement g),
		'jobs', (select coalesce(json_agg(j.judgement_id), '[]') from assize.job j),
		'workers', (select coalesce(json_object_agg(w.id, w.name), '{}') from assize.worker w),
		'events', (select coalesce(json_agg(to_json(e) order by e.id), '[]') from event e));
$$;
