-- The queue: judging again what was judged.
--
-- A rejudging is a set of submissions. Each gets one or more new judgements, its shadows, which do
-- not count: they are background jobs, and submission.judgement_id stays where it is. Once people
-- have looked at what would change, apply makes the shadows count, all in one statement, but only
-- where the judgement that they were compared with still counts: who was judged anew meanwhile
-- keeps that. Whatever ends a judgement works on shadows as on any other, and tells no news of them.

set local role assize_owner;
set local search_path = assize;

-- ---- Tables ------------------------------------------------------------------------------------

create type rejudging_state as enum ('open', 'applied', 'cancelled');
comment on type rejudging_state is 'open: being judged or looked at; the others are final';

create table rejudging (
	id integer generated always as identity primary key,
	key text not null unique check (octet_length(key) between 1 and 255),
	state rejudging_state not null default 'open',
	filter jsonb not null,
	reason text not null check (octet_length(reason) <= 1000),
	priority smallint not null,
	repeat smallint not null check (repeat between 1 and 100),
	submissions integer not null default 0,
	applied integer not null default 0,
	login name not null default session_user,
	created_at timestamptz not null default clock_timestamp(),
	ended_at timestamptz,
	constraint rejudging_ended check ((state = 'open') = (ended_at is null))
);
comment on table rejudging is 'Sets of submissions that are judged again';
comment on column rejudging.id is 'Number of the set';
comment on column rejudging.key is 'The caller''s own name for it: asking with the same key again '
	'changes nothing';
comment on column rejudging.state is 'Whether it can still be applied or cancelled';
comment on column rejudging.filter is 'Which submissions were asked for; members as the parameters '
	'of rejudge_new()';
comment on column rejudging.reason is 'Why, for people';
comment on column rejudging.priority is 'Among what is judged again, higher goes first; added to '
	'the contest''s';
comment on column rejudging.repeat is 'How many shadows each submission got';
comment on column rejudging.submissions is 'How many submissions were found';
comment on column rejudging.applied is 'To how many of them apply gave their shadow''s verdict';
comment on column rejudging.login is 'Who asked for it';
comment on column rejudging.created_at is 'When';
comment on column rejudging.ended_at is 'When it was applied or cancelled';

-- What is compared is copied from the base, which may be deleted before the set is: so its id is no
-- foreign key. And rows of judgement are wide: to read a set's twice would take twice as long.
alter table judgement add rejudging_id integer references rejudging,
	add base_judgement_id bigint,
	add base_verdict verdict,
	add base_score double precision,
	add base_cpu_ns bigint,
	add repetition smallint,
	add constraint judgement_shadow check (num_nulls(rejudging_id, base_judgement_id, repetition)
		in (0, 3));
comment on column judgement.rejudging_id is 'The set whose shadow it is; null: asked for otherwise';
comment on column judgement.base_judgement_id is 'The judgement that counted when the set was made';
comment on column judgement.base_verdict is 'Its verdict';
comment on column judgement.base_score is 'Its points';
comment on column judgement.base_cpu_ns is 'CPU time of its slowest test';
comment on column judgement.repetition is 'Which of the submission''s shadows, from 1';
create index judgement_rejudging on judgement (rejudging_id, submission_id)
	where rejudging_id is not null;

comment on column audit.event is 'late finish, worker replaced, worker dead, worker sick, worker '
	'well, lease lost, failure, dead, redriven, paused, resumed, package broken, rejudging made, '
	'applied or cancelled';

-- ---- Which submissions -------------------------------------------------------------------------

create type rejudge_filter as (
	contest_id integer,
	problem text,
	language text,
	user_name text,
	verdicts verdict[],
	submitted_since timestamptz,
	submitted_until timestamptz,
	worker text,
	toolchain text,
	package text,
	submissions bigint[]
);
comment on type rejudge_filter is 'What a submission and the judgement that counts must be like; '
	'null stands for any';

create function rejudge_filter(arguments jsonb) returns rejudge_filter
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	f rejudge_filter := jsonb_populate_record(null::rejudge_filter, arguments - 'verdicts');
	word text;
