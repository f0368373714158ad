-- The queue: roles and tables.
--
-- Every file here is one migration: applied once, in order, each in a transaction of its own, by a
-- role that may create roles and schemas. "assize db init" does that; "psql -1 -f" does as well.
--
-- The shape. A submission is what a contestant handed in; a judgement is one judging of it. As long
-- as a judgement is not final, a job stands for it in the queue. A worker takes a job under a
-- lease, a random number that nobody else knows and that every later write must show; the write
-- that ends the judgement deletes the job. So there is one verdict, whoever else still believes to
-- be judging. Clocks of workers play no part: all times are the database's.

-- Roles are shared by all databases of a cluster: another one may have made them already.
do $$
declare
	wanted text;
begin
	foreach wanted in array array['assize_owner', 'assize_app', 'assize_worker'] loop
		begin
			if not exists (select from pg_roles where rolname = wanted) then
				execute format('create role %I nologin', wanted);
			end if;
		exception when duplicate_object or unique_violation then
			null;	-- made by somebody else just now
		end;
	end loop;
	if not pg_has_role(current_user, 'assize_owner', 'member') then
		execute format('grant assize_owner to %I', current_user);
	end if;
end $$;

create schema assize authorization assize_owner;
comment on schema assize is 'Submissions waiting for the judges, and what the judges said of them';
grant usage on schema assize to assize_app, assize_worker;

set local role assize_owner;
set local search_path = assize;

-- What is not granted by name below cannot be called, in later migrations neither.
alter default privileges for role assize_owner revoke execute on functions from public;

create type verdict as enum ('AC', 'WA', 'TLE', 'MLE', 'OLE', 'RTE', 'CE', 'JE');
comment on type verdict is 'Accepted, wrong answer, time, memory or output limit exceeded, '
	'run-time error, compile error, judge error';

create type judgement_state as enum ('open', 'done', 'cancelled', 'dead');
comment on type judgement_state is 'open: a job stands for it in the queue; the others are final. '
	'dead: given up after too many failures or lost leases, verdict JE';

create type job_state as enum ('ready', 'leased', 'delayed');
comment on type job_state is 'ready to be claimed, leased to a worker, or waiting after a failure';

create type worker_state as enum ('active', 'replaced', 'dead', 'stopped');
comment on type worker_state is 'active: may claim and write. replaced: another worker registered '
	'with its name. dead: its heartbeat was missing. stopped: it said goodbye';

create table schema_version (
	version integer primary key,
	name text not null,
	oldest_program integer not null check (oldest_program <= version),
	applied_at timestamptz not null default clock_timestamp()
);
comment on table schema_version is 'The migrations that were applied';
comment on column schema_version.version is 'Number of the migration';
comment on column schema_version.name is 'Name of the migration';
comment on column schema_version.oldest_program is 'A program that knows migrations up to this '
	'number, or higher, works with the schema; an older one must be replaced';
comment on column schema_version.applied_at is 'When';

create table contest (
	id integer generated always as identity primary key,
	name text not null unique
		check (octet_length(name) between 1 and 255 and name !~ '[[:cntrl:]]'),
	weight real not null default 1 check (weight > 0),
	base_priority smallint not null default 0
);
comment on table contest is 'What submissions belong to, for the order in which they are judged';
comment on column contest.id is 'Number of the contest';
comment on column contest.name is 'What enqueue() calls it';
comment on column contest.weight is 'Share of the judges, relative to others of its priority';
comment on column contest.base_priority is 'Higher goes first; added to the submission''s own';
insert into contest (name) values ('default');

create table blob (
	hash bytea primary key check (octet_length(hash) = 32),
	size integer not null check (size between 0 and 67108864),
	content bytea compression lz4 not null,
	created_at timestamptz not null default clock_timestamp()
);
comment on table blob is 'Contents of source files, each kept once';
comment on column blob.hash is 'SHA-256 of content';
comment on column blob.size is 'Bytes of content';
comment on column blob.content is 'The bytes; never changed';
comment on column blob.created_at is 'When it was first handed in';

