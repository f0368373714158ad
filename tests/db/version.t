#!/bin/sh
# A schema of another version: each command says which version there is, which it needs, and what to
# do, exits 3, and changes nothing. A newer schema that says it still fits is used.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
queue_start

KNOWN=$(pg_sql postgres 'select max(version) from assize.schema_version')
NEWER=$((KNOWN + 1))
OLDER=$((KNOWN - 1))

# commands EXPECTED WHEN: all that use the queue are refused with this message.
commands() {
	while read -r login command; do
		# shellcheck disable=SC2086
		out=$("$ASSIZE" $command --database "$(pg_conninfo "$login")" 2>&1)
		is "$2: assize ${command%% *}" "$? $out" "3 assize: database assize $1"
	done <<-END
		app submit hello $TOP/problems/hello/submissions/accepted/hello.c
		app show 1
		app queue
		app verify --queue $TOP/problems/hello
		w1 worker --packages $TOP/problems
	END
}

state() {
	pg_sql postgres "select (select count(*) from assize.submission),
		(select count(*) from assize.worker), (select max(version) from assize.schema_version)"
}

pg_sql postgres "insert into assize.schema_version values ($NEWER, 'future', $KNOWN)"
out=$("$ASSIZE" queue --database "$(pg_conninfo app)" 2>&1)
like 'a newer schema that this program fits is used' "$? $out" '^0 '

pg_sql postgres "update assize.schema_version set oldest_program = $NEWER where version = $NEWER"
commands "has version $NEWER of the schema, and this program knows $KNOWN; install a newer assize" \
	'a schema of the future'
is 'nothing was done' "$(state)" "0|0|$NEWER"
out=$("$ASSIZE" db status --database "$(pg_conninfo postgres)" 2>&1)
like 'db status says so, too' "$? $out" "^3 schema version $NEWER, this program's $KNOWN: .*newer assize"
out=$("$ASSIZE" db migrate --database "$(pg_conninfo postgres)" 2>&1)
like 'db migrate does not go back' "$? $out" \
	"^3 assize: the schema is at version $NEWER, and this program knows $KNOWN; install a newer assize"
is 'and changes nothing' "$(state)" "0|0|$NEWER"

pg_sql postgres "delete from assize.schema_version where version >= $KNOWN"
commands "has version $OLDER of the schema, and $KNOWN is needed; run: assize db migrate" \
	'a schema of the past'
is 'nothing was done then' "$(state)" "0|0|$OLDER"

done_testing