begin
	if arguments = '{}' then
		raise exception 'no filter is given, and all submissions are too many to be meant'
			using errcode = 'AZ003', hint = 'if they are: since -infinity';
	end if;
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
comment on function rejudge_filter is 'The filter that the parameters of rejudge_new() ask for, '
	'given as an object; AZ003 if they cannot be right';

-- In plpgsql, so that each call is planned for the filters that it has.
create function rejudge_candidates(f rejudge_filter)
returns table (submission_id bigint, judgement_id bigint, contest_id integer, problem text,
	language text, full_run boolean, verdict verdict, score double precision, cpu_ns bigint)
language plpgsql stable security definer set search_path = assize, pg_temp as $$
begin
	return query
	select s.id, g.id, s.contest_id, s.problem, s.language, g.full_run, g.verdict, g.score, g.cpu_ns
	from submission s join judgement g on g.id = s.judgement_id
	where g.state in ('done', 'dead') and s.kind = 'judge'
		and (f.submissions is null or s.id = any (f.submissions))
		and (f.contest_id is null or s.contest_id = f.contest_id)
		and (f.problem is null or s.problem = f.problem)
		and (f.language is null
			or coalesce(nullif(s.language, ''), g.receipt ->> 'language') = f.language)
		and (f.user_name is null or s.user_name = f.user_name)
		and (f.submitted_since is null or s.submitted_at >= f.submitted_since)
		and (f.submitted_until is null or s.submitted_at < f.submitted_until)
		and (f.verdicts is null or g.verdict = any (f.verdicts))
		and (f.worker is null or g.worker_id = any (array(
			select w.id from worker w where w.name = f.worker)))
		and (f.toolchain is null or g.receipt ->> 'toolchain' like f.toolchain)
		and (f.package is null or starts_with(g.receipt ->> 'package_hash', f.package));
end $$;
comment on function rejudge_candidates is 'The submissions, but no tries, that fit a filter and whose '
	'judgement that counts has a verdict, with that judgement';

create function rejudge_blame(arguments jsonb) returns text
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	lone record;
begin
	for lone in select * from jsonb_each(arguments) e loop
		if not exists (select from rejudge_candidates(
			rejudge_filter(jsonb_build_object(lone.key, lone.value)))) then
			return format('no judged submission has %s %s', replace(lone.key, '_', ' '),
				lone.value);
		end if;
	end loop;
	return 'each filter fits some judged submissions, but all together fit none';
end $$;
comment on function rejudge_blame is 'Says which filter nothing fits';

-- ---- Making a set ------------------------------------------------------------------------------

-- One statement puts everything into the queue. Pools are looked up once for each kind of
-- submission, not for each. Places are those of start-time fair queueing, as for live jobs: the
-- set starts at the queue's head, so that several sets take turns.
create function rejudge_fill(r rejudging, f rejudge_filter) returns integer
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
		returning judgement.id, judgement.submission_id)
	insert into job (judgement_id, background, priority, virtual_time, contest_id, problem, pool_id)
	select o.id, true, k.priority,
		h.virtual_time + row_number() over (partition by k.pool_id, k.priority order by o.id),
		k.contest_id, k.problem, k.pool_id
	from opened o
	join picked p on p.submission_id = o.submission_id
	join kinds k on (k.contest_id, k.problem, k.language) = (p.contest_id, p.problem, p.language)
	join heads h on (h.pool_id, h.priority) = (k.pool_id, k.priority);
	get diagnostics filled = row_count;

	-- Now, and not before, whoever pauses has to wait, as in waiting_state().
	perform pg_advisory_xact_lock_shared(hashtext('assize.pause'));
	update job j set state = 'paused' from judgement g, contest c
	where g.rejudging_id = r.id and j.judgement_id = g.id and c.id = j.contest_id
		and (c.paused or j.problem in (select p.problem from paused_problem p));
	return filled;
end $$;
comment on function rejudge_fill is 'Opens the shadows of a new set, with their jobs. Returns how '
	'many';

