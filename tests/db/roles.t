#!/bin/sh
# Roles: a worker's login can do its work and nothing else.
. "$(dirname "$0")/lib.sh"
queue_start
pg_login stranger
w1=$(start_worker w1 one)
id=$(submit_one)
held=$(claim w1 "$w1")

for table in $(pg_sql postgres "select relname from pg_class
	where relnamespace = 'assize'::regnamespace and relkind in ('r', 'v')"); do
	for login in w1 stranger; do
		like "$login cannot read $table" "$(refused $login "select * from assize.$table")" \
			'permission denied'
	done
	like "app cannot write $table" "$(refused app "delete from assize.$table")" \
		'permission denied|cannot delete from view'
done
for call in "enqueue('p', 'c', array['a'], array['x'::bytea])" "cancel($id)" "show(1)" \
	"end_judgement($id, 'cancelled', null)" "requeue($id)" "lose_leases(array[$id], 'x')" \
	"give_back_held($id)" "hold($w1, $id, '${held#*|}')" "queue_state()"; do
	like "a worker cannot call ${call%%(*}" "$(refused w1 "select assize.$call")" 'permission denied'
done
for call in "claim($w1, 1)" "register('x', 'y', 'z', 1, 9)" "maintain()" \
	"end_judgement($id, 'cancelled', null)"; do
	like "an application cannot call ${call%%(*}" "$(refused app "select assize.$call")" \
		'permission denied'
done
like 'a worker cannot become the owner' "$(refused w1 'set role assize_owner')" 'permission denied'
like 'nor create in the schema' "$(refused w1 'create table assize.x ()')" 'permission denied'

# w2 knows everything but has the wrong login.
like 'another login cannot claim for a worker' "$(refused w2 "select assize.claim($w1, 1)")" \
	'unknown to this login'
like 'nor keep it alive' "$(refused w2 "select assize.beat($w1, '{}', '{}')")" \
	'unknown to this login'
is 'nor end it' "$(pg_sql w2 "select assize.unregister($w1)")" 0
is 'nor tell its progress' "$(lease_call progress w2 "$w1" "$held" \
	"'{}', '{}', '{}', '{}', '{}'")" refused
is 'nor fail its job' "$(lease_call fail w2 "$w1" "$held" "'x'")" refused
is 'nor give it back' "$(lease_call give_back w2 "$w1" "$held")" refused
is 'nor finish it' "$(finish w2 "$w1" "$held")" refused
start_worker w2 one >/dev/null
is 'nor take its place' "$(finish w1 "$w1" "$held")" ok

# What a login puts in front of the search path is not seen by the functions.
pg_sql w1 "create temp table job (judgement_id bigint); create temp table worker (id int);
	select count(*) from assize.claim($w1, 1)" >/dev/null
is 'tables of one'"'"'s own do not deceive the functions' $? 0

like 'an old program is told so' "$(pg_sql postgres "update assize.schema_version
	set version = 99, oldest_program = 99
	where version = (select max(version) from assize.schema_version)"
	refused w1 "select assize.register('x', 'y', 'z', 1, 9)")" 'asks for 99 or later'

done_testing