create table submission (
	id bigint generated always as identity primary key,
	contest_id integer not null references contest,
	user_name text not null check (octet_length(user_name) <= 255),
	problem text not null check (octet_length(problem) between 1 and 255),
	language text not null check (octet_length(language) <= 31),
	entry_point text not null default '' check (octet_length(entry_point) <= 127),
	key text not null check (octet_length(key) between 1 and 255),
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	judgement_id bigint,
	submitted_at timestamptz not null default clock_timestamp(),
	constraint submission_key unique (contest_id, user_name, key)
) with (fillfactor = 90);
comment on table submission is 'What a contestant handed in';
comment on column submission.id is 'Number of the submission; not without gaps';
comment on column submission.contest_id is 'Where it belongs';
comment on column submission.user_name is 'Whose it is, as the platform calls the contestant';
comment on column submission.problem is 'Short name of the problem';
comment on column submission.language is 'Id of the language profile; empty: by the file names';
comment on column submission.entry_point is 'Main file or class; empty: found by the profile';
comment on column submission.key is 'The platform''s own name for it: handing in the same key '
	'again changes nothing';
comment on column submission.fingerprint is 'SHA-256 over all that was handed in: tells a repeated '
	'call from a key that was used twice';
comment on column submission.judgement_id is 'The judgement that counts';
comment on column submission.submitted_at is 'When it was handed in';

create table submission_file (
	submission_id bigint not null references submission on delete cascade,
	ordinal smallint not null,
	name text not null check (octet_length(name) between 1 and 255),
	hash bytea not null references blob,
	primary key (submission_id, ordinal)
);
comment on table submission_file is 'The source files of a submission';
comment on column submission_file.submission_id is 'Whose file';
comment on column submission_file.ordinal is 'From 1, in the order of handing in';
comment on column submission_file.name is 'Relative path; enqueue() checks it';
comment on column submission_file.hash is 'Its content';

create table worker (
	id integer generated always as identity primary key,
	login name not null default session_user,
	name text not null check (octet_length(name) between 1 and 255),
	host text not null,
	program text not null,
	slots integer not null check (slots > 0),
	state worker_state not null default 'active',
	started_at timestamptz not null default clock_timestamp(),
	beat_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);
comment on table worker is 'Every start of a worker. The heartbeat is one row for all its jobs';
comment on column worker.id is 'Number of this start';
comment on column worker.login is 'The database login that registered it, and the only one that '
	'may speak for it';
comment on column worker.name is 'Its name: whoever registers under it takes its place';
comment on column worker.host is 'Where it runs';
comment on column worker.program is 'Version of the program, for people';
comment on column worker.slots is 'How many submissions it judges at once';
comment on column worker.state is 'Only an active one may claim';
comment on column worker.started_at is 'When it registered';
comment on column worker.beat_at is 'Its last heartbeat';
create unique index worker_name on worker (login, name) where state = 'active';

create table judgement (
	id bigint generated always as identity primary key,
	submission_id bigint not null references submission on delete cascade,
	state judgement_state not null default 'open',
	full_run boolean not null default false,
	created_at timestamptz not null default clock_timestamp(),
	started_at timestamptz,
	finished_at timestamptz,
	verdict verdict,
	reason text,
	score double precision,
	cpu_ns bigint,
	wall_ns bigint,
	memory_bytes bigint,
	test_count integer,
	first_failed integer,
	kept_output bytea,
	kept_error bytea,
	compile_verdict verdict,
	compile_reason text,
	compile_cpu_ns bigint,
	compile_wall_ns bigint,
	compile_memory_bytes bigint,
	compile_cached boolean,
	compile_output text,
	test_index integer[],
	test_verdict verdict[],
	test_score double precision[],
	test_cpu_us bigint[],
	test_wall_us bigint[],
	test_memory_kib bigint[],
	test_output_bytes bigint[],
	test_exit_code integer[],
	test_signal integer[],
	test_borderline boolean[],
	test_estimated boolean[],
	test_reason text[],
	test_message text[],
	receipt jsonb,
	worker_id integer,
	lease uuid,
	claims integer not null default 0,
	lost_leases smallint not null default 0,
	failures smallint not null default 0,
	constraint judgement_finished check ((state = 'open') = (finished_at is null)),
	constraint judgement_verdict check ((state in ('done', 'dead')) = (verdict is not null))
) with (fillfactor = 85);
comment on table judgement is 'One judging of a submission. The results of the tests are arrays of '
	'equal length in the order of judging: they are written once and read together';