create function rejudge_new(
	contest text default null, problem text default null, language text default null,
	user_name text default null, verdicts text[] default null,
	submitted_since timestamptz default null, submitted_until timestamptz default null,
	worker text default null, toolchain text default null, package text default null,
	submissions bigint[] default null,
	repeat integer default 1, reason text default '', priority integer default 0,
	key text default null,
	out rejudging_id integer, out found_submissions integer, out is_new boolean)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	arguments constant jsonb := jsonb_strip_nulls(jsonb_build_object(
		'contest', contest, 'problem', problem, 'language', language, 'user_name', user_name,
		'verdicts', verdicts, 'submitted_since', submitted_since,
		'submitted_until', submitted_until, 'worker', worker, 'toolchain', toolchain,
		'package', package, 'submissions', submissions));
	f rejudge_filter;
	r rejudging;
begin
	key := coalesce(key, gen_random_uuid()::text);
	perform check_word('key', key, 1, 255);
	perform check_word('reason', reason, 0, 1000);
	if repeat is null or repeat not between 1 and 100 then
		raise exception 'a submission is judged again 1 to 100 times' using errcode = 'AZ003';
	end if;
	if priority is null or priority not between -10000 and 10000 then
		raise exception 'the priority must be -10000 to 10000' using errcode = 'AZ003';
	end if;
	f := rejudge_filter(arguments);
	insert into rejudging (key, filter, reason, priority, repeat)
	values (rejudge_new.key, arguments, rejudge_new.reason, rejudge_new.priority,
		rejudge_new.repeat)
	on conflict on constraint rejudging_key_key do nothing
	returning * into r;
	is_new := found;
	if is_new then
		r.submissions := rejudge_fill(r, f) / r.repeat;
		if r.submissions = 0 then
			raise exception '%', rejudge_blame(arguments) using errcode = 'AZ003';
		end if;
		update rejudging x set submissions = r.submissions where x.id = r.id;
		insert into audit (event, detail) values ('rejudging made',
			format('set %s: %s submissions, %s', r.id, r.submissions, arguments));
	else
		select * into strict r from rejudging x where x.key = rejudge_new.key;
		if (r.filter, r.reason, r.priority::integer, r.repeat::integer) is distinct from
			(arguments, reason, priority, repeat) then
			raise exception 'the key % was used for another rejudging, number %',
				quote_literal(key), r.id using errcode = 'AZ003';
		end if;
	end if;
	rejudging_id := r.id;
	found_submissions := r.submissions;
end $$;
comment on function rejudge_new is 'Judges again, "repeat" times, all submissions that fit every '
	'filter and have a verdict; nothing counts before rejudge_apply(). "language" is what was '
	'stated, or else found by the file names; "worker", "toolchain" (with % '
	'for any text) and "package" (the beginning of its hash) are those of the judgement that counts. '
	'Repeated with the same key it changes nothing and returns the first call''s set. AZ003 if '
	'nothing fits. Commit, then call wake()';

-- ---- Reading -----------------------------------------------------------------------------------

create view rejudging_submission as
select t.rejudging_id, t.submission_id, c.name as contest, s.user_name, s.problem, s.language,
	case when t.open > 0 then 'open'
		when t.dead + t.cancelled > 0 then 'given up'
		when t.low_verdict <> t.high_verdict or t.low_score is distinct from t.high_score
			then 'unstable'
		when t.base_verdict <> t.verdict or t.base_score is distinct from t.score then 'changed'
		else 'same' end as outcome,
	case s.judgement_id when t.base_judgement_id then 'old' when t.judgement_id then 'new'
		else 'another' end as counts,
	t.base_judgement_id as old_judgement_id, t.judgement_id as new_judgement_id,
	t.base_verdict as old_verdict, t.verdict as new_verdict,
	t.base_score as old_score, t.score as new_score, t.base_cpu_ns as old_cpu_ns,
	t.cpu_ns as new_cpu_ns, t.open, t.done, t.dead, t.cancelled
from (
	select g.rejudging_id, g.submission_id,
		min(g.base_judgement_id) as base_judgement_id, min(g.base_verdict) as base_verdict,
		min(g.base_score) as base_score, min(g.base_cpu_ns) as base_cpu_ns,
		count(*) filter (where g.state = 'open') as open,
		count(*) filter (where g.state = 'done') as done,
		count(*) filter (where g.state = 'dead') as dead,
		count(*) filter (where g.state = 'cancelled') as cancelled,
		min(g.verdict) as low_verdict, max(g.verdict) as high_verdict,
		min(g.score) as low_score, max(g.score) as high_score,
		min(g.id) filter (where g.repetition = 1) as judgement_id,
		min(g.verdict) filter (where g.repetition = 1) as verdict,
		min(g.score) filter (where g.repetition = 1) as score,
		min(g.cpu_ns) filter (where g.repetition = 1) as cpu_ns
	from judgement g where g.rejudging_id is not null
	group by g.rejudging_id, g.submission_id) t
