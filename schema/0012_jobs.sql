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

-- Who waited for this migration in the middle of a function goes on with the function's old text,
-- and says nothing of these columns.
create function fill_job() returns trigger
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	select s.id, s.language, s.entry_point, s.input_hash, g.full_run, g.created_at
	into new.submission_id, new.language, new.entry_point, new.input_hash, new.full_run, new.created_at
	from judgement g join submission s on s.id = g.submission_id where g.id = new.judgement_id;
	return new;
end $$;
comment on function fill_job is 'What a job says of its judgement and submission, if whoever puts it '
	'in does not say it';
create trigger fill_job before insert on job for each row when (new.submission_id is null)
	execute function fill_job();

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
