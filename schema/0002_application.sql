-- The queue: what a contest platform calls.
--
-- Parameters are written function.parameter where a column has the same name. All functions run
-- with the rights of their owner, so each fixes its search_path.

set local role assize_owner;
set local search_path = assize;

-- Raises AZ003, the state for "what you ask for cannot be right", with the cause.
create function check_files(names text[], contents bytea[]) returns void
language plpgsql immutable set search_path = assize, pg_temp as $$
declare
	bytes bigint;
	culprit text;
begin
	if cardinality(names) is distinct from cardinality(contents) or
	   coalesce(cardinality(names), 0) not between 1 and 1000 then
		raise exception 'a submission has 1 to 1000 files, each with a name and a content'
			using errcode = 'AZ003';
	end if;
	if array_position(names, null) is not null or array_position(contents, null) is not null then
		raise exception 'a file without a name or a content' using errcode = 'AZ003';
	end if;
	select sum(octet_length(c)) into bytes from unnest(contents) c;
	if bytes > 67108864 then
		raise exception 'the files have % bytes, more than the 64 MiB that are stored', bytes
			using errcode = 'AZ003';
	end if;
	select n into culprit from unnest(names) n
	where octet_length(n) > 255 or
	      n !~ '^[A-Za-z0-9_+][A-Za-z0-9_.+-]*(/[A-Za-z0-9_+][A-Za-z0-9_.+-]*)*$' limit 1;
	if found then
		raise exception 'the file name % is not a relative path of letters, digits and _.+-, with '
			'parts that do not begin with - or .', quote_literal(left(culprit, 255))
			using errcode = 'AZ003';
	end if;
	-- With the separator sorted before all letters, what lies below a name follows it directly.
	select replace(following, E'\x01', '/') into culprit from (
		select path, lead(path) over (order by path collate "C") as following
		from (select replace(n, '/', E'\x01') as path from unnest(names) n) p) f
	where following = path or starts_with(following, path || E'\x01') limit 1;
	if found then
		raise exception 'the file name % is there twice, as a file or as a directory',
			quote_literal(culprit) using errcode = 'AZ003';
	end if;
end $$;
comment on function check_files is 'Refuses source files that no judge could lay out';

create function check_word(what text, word text, low integer, high integer) returns void
language plpgsql immutable set search_path = assize, pg_temp as $$
begin
	if word is null or octet_length(word) not between low and high or word ~ '[[:cntrl:]]' then
		raise exception 'the % must have % to % bytes and no control characters', what, low,
			high using errcode = 'AZ003';
	end if;
end $$;
comment on function check_word is 'Refuses a name that is too long, empty or not printable';

-- Virtual time: each submission moves its contestant on by its cost, and nobody stays behind the
-- clock. Who has handed in a hundred waits behind who has handed in one.
create function next_virtual_time(contest_id integer, user_name text, cost_ms double precision)
returns bigint
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	clock_ms constant bigint := extract(epoch from clock_timestamp()) * 1000;
	place bigint;
begin
	insert into fair_share as f (contest_id, user_name, virtual_time)
	values (next_virtual_time.contest_id, next_virtual_time.user_name, clock_ms)
	on conflict on constraint fair_share_pkey
	do update set virtual_time = greatest(clock_ms, f.virtual_time + cost_ms::bigint)
	returning f.virtual_time into place;
	return place;
end $$;
comment on function next_virtual_time is 'The place of a contestant''s next submission';

create function enqueue(
	problem text, language text, file_names text[], file_contents bytea[],
	user_name text default '', contest text default 'default', key text default null,
	entry_point text default '', full_run boolean default false,
	priority integer default 0, cost_ms integer default 2000,
	out submission_id bigint, out judgement_id bigint, out is_new boolean)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	home contest;
	earlier submission;
	hashes bytea[];
	print bytea;