comment on column judgement.id is 'Number of the judgement';
comment on column judgement.submission_id is 'What is judged';
comment on column judgement.state is 'Final unless open; view status tells queued from running';
comment on column judgement.full_run is 'Judge all tests, also after the first that fails';
comment on column judgement.created_at is 'When it was asked for';
comment on column judgement.started_at is 'When the worker that ended it had claimed it';
comment on column judgement.finished_at is 'When it became final';
comment on column judgement.verdict is 'What the judge says';
comment on column judgement.reason is 'Why, in one line for people';
comment on column judgement.score is 'Points; 1 or 0 where the problem has none';
comment on column judgement.cpu_ns is 'CPU time of the slowest test';
comment on column judgement.wall_ns is 'Wall time of the slowest test';
comment on column judgement.memory_bytes is 'Memory of the largest test';
comment on column judgement.test_count is 'How many tests the problem has';
comment on column judgement.first_failed is 'Index of the test that decided; null: none failed';
comment on column judgement.kept_output is 'Beginning of the output of that test, for the jury';
comment on column judgement.kept_error is 'Beginning of the standard error of that test';
comment on column judgement.compile_verdict is 'AC: it compiled; CE';
comment on column judgement.compile_reason is 'Why it did not compile, in one line';
comment on column judgement.compile_cpu_ns is 'CPU time of compiling';
comment on column judgement.compile_wall_ns is 'Wall time of compiling';
comment on column judgement.compile_memory_bytes is 'Memory of compiling';
comment on column judgement.compile_cached is 'An earlier result of compiling was used';
comment on column judgement.compile_output is 'What the compiler wrote';
comment on column judgement.test_index is 'Which tests were judged: places in the package, from 0';
comment on column judgement.test_verdict is 'Their verdicts';
comment on column judgement.test_score is 'Their points';
comment on column judgement.test_cpu_us is 'Their CPU time in microseconds';
comment on column judgement.test_wall_us is 'Their wall time in microseconds';
comment on column judgement.test_memory_kib is 'Their memory in KiB';
comment on column judgement.test_output_bytes is 'How much they wrote';
comment on column judgement.test_exit_code is 'Their exit statuses';
comment on column judgement.test_signal is 'The signals that ended them; 0: none';
comment on column judgement.test_borderline is 'So near to the time limit that they were run again';
comment on column judgement.test_estimated is 'Their memory is an estimate';
comment on column judgement.test_reason is 'Why, in one line for people';
comment on column judgement.test_message is 'What the checker told the jury';
comment on column judgement.receipt is 'With what, where and under which limits it was judged';
comment on column judgement.worker_id is 'Who ended it';
comment on column judgement.lease is 'Under which lease: tells a verdict that is sent twice';
comment on column judgement.claims is 'How often it had been claimed';
comment on column judgement.lost_leases is 'How often a worker had vanished with it';
comment on column judgement.failures is 'How often a judge had failed on it';
create index judgement_submission on judgement (submission_id);