join submission s on s.id = t.submission_id
join contest c on c.id = s.contest_id;
comment on view rejudging_submission is 'Every submission of every set: what would change, or did';
comment on column rejudging_submission.rejudging_id is 'Number of the set';
comment on column rejudging_submission.submission_id is 'Number of the submission';
comment on column rejudging_submission.contest is 'Its contest';
comment on column rejudging_submission.user_name is 'Whose it is';
comment on column rejudging_submission.problem is 'Short name of the problem';
comment on column rejudging_submission.language is 'Id of the language profile, or empty';
comment on column rejudging_submission.outcome is 'open: not all of its shadows are final; given '
	'up: one of them is dead or was cancelled; unstable: they disagree; changed: another verdict or '
	'score than before; same. Apply touches the last two alone';
comment on column rejudging_submission.counts is 'The judgement that counts now: the old one, the '
	'new one, or another that was made meanwhile';
comment on column rejudging_submission.old_judgement_id is 'What counted when the set was made';
comment on column rejudging_submission.new_judgement_id is 'Its first shadow, which apply takes';
comment on column rejudging_submission.old_verdict is 'Verdict of the old one';
comment on column rejudging_submission.new_verdict is 'Verdict of the new one; null: none yet';
comment on column rejudging_submission.old_score is 'Points of the old one';
comment on column rejudging_submission.new_score is 'Points of the new one';
comment on column rejudging_submission.old_cpu_ns is 'CPU time of the old one''s slowest test';
comment on column rejudging_submission.new_cpu_ns is 'CPU time of the new one''s slowest test';
comment on column rejudging_submission.open is 'How many of its shadows are not final';
comment on column rejudging_submission.done is 'How many have a verdict';
comment on column rejudging_submission.dead is 'How many were given up';
comment on column rejudging_submission.cancelled is 'How many were cancelled';

create view rejudging_matrix as
select o.rejudging_id, o.old_verdict, o.new_verdict, count(*) as submissions
from rejudging_submission o where o.outcome in ('same', 'changed')
group by o.rejudging_id, o.old_verdict, o.new_verdict;
comment on view rejudging_matrix is 'How often each verdict became which, where the new one is sure';
comment on column rejudging_matrix.rejudging_id is 'Number of the set';
comment on column rejudging_matrix.old_verdict is 'Verdict before';
comment on column rejudging_matrix.new_verdict is 'Verdict of the shadow';
comment on column rejudging_matrix.submissions is 'How many submissions';

create function rejudging_of(id integer) returns rejudging
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	r rejudging;
begin
	select * into r from rejudging x where x.id = rejudging_of.id;
	if not found then
		raise exception 'there is no rejudging %', id using errcode = 'AZ003',
			hint = 'assize rejudge list shows those that there are';
	end if;
	return r;
end $$;
comment on function rejudging_of is 'A set by its number; AZ003 if there is none';

create function rejudge_counts(r rejudging, done numeric, dead numeric, cancelled numeric,
	queued bigint default 0, paused bigint default 0, running bigint default 0) returns json
language sql immutable set search_path = assize, pg_temp as $$
	select json_build_object(
		'rejudging', r.id, 'state', r.state, 'submissions', r.submissions, 'repeat', r.repeat,
		'judgements', done + dead + cancelled + queued + paused + running,
		'queued', queued, 'paused', paused, 'running', running,
		'done', done, 'dead', dead, 'cancelled', cancelled);
$$;
comment on function rejudge_counts is 'What rejudge_progress() returns';

create function rejudge_progress(rejudging_id integer) returns json
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	r constant rejudging := rejudging_of(rejudging_id);
begin
	return (select rejudge_counts(r,
		count(*) filter (where g.state = 'done'),
		count(*) filter (where g.state = 'dead'),
		count(*) filter (where g.state = 'cancelled'),
		count(*) filter (where j.state in ('ready', 'delayed')),
		count(*) filter (where j.state = 'paused'),
		count(*) filter (where j.state = 'leased'))
		from judgement g left join job j on j.judgement_id = g.id where g.rejudging_id = r.id);
