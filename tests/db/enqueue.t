#!/bin/sh
# enqueue(): what goes in, what is refused, what a repetition does.
. "$(dirname "$0")/lib.sh"
queue_start

enqueue() {
	pg_sql app "select submission_id, judgement_id, is_new from assize.enqueue('hello', 'c', $1)"
}

one="array['a.c'], array['x'::bytea], key => 'k1', user_name => 'alice'"
is 'a submission gets numbers' "$(enqueue "$one")" '1|1|t'
is 'the same key again returns the same numbers' "$(enqueue "$one")" '1|1|f'
is 'and changes nothing' "$(pg_sql app 'select count(*) from assize.job')" 1
like 'the same key for another source is refused' \
	"$(refused app "select assize.enqueue('hello', 'c', array['a.c'], array['y'::bytea], key => 'k1',
	user_name => 'alice')")" 'was used for another submission, number 1'
like 'the same key of another user is another submission' \
	"$(enqueue "array['a.c'], array['x'::bytea], key => 'k1', user_name => 'bob'")" 't$'
like 'without a key every call is a submission' "$(enqueue "array['a.c'], array['x'::bytea]")" 't$'
is 'equal files are stored once' "$(pg_sql app "select count(*) from assize.blob")" 1

pids=
for i in 1 2 3 4 5 6 7 8; do
	enqueue "array['a.c', 'b.c'], array['p'::bytea, 'q'::bytea], key => 'race'" >/dev/null &
	pids="$pids $!"
done
lost=0
for pid in $pids; do
	wait "$pid" || lost=$((lost + 1))
done
is 'of eight calls at once with one key all succeed' "$lost" 0
is 'and leave one submission' \
	"$(pg_sql app "select count(*) from assize.submission where key = 'race'")" 1

is 'bytes of every value come back' "$(enqueue "array['bytes'],
	array['\\x000102ff0a5c27'::bytea], key => 'bytes'" >/dev/null
	pg_sql app "select encode(b.content, 'hex') from assize.submission s
	join assize.submission_file f on f.submission_id = s.id
	join assize.blob b using (hash) where s.key = 'bytes'")" 000102ff0a5c27
like 'an empty file is a file' "$(enqueue "array['empty.c'], array[''::bytea]")" 't$'

for name in '' /etc/passwd ../x a/../b a//b a/ .hidden -o 'a b' 'a
b' 'ü.c' "$(printf 'x%.0s' $(seq 256))"; do
	like "the file name '$(printf %.20s "$name" | tr '\n' '?')' is refused" \
		"$(refused app "select assize.enqueue('hello', 'c', array[\$\$$name\$\$],
		array['x'::bytea])")" '^the file name'
done
like 'the file name a/b.c++ is fine' "$(enqueue "array['a/b.c++'], array['x'::bytea]")" 't$'
like 'one name twice is refused' "$(refused app "select assize.enqueue('hello', 'c',
	array['a.c', 'b.c', 'a.c'], array['x', 'y', 'z']::bytea[])")" "'a.c' is there twice"
like 'a file that is a directory too is refused' "$(refused app "select assize.enqueue('hello', 'c',
	array['a/b', 'a+x', 'a'], array['x', 'y', 'z']::bytea[])")" 'there twice'
like 'no file is refused' "$(refused app "select assize.enqueue('hello', 'c', '{}', '{}')")" \
	'has 1 to 1000 files'
like 'more names than contents are refused' "$(refused app "select assize.enqueue('hello', 'c',
	array['a', 'b'], array['x'::bytea])")" 'has 1 to 1000 files'
like 'a file without content is refused' "$(refused app "select assize.enqueue('hello', 'c',
	array['a'], array[null::bytea])")" 'without a name or a content'
like 'files of more than 64 MiB together are refused' "$(refused app "select assize.enqueue('hello',
	'c', array['a', 'b'], array[convert_to(repeat('x', 40000000), 'UTF8'),
	convert_to(repeat('y', 40000000), 'UTF8')])")" 'more than the 64 MiB'
like 'a file of 10 MB is a fact' "$(enqueue "array['a'],
	array[convert_to(repeat('x', 10000000), 'UTF8')]")" 't$'
like 'an unknown contest is refused, with the cure' \
	"$(pg_sql app "select assize.enqueue('hello', 'c', array['a'], array['x'::bytea],
	contest => 'nowhere')" 2>&1)" 'set_contest'
like 'an empty problem is refused' "$(refused app "select assize.enqueue('', 'c', array['a'],
	array['x'::bytea])")" '^the problem must have 1 to 255 bytes'
is 'after a refusal nothing is left' "$(pg_sql app "select count(*) from assize.submission s
	where judgement_id is null or not exists (select from assize.submission_file f
	where f.submission_id = s.id)")" 0

done_testing