create table job (
	judgement_id bigint primary key references judgement on delete cascade,
	state job_state not null default 'ready',
	priority smallint not null default 0,
	virtual_time bigint not null,
	due_at timestamptz,
	lease uuid,
	worker_id integer,
	claimed_at timestamptz,
	deadline_at timestamptz,
	cancel boolean not null default false,
	claims integer not null default 0,
	lost_leases smallint not null default 0,
	failures smallint not null default 0,
	max_lost_leases smallint not null default 10,
	max_failures smallint not null default 3,
	last_error text,
	constraint job_leased check ((state = 'leased') = (lease is not null)
		and (state = 'leased') = (worker_id is not null)
		and (state = 'leased') = (deadline_at is not null)),
	constraint job_delayed check ((state = 'delayed') = (due_at is not null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
	autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000,
	autovacuum_vacuum_cost_delay = 0);
comment on table job is 'The queue: one row for each open judgement, gone when that is final';
comment on column job.judgement_id is 'What is to be judged';
comment on column job.state is 'Whether it can be claimed';
comment on column job.priority is 'Higher goes first';
comment on column job.virtual_time is 'Then the smaller: contestants who ask for much move back '
	'behind those who ask for little';
comment on column job.due_at is 'When a delayed job is ready again';
comment on column job.lease is 'The secret of the worker that holds it';
comment on column job.worker_id is 'Who holds it';
comment on column job.claimed_at is 'Since when; of the last claim';
comment on column job.deadline_at is 'The lease is lost then, unless progress is told before. Not '
	'in an index, so that telling it stays cheap';
comment on column job.cancel is 'To be cancelled: its worker learns of it from the next heartbeat';
comment on column job.claims is 'How often it was claimed, for people; a counter fences nothing, '
	'as a crashed database may count the same twice';
comment on column job.lost_leases is 'How often a worker vanished with it';
comment on column job.failures is 'How often a judge failed on it and said so';
comment on column job.max_lost_leases is 'At this many lost leases the judgement is dead';
comment on column job.max_failures is 'At this many failures the judgement is dead';
comment on column job.last_error is 'The last of both, for people';
create index job_ready on job (priority desc, virtual_time, judgement_id) where state = 'ready';
create index job_held on job (worker_id) where state = 'leased';
create index job_due on job (due_at) where state = 'delayed';

create table test_event (
	judgement_id bigint not null,
	lease uuid not null,
	test_index integer not null,
	verdict verdict not null,
	cpu_us bigint not null,
	memory_kib bigint not null,
	reason text not null,
	primary key (judgement_id, lease, test_index)
);
comment on table test_event is 'Results of tests while their judgement is running; deleted with '
	'the lease that they were told under';
comment on column test_event.judgement_id is 'What is being judged';
comment on column test_event.lease is 'Under which lease';
comment on column test_event.test_index is 'Position in the package, from 0';
comment on column test_event.verdict is 'Verdict of the test';
comment on column test_event.cpu_us is 'CPU time in microseconds';
comment on column test_event.memory_kib is 'Memory in KiB';
comment on column test_event.reason is 'Why, in one line for people';

create table fair_share (
	contest_id integer not null references contest on delete cascade,
	user_name text not null,
	virtual_time bigint not null,
	primary key (contest_id, user_name)
) with (fillfactor = 70);
comment on table fair_share is 'How far each contestant has moved in virtual time';
comment on column fair_share.contest_id is 'In this contest';
comment on column fair_share.user_name is 'The contestant';
comment on column fair_share.virtual_time is 'Place of the last submission, in milliseconds';

create table audit (
	id bigint generated always as identity primary key,
	at timestamptz not null default clock_timestamp(),
	login name not null default session_user,
	event text not null,
	judgement_id bigint,
	worker_id integer,
	detail text
);
comment on table audit is 'What an operator may ask about later: writes that came too late, '
	'workers that vanished, judgements that were given up';
comment on column audit.id is 'Order of the events';
comment on column audit.at is 'When';
comment on column audit.login is 'Who called';
comment on column audit.event is 'late finish, worker replaced, worker dead, lease lost, failure '
	'or dead';
comment on column audit.judgement_id is 'Which judgement, if any';
comment on column audit.worker_id is 'Which worker, if any';
comment on column audit.detail is 'More, for people';

create function schema_state(out version integer, out oldest_program integer)
language sql stable security definer set search_path = assize, pg_temp as $$
	select v.version, v.oldest_program from schema_version v order by v.version desc limit 1;
$$;
comment on function schema_state is 'The migration that the schema is at, and the oldest that a '
	'program must know';

grant execute on function schema_state to assize_app, assize_worker;
grant select on schema_version, contest, blob, submission, submission_file, worker, judgement, job,
	test_event, audit to assize_app;

insert into schema_version (version, name, oldest_program) values (1, 'tables', 1);