end $$;
comment on function rejudge_progress is 'How far a set is, as a JSON object that counts its shadows '
	'by their states';

create function repetitions_of(rejudging_id integer, submission_id bigint) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select json_agg(json_build_object('judgement', g.id, 'state', g.state, 'verdict', g.verdict,
		'score', g.score, 'reason', g.reason) order by g.repetition)
	from judgement g where g.rejudging_id = repetitions_of.rejudging_id
		and g.submission_id = repetitions_of.submission_id;
$$;
comment on function repetitions_of is 'The shadows of a submission in a set, as a JSON array';

-- A set's shadows lie side by side, and rows of judgement are wide: following the index reads a third
-- of what a scan of all would. Sets are hashed in memory, and a plan runs once: not worth compiling.
create function rejudge_show(rejudging_id integer, most integer default null) returns json
language plpgsql stable security definer set search_path = assize, pg_temp
set work_mem = '64MB' set random_page_cost = 1.1 set jit = off as $$
declare
	r constant rejudging := rejudging_of(rejudging_id);
begin
	return (
		with o as materialized (
			select * from rejudging_submission v where v.rejudging_id = r.id),
		t as (
			select percentile_cont(array[0.1, 0.5, 0.9]) within group (
				order by new_cpu_ns::double precision / old_cpu_ns) as ratio, count(*) as compared
			from o where outcome in ('same', 'changed') and old_verdict = new_verdict
				and old_cpu_ns > 0 and new_cpu_ns is not null)
		select json_build_object(
			'rejudging', r.id, 'state', r.state, 'key', r.key, 'filter', r.filter,
			'reason', r.reason, 'priority', r.priority, 'repeat', r.repeat, 'login', r.login,
			'created_at', r.created_at, 'ended_at', r.ended_at, 'submissions', r.submissions,
			'progress', (select case when sum(open) > 0 then rejudge_progress(r.id)
				else rejudge_counts(r, sum(done), sum(dead), sum(cancelled)) end from o),
			'outcomes', (select json_build_object(
				'open', count(*) filter (where outcome = 'open'),
				'same', count(*) filter (where outcome = 'same'),
				'changed', count(*) filter (where outcome = 'changed'),
				'unstable', count(*) filter (where outcome = 'unstable'),
				'given_up', count(*) filter (where outcome = 'given up'),
				'superseded', count(*) filter (where counts = 'another')) from o),
			'applied', r.applied,
			'matrix', (select coalesce(json_agg(json_build_object('old', m.old_verdict,
				'new', m.new_verdict, 'submissions', m.many) order by m.old_verdict, m.new_verdict),
				'[]') from (select old_verdict, new_verdict, count(*) as many from o
				where outcome in ('same', 'changed') group by old_verdict, new_verdict) m),
			'time', (select json_build_object('compared', t.compared, 'tenth_ratio', t.ratio[1],
				'median_ratio', t.ratio[2], 'ninth_tenth_ratio', t.ratio[3]) from t),
			'differences', (select coalesce(json_agg(json_build_object(
				'submission', d.submission_id, 'problem', d.problem, 'language', d.language,
				'user', d.user_name, 'outcome', d.outcome, 'counts', d.counts,
				'old', d.old_verdict, 'new', d.new_verdict,
				'old_score', d.old_score, 'new_score', d.new_score,
				'old_cpu_ms', milliseconds(d.old_cpu_ns), 'new_cpu_ms', milliseconds(d.new_cpu_ns),
				'repetitions', case when d.outcome in ('unstable', 'given up')
					then repetitions_of(r.id, d.submission_id) end) order by d.submission_id), '[]')
				from (select * from o where outcome not in ('open', 'same')
					order by submission_id limit most) d)));
end $$;
comment on function rejudge_show is 'All about a set as a JSON object: progress, verdict matrix, '
	'changes of time where the verdict is the same, and the submissions, at most so many, that '
	'changed, are unstable or were given up';

