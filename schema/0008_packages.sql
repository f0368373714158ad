-- The queue: packages for workers that have none of their own.
--
-- A package is pushed as versions; a version is a list of paths with contents. Contents are kept
-- once, in chunks of 1 MiB that are kept once as well: what did not change is not sent again.
--
-- Everything is named by SHA-256, and checked here: a chunk by the hash of its bytes when it
-- arrives, a content by the hash of its chunks' hashes, one after the other, when a version is
-- committed. So a content of any size is checked without ever being in memory as a whole.
--
-- A push is: package_missing() and package_put() for its chunks, any number of times, then one
-- package_commit(). Before that nothing can be seen of it; chunks that arrived stay for a day, so
-- that a push that was cut off goes on where it stopped.

set local role assize_owner;
set local search_path = assize;

create table package_chunk (
	hash bytea primary key,
	content bytea not null,
	seen_at timestamptz not null default clock_timestamp(),
	constraint package_chunk_size check (octet_length(content) between 1 and 1048576),
	constraint package_chunk_hash check (hash = sha256(content))
);
-- Not compressed: of lists of random numbers lz4 saves 4 %, for twice the time to fetch them.
alter table package_chunk alter column content set storage external;
comment on table package_chunk is 'Pieces of the contents of packages'' files, each kept once';
comment on column package_chunk.hash is 'SHA-256 of the bytes';
comment on column package_chunk.content is 'The bytes; never changed';
comment on column package_chunk.seen_at is 'When a push last asked for it, to the hour: one that '
	'no content uses is kept for a day';

create table package_content (
	hash bytea primary key check (octet_length(hash) = 32),
	size bigint not null check (size >= 0)
);
comment on table package_content is 'Contents of packages'' files, each kept once';
comment on column package_content.hash is 'SHA-256 over the SHA-256 of each chunk, in order';
comment on column package_content.size is 'Bytes';

create table package_content_chunk (
	content_hash bytea not null references package_content on delete cascade,
	ordinal integer not null,
	chunk_hash bytea not null references package_chunk,
	primary key (content_hash, ordinal)
);
comment on table package_content_chunk is 'Which chunks a content is made of';
comment on column package_content_chunk.content_hash is 'The content';
comment on column package_content_chunk.ordinal is 'From 0; each but the last has 1 MiB';
comment on column package_content_chunk.chunk_hash is 'The chunk';
create index package_content_chunk_chunk on package_content_chunk (chunk_hash);

create table package (
	id integer generated always as identity primary key,
	name text not null unique
		check (octet_length(name) <= 255 and name ~ '^[A-Za-z0-9_][A-Za-z0-9_.-]*$'),
	last_version integer not null default 0
);
comment on table package is 'Packages that were pushed';
comment on column package.id is 'Number of the package';
comment on column package.name is 'Short name: the problem of a submission';
comment on column package.last_version is 'Number of the last version, dropped or not';

create table package_version (
	package_id integer not null references package on delete cascade,
	version integer not null check (version > 0),
	tree_hash bytea not null check (octet_length(tree_hash) = 32),
	file_count integer not null,
	size bigint not null,
	pushed_at timestamptz not null default clock_timestamp(),
	pushed_by name not null default session_user,
	primary key (package_id, version)
);
comment on table package_version is 'Versions of packages; workers judge by the highest';
comment on column package_version.package_id is 'Of which package';
comment on column package_version.version is 'From 1; a number is never used again';
comment on column package_version.tree_hash is 'SHA-256 over paths and contents, as receipts have it';
comment on column package_version.file_count is 'How many files it has';
comment on column package_version.size is 'Bytes of all files';
comment on column package_version.pushed_at is 'When it was pushed';
comment on column package_version.pushed_by is 'By which login';

create table package_file (
	package_id integer not null,
	version integer not null,
	path text collate "C" not null,
	content_hash bytea not null references package_content,
	primary key (package_id, version, path),
	foreign key (package_id, version) references package_version on delete cascade
);
comment on table package_file is 'The files of the versions';
comment on column package_file.package_id is 'Of which package';
comment on column package_file.version is 'Of which version';
comment on column package_file.path is 'Relative path, such as data/secret/1.in';
comment on column package_file.content_hash is 'Its content';
create index package_file_content on package_file (content_hash);

create function package_missing(hashes bytea[]) returns setof integer
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	update package_chunk c set seen_at = clock_timestamp()
	where c.hash = any (hashes) and c.seen_at < clock_timestamp() - interval '1 hour';
	return query
	select min(h.i)::integer from unnest(hashes) with ordinality h (hash, i)
	where not exists (select from package_chunk c where c.hash = h.hash)
	group by h.hash order by 1;
end $$;
comment on function package_missing is 'Places, from 1, of those chunks that have to be put; of '
	'equal ones the first';

create function package_put(hashes bytea[], contents bytea[]) returns void
language plpgsql security definer set search_path = assize, pg_temp as $$
begin
	if cardinality(hashes) <> cardinality(contents) then
		raise exception '% hashes for % chunks', cardinality(hashes), cardinality(contents)
			using errcode = 'AZ003';
	end if;
	insert into package_chunk (hash, content)
	select p.hash, p.content from unnest(hashes, contents) p (hash, content)
	order by p.hash
	on conflict (hash) do nothing;