begin
	perform check_word('problem', problem, 1, 255);
	perform check_word('language', language, 0, 31);
	perform check_word('user name', user_name, 0, 255);
	perform check_word('entry point', entry_point, 0, 127);
	key := coalesce(key, gen_random_uuid()::text);
	perform check_word('key', key, 1, 255);
	perform check_files(file_names, file_contents);
	if cost_ms not between 1 and 86400000 then
		raise exception 'the cost must be 1 ms to a day' using errcode = 'AZ003';
	end if;
	select * into home from contest c where c.name = enqueue.contest;
	if not found then
		raise exception 'there is no contest %', quote_literal(contest) using errcode = 'AZ003',
			hint = 'create it: select assize.set_contest(name)';
	end if;

	select array_agg(sha256(f.content) order by f.ordinal) into hashes
	from unnest(file_contents) with ordinality f (content, ordinal);
	print := sha256(convert_to(jsonb_build_array(problem, language, entry_point, full_run,
		file_names, hashes)::text, 'UTF8'));

	insert into submission (contest_id, user_name, problem, language, entry_point, key, fingerprint)
	values (home.id, enqueue.user_name, enqueue.problem, enqueue.language, enqueue.entry_point,
		enqueue.key, print)
	on conflict on constraint submission_key do nothing
	returning submission.id into submission_id;
	is_new := found;
	if not is_new then
		select * into strict earlier from submission s
		where s.contest_id = home.id and s.user_name = enqueue.user_name and s.key = enqueue.key;
		if earlier.fingerprint <> print then
			raise exception 'the key % was used for another submission, number %',
				quote_literal(key), earlier.id using errcode = 'AZ003';
		end if;
		submission_id := earlier.id;
		judgement_id := earlier.judgement_id;
		return;
	end if;

	-- In the order of the hashes: two callers with the same files wait, and do not deadlock.
	insert into blob (hash, size, content)
	select distinct on (f.hash) f.hash, octet_length(f.content), f.content
	from unnest(hashes, file_contents) f (hash, content) order by f.hash
	on conflict on constraint blob_pkey do nothing;
	insert into submission_file (submission_id, ordinal, name, hash)
	select enqueue.submission_id, f.ordinal, f.name, f.hash
	from unnest(file_names, hashes) with ordinality f (name, hash, ordinal);
	insert into judgement (submission_id, full_run)
	values (enqueue.submission_id, enqueue.full_run) returning judgement.id into judgement_id;
	update submission s set judgement_id = enqueue.judgement_id where s.id = enqueue.submission_id;
	insert into job (judgement_id, priority, virtual_time)
	values (enqueue.judgement_id, home.base_priority + enqueue.priority,
		next_virtual_time(home.id, enqueue.user_name, cost_ms / home.weight));
end $$;
comment on function enqueue is 'Hands in a submission and asks for its judgement. Repeated with '
	'the same key it changes nothing and returns the first call''s numbers. Commit, then call '
	'wake()';

create function wake() returns void
language sql security definer set search_path = assize, pg_temp as $$
	select pg_notify('judge_ready', '');
$$;
comment on function wake is 'Tells idle workers that there is something to claim. In a transaction '
	'of its own, after that of enqueue(): all commits with a notification queue up behind each '
	'other. Without it workers look within a second or so';

create function set_contest(name text, weight real default 1, base_priority integer default 0)
returns integer
language sql security definer set search_path = assize, pg_temp as $$
	insert into contest as c (name, weight, base_priority) values ($1, $2, $3)
	on conflict on constraint contest_name_key
	do update set weight = excluded.weight, base_priority = excluded.base_priority
	returning c.id;
$$;
comment on function set_contest is 'Creates a contest or changes it; submissions that are queued '
	'keep their places';

-- The one way out of the queue other than finish(). The caller holds the job's row. Rare, so that
-- a notification in the same transaction does no harm.
create function end_judgement(judgement_id bigint, final judgement_state, reason text) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	ended job;
begin
	delete from job j where j.judgement_id = end_judgement.judgement_id
	returning j.* into strict ended;
	delete from test_event e where e.judgement_id = end_judgement.judgement_id;
	update judgement g set state = final, finished_at = clock_timestamp(),
		verdict = case when final = 'dead' then 'JE'::verdict end, reason = end_judgement.reason,
		started_at = ended.claimed_at, worker_id = ended.worker_id, lease = ended.lease,
		claims = ended.claims, lost_leases = ended.lost_leases, failures = ended.failures
	where g.id = end_judgement.judgement_id;
	if final = 'dead' then
		insert into audit (event, judgement_id, worker_id, detail)
		values ('dead', end_judgement.judgement_id, ended.worker_id, end_judgement.reason);
	end if;
	perform pg_notify('judge_done', end_judgement.judgement_id::text);
end $$;
comment on function end_judgement is 'Ends a judgement without a result, as cancelled or dead';

create function cancel(judgement_id bigint) returns text
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	held job;
begin
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
comment on function cancel is 'Cancels a judgement. "cancelled": it is; "told": it is running, and '
	'its worker will drop it; "final": too late, or there is no such judgement';

grant execute on function enqueue, wake, set_contest, cancel to assize_app;

insert into schema_version (version, name, oldest_program) values (2, 'application', 2);