create function rejudge_list() returns setof json
language sql stable security definer set search_path = assize, pg_temp as $$
	select json_build_object('rejudging', r.id, 'state', r.state, 'submissions', r.submissions,
		'repeat', r.repeat, 'open', case when r.state = 'open' then (select count(*)
			from judgement g where g.rejudging_id = r.id and g.state = 'open') else 0 end,
		'applied', r.applied, 'reason', r.reason, 'filter', r.filter, 'login', r.login,
		'created_at', r.created_at, 'ended_at', r.ended_at)
	from rejudging r order by r.id;
$$;
comment on function rejudge_list is 'All sets, the oldest first, as JSON objects';

-- ---- The end of a set --------------------------------------------------------------------------

create function rejudge_apply(rejudging_id integer, partial boolean default false) returns json
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
comment on function rejudge_apply is 'Makes the verdicts of a set count, and ends it: of every '
	'submission whose shadows are all done and agree, and whose old judgement still counts. Refuses '
	'while some are open, unless partial: then those that are done count from now on, and the set '
	'stays open for the rest. Returns a JSON object, with those that kept their old verdict and why. '
	'Repeated it changes nothing';

create function rejudge_cancel(rejudging_id integer) returns json
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	r rejudging := rejudging_of(rejudging_id);
	dropped integer := 0;
	told integer := 0;
begin
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
comment on function rejudge_cancel is 'Ends a set: what waits is cancelled, what is being judged is '
	'told to stop; nothing of it counts but what was applied in part before. Returns a JSON object. '
	'Repeated it changes nothing';

-- ---- For an audit ------------------------------------------------------------------------------

create function judgement_record(judgement_id bigint) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select json_build_object('judgement', g.id, 'state', g.state, 'repetition', g.repetition,
		'created_at', g.created_at, 'started_at', g.started_at, 'finished_at', g.finished_at,
		'verdict', g.verdict, 'reason', g.reason, 'score', g.score,
		'cpu_ms', milliseconds(g.cpu_ns), 'wall_ms', milliseconds(g.wall_ns),
		'memory_kib', g.memory_bytes / 1024, 'full_run', g.full_run,
		'compile_verdict', g.compile_verdict, 'compile_reason', g.compile_reason,
		'test_count', g.test_count, 'first_failed', g.first_failed, 'tests', tests_of(g),
		'groups', g.groups,
		'worker', w.name, 'host', w.host, 'program', w.program,
		'claims', g.claims, 'lost_leases', g.lost_leases, 'failures', g.failures,
		'receipt', g.receipt)
	from judgement g left join worker w on w.id = g.worker_id
	where g.id = judgement_record.judgement_id;
$$;
comment on function judgement_record is 'All about a judgement but outputs, as a JSON object';

create function files_record(submission_id bigint) returns json
language sql stable security definer set search_path = assize, pg_temp as $$
	select json_agg(json_build_object('name', f.name, 'size', b.size,
		'sha256', encode(f.hash, 'hex')) order by f.ordinal)
	from submission_file f join blob b on b.hash = f.hash
	where f.submission_id = files_record.submission_id;
$$;
comment on function files_record is 'The files of a submission by name and hash, as a JSON array';

create function rejudge_matching(
	contest text default null, problem text default null, language text default null,
	user_name text default null, verdicts text[] default null,
	submitted_since timestamptz default null, submitted_until timestamptz default null,
	worker text default null, toolchain text default null, package text default null,
	submissions bigint[] default null) returns setof bigint
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	arguments constant jsonb := jsonb_strip_nulls(jsonb_build_object(
		'contest', contest, 'problem', problem, 'language', language, 'user_name', user_name,
		'verdicts', verdicts, 'submitted_since', submitted_since,
		'submitted_until', submitted_until, 'worker', worker, 'toolchain', toolchain,
		'package', package, 'submissions', submissions));
begin
	return query select c.submission_id from rejudge_candidates(rejudge_filter(arguments)) c
		order by c.submission_id;
	if not found then
		raise exception '%', rejudge_blame(arguments) using errcode = 'AZ003';
	end if;
end $$;
comment on function rejudge_matching is 'The numbers of the submissions that rejudge_new() would '
	'judge again';

create function rejudge_members(rejudging_id integer) returns setof bigint
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	r constant rejudging := rejudging_of(rejudging_id);
begin
	return query select distinct g.submission_id from judgement g where g.rejudging_id = r.id
		order by g.submission_id;