exception when check_violation then
	raise exception 'a chunk of the package is not what its SHA-256 says, or has not 1 byte to 1 MiB'
		using errcode = 'AZ003', hint = 'did a file change meanwhile? push again';
end $$;
comment on function package_put is 'Stores chunks; those that are there already are left alone. '
	'All of them or none';

create function package_check_files(paths text[], sizes bigint[], contents bytea[], chunks bytea[])
returns void
language plpgsql immutable set search_path = assize, pg_temp as $$
declare
	n integer := cardinality(paths);
	bad text;
begin
	if n <> cardinality(sizes) or n <> cardinality(contents) or n <> cardinality(chunks) then
		raise exception 'the lists of the files are not of one length' using errcode = 'AZ003';
	elsif n not between 1 and 100000 then
		raise exception 'a package has 1 to 100000 files, not %', n using errcode = 'AZ003';
	end if;
	select p into bad from unnest(paths) p
	where octet_length(p) > 2000 or p !~
		'^(\.timelimit|[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*)$' limit 1;
	if found then
		raise exception 'no path for a file of a package, or too long: %', left(bad, 100)
			using errcode = 'AZ003';
	end if;
	select f.path into bad from unnest(paths, sizes, contents, chunks) f (path, size, content, chunks)
	where (f.size >= 0 and octet_length(f.chunks) = 32 * ((f.size + 1048575) / 1048576)
		and f.content = sha256(f.chunks)) is not true limit 1;
	if found then
		raise exception 'the hash of % does not fit its size and its chunks', bad
			using errcode = 'AZ003';
	end if;
end $$;
comment on function package_check_files is 'Raises an error unless paths, sizes and hashes fit';

create function package_add_contents(sizes bigint[], contents bytea[], chunks bytea[])
returns bytea
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	added bytea[];
	bad bytea;
begin
	with new as (
		insert into package_content (hash, size)
		select distinct on (f.content) f.content, f.size
		from unnest(contents, sizes) f (content, size) order by f.content
		on conflict do nothing returning hash)
	select array_agg(new.hash) into added from new;
	insert into package_content_chunk (content_hash, ordinal, chunk_hash)
	select distinct on (f.content, o) f.content, o, substr(f.chunks, 1 + 32 * o, 32)
	from unnest(contents, chunks) f (content, chunks),
		generate_series(0, octet_length(f.chunks) / 32 - 1) o
	where f.content = any (added);
	select f.content into bad from unnest(contents, sizes) f (content, size)
	join package_content t on t.hash = f.content where t.size <> f.size limit 1;
	if found then
		return bad;
	end if;
	select k.content_hash into bad
	from package_content_chunk k
	join package_content t on t.hash = k.content_hash
	join package_chunk c on c.hash = k.chunk_hash
	where k.content_hash = any (added)
		and octet_length(c.content) <> least(1048576, t.size - 1048576::bigint * k.ordinal) limit 1;
	return bad;
end $$;
comment on function package_add_contents is 'Adds contents that are not there yet. Returns one '
	'that is not of its size, or whose chunks are not, or null';

create function package_commit(name text, tree_hash bytea, paths text[], sizes bigint[],
	contents bytea[], chunks bytea[], out version integer, out created boolean)
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	package package;
	latest package_version;
	bad bytea;
begin
	perform package_check_files(paths, sizes, contents, chunks);
	insert into package (name) values (package_commit.name) on conflict do nothing;
	select p.* into package from package p where p.name = package_commit.name for update;
	select v.* into latest from package_version v where v.package_id = package.id
	order by v.version desc limit 1;
	created := latest.tree_hash is distinct from package_commit.tree_hash;
	version := case when created then package.last_version + 1 else latest.version end;
	if not created then
		return;
	end if;
	update package p set last_version = package_commit.version where p.id = package.id;
	bad := package_add_contents(sizes, contents, chunks);
	if bad is not null then
		raise exception 'the size of % is not that of its chunks', paths[array_position(contents, bad)]
			using errcode = 'AZ003';
	end if;
	insert into package_version (package_id, version, tree_hash, file_count, size)
	values (package.id, package_commit.version, package_commit.tree_hash, cardinality(paths),
		(select sum(s) from unnest(sizes) s));
	insert into package_file (package_id, version, path, content_hash)
	select package.id, package_commit.version, f.path, f.content
	from unnest(paths, contents) f (path, content);
exception
	when check_violation then
		raise exception 'no name for a package: %', left(name, 100) using errcode = 'AZ003',
			hint = 'letters, digits, "_", "." and "-", the first a letter, a digit or "_"';
	when unique_violation then
		raise exception 'a file is in the package twice' using errcode = 'AZ003';
	when foreign_key_violation then
		raise exception 'the content of a file is not complete' using errcode = '40001',
			hint = 'put the chunks that package_missing() names, and commit again';