end $$;
comment on function rejudge_members is 'The numbers of the submissions of a set';

create function rejudge_export(rejudging_id integer, submissions bigint[] default null)
returns setof json
language plpgsql stable security definer set search_path = assize, pg_temp as $$
begin
	return query
	select json_build_object('submission', s.id, 'contest', c.name, 'user', s.user_name,
		'problem', s.problem, 'language', s.language, 'entry_point', s.entry_point,
		'key', s.key, 'submitted_at', s.submitted_at, 'files', files_record(s.id),
		'counts', s.judgement_id, 'rejudging', rejudge_export.rejudging_id,
		'old', judgement_record(coalesce((select min(g.base_judgement_id) from judgement g
			where g.rejudging_id = rejudge_export.rejudging_id and g.submission_id = s.id),
			s.judgement_id)),
		'new', (select coalesce(json_agg(judgement_record(g.id) order by g.repetition), '[]')
			from judgement g
			where g.rejudging_id = rejudge_export.rejudging_id and g.submission_id = s.id))
	from submission s join contest c on c.id = s.contest_id
	where s.id = any (coalesce(submissions,
		array(select m from rejudge_members(rejudge_export.rejudging_id) m)))
	order by s.id;
end $$;
comment on function rejudge_export is 'What an audit needs, a JSON object for each submission: its '
	'files'' hashes, the old judgement and the shadows, with receipts. All of a set or some of them; '
	'or, without a set, the judgement that counts of any submissions';

-- What counts is counted: shadows that nobody applied, and what they replaced, are no results.
create or replace function queue_state() returns json
language plpgsql stable security definer set search_path = assize, pg_temp as $$
declare
	done bigint;
	cancelled bigint;
	dead bigint;
begin
	select count(*) filter (where g.state = 'done'), count(*) filter (where g.state = 'cancelled'),
		count(*) filter (where g.state = 'dead')
	into done, cancelled, dead
	from submission s join judgement g on g.id = s.judgement_id;
	return json_build_object(
		'queued', (select count(*) from job where state = 'ready'),
		'delayed', (select count(*) from job where state = 'delayed'),
		'paused', (select count(*) from job where state = 'paused'),
		'running', (select count(*) from job where state = 'leased'),
		'background', (select count(*) from job where background),
		'done', done, 'cancelled', cancelled, 'dead', dead,
		'oldest_s', (select round(extract(epoch from clock_timestamp() - min(g.created_at)), 3)
			from job j join judgement g on g.id = j.judgement_id where not j.background),
		'rejudgings', (select count(*) from rejudging where state = 'open'),
		'paused_contests', (select coalesce(json_agg(c.name order by c.name), '[]') from contest c
			where c.paused),
		'paused_problems', (select coalesce(json_agg(json_build_object('problem', p.problem,
			'reason', p.reason, 'since', p.paused_at) order by p.problem), '[]')
			from paused_problem p),
		'workers', (select coalesce(json_agg(json_build_object(
			'name', w.name, 'host', w.host, 'program', w.program, 'slots', w.slots,
			'pools', array(select p.name from pool p where p.id = any (w.pools) order by p.name),
			'draining', w.draining, 'sick', w.sick,
			'busy', (select count(*) from job j where j.worker_id = w.id and j.state = 'leased'),
			'up_s', round(extract(epoch from clock_timestamp() - w.started_at), 3),
			'beat_s', round(extract(epoch from clock_timestamp() - w.beat_at), 3))
			order by w.name, w.id), '[]')
			from worker w where w.state = 'active'));
end $$;
comment on function queue_state is 'How many jobs there are of each state and submissions of each '
	'result, the age of the oldest live job, what is paused, and the active workers, as a JSON object';

grant select on rejudging, rejudging_submission, rejudging_matrix to assize_app, assize_reader;
grant execute on function rejudge_new, rejudge_apply, rejudge_cancel to assize_app;
grant execute on function rejudge_progress, rejudge_show, rejudge_list, rejudge_matching,
	rejudge_members, rejudge_export to assize_app, assize_reader;

insert into schema_version (version, name, oldest_program) values (9, 'rejudging', 6);