end $$;
comment on function package_commit is 'Makes a version of what was put, visible at once and as a '
	'whole. chunks: for each file the SHA-256 of its chunks, one after the other. If the newest '
	'version has the same tree_hash nothing is done, and that one is returned';

create function package_current(names text[])
returns table (name text, version integer, tree_hash bytea, file_count integer, size bigint)
language sql stable security definer set search_path = assize, pg_temp as $$
	select p.name, v.version, v.tree_hash, v.file_count, v.size
	from package p, lateral (select * from package_version v where v.package_id = p.id
		order by v.version desc limit 1) v
	where p.name = any (names);
$$;
comment on function package_current is 'The newest versions of the packages; those that do not '
	'exist are left out';

create function package_recent(since interval default '1 day', among integer default 10000,
	wanted integer default 64)
returns table (name text, version integer, tree_hash bytea, file_count integer, size bigint)
language sql stable security definer set search_path = assize, pg_temp as $$
	with recent as (
		select s.problem, s.submitted_at, s.contest_id from submission s order by s.id desc limit among),
	used as (
		select r.problem, max(r.submitted_at) as at
		from recent r join contest c on c.id = r.contest_id and not c.paused
		where r.submitted_at > clock_timestamp() - since group by r.problem)
	select p.name, v.version, v.tree_hash, v.file_count, v.size
	from package p left join used u on u.problem = p.name,
		lateral (select * from package_version v where v.package_id = p.id
			order by v.version desc limit 1) v
	where greatest(u.at, v.pushed_at) > clock_timestamp() - since
	order by greatest(u.at, v.pushed_at) desc limit wanted;
$$;
comment on function package_recent is 'The newest versions of the packages that are likely to be '
	'needed: pushed, or judged by in a contest that is not paused, since then. among: how many of '
	'the last submissions are looked at';

create function package_manifest(name text, version integer, after text default '',
	wanted integer default 5000)
returns table (path text, size bigint, content bytea)
language sql stable security definer set search_path = assize, pg_temp as $$
	select f.path, c.size, c.hash
	from package p
	join package_file f on f.package_id = p.id and f.version = package_manifest.version
	join package_content c on c.hash = f.content_hash
	where p.name = package_manifest.name and f.path > package_manifest.after
	order by f.path limit wanted;
$$;
comment on function package_manifest is 'The files of a version in the order of their paths, so '
	'many of them after a path';

create function package_fetch(contents bytea[], ordinals integer[])
returns table (place integer, content bytea)
language sql stable security definer set search_path = assize, pg_temp as $$
	select w.place::integer, c.content
	from unnest(contents, ordinals) with ordinality w (content, ordinal, place)
	join package_content_chunk k on k.content_hash = w.content and k.ordinal = w.ordinal
	join package_chunk c on c.hash = k.chunk_hash
	order by w.place;
$$;
comment on function package_fetch is 'Chunks of contents, each with its place, from 1, in what '
	'was asked for; those that are no more are left out';

create function package_list()
returns table (name text, version integer, current boolean, file_count integer, size bigint,
	tree_hash bytea, pushed_at timestamptz, pushed_by name)
language sql stable security definer set search_path = assize, pg_temp as $$
	select p.name, v.version, v.version = max(v.version) over (partition by p.id),
		v.file_count, v.size, v.tree_hash, v.pushed_at, v.pushed_by
	from package p join package_version v on v.package_id = p.id
	order by p.name collate "C", v.version desc;
$$;
comment on function package_list is 'All versions of all packages, the newest first';

create function package_collect(unused_for interval default '1 day') returns bigint
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	freed bigint;
begin
	delete from package_content c
	where not exists (select from package_file f where f.content_hash = c.hash);
	delete from package_chunk c
	where not exists (select from package_content_chunk k where k.chunk_hash = c.hash)
		and c.seen_at < clock_timestamp() - unused_for;
	get diagnostics freed = row_count;
	return freed;
end $$;
comment on function package_collect is 'Deletes contents that no version uses, and chunks that no '
	'content uses and no push asked for as long. Returns how many chunks';

create function package_drop(name text, keep integer) returns integer
language plpgsql security definer set search_path = assize, pg_temp as $$
declare
	package package;
	dropped integer;
begin
	select p.* into package from package p where p.name = package_drop.name for update;
	if not found then
		raise exception 'there is no package %', left(name, 255) using errcode = 'AZ003';
	end if;
	delete from package_version v where v.package_id = package.id
		and v.version not in (select n.version from package_version n
			where n.package_id = package.id order by n.version desc limit keep);
	get diagnostics dropped = row_count;
	perform package_collect();
	return dropped;
end $$;
comment on function package_drop is 'Deletes all but the newest versions, as many as keep says; 0: '
	'all. Returns how many it deleted';

grant execute on function package_current, package_recent, package_manifest, package_fetch
	to assize_worker, assize_app;
grant execute on function package_list, package_current, package_manifest to assize_reader;
grant select on package, package_version, package_file to assize_reader, assize_app;
grant execute on function package_missing, package_put, package_commit, package_list,
	package_collect, package_drop to assize_app;

insert into schema_version (version, name, oldest_program) values (8, 'packages', 6);
