# lib.sh: a private PostgreSQL cluster for tests and for the demonstration, and TAP. To be sourced.
#
#	. "$(dirname "$0")/lib.sh"
#	pg_start			a cluster in a new short directory, listening on a socket there
#	trap pg_stop EXIT		stops it and removes the directory; safe to call twice
#	pg_login alice assize_app	a login with a random password, member of the group
#	pg_schema			all migrations of schema/, by psql
#	assize submit --database "$(pg_conninfo alice)" ...
#	pg_sql alice 'select 1'		what it prints, columns separated by |; SQL from stdin if none
#
# pg_start [DIR] takes an existing empty directory instead, which pg_stop removes as well; its path
# must be short, as a socket's name has at most 107 bytes. pg_stop keep leaves the directory.
# pg_kill, pg_restart: the server dies as if killed; it comes back. It inherits the caller's open
# descriptors: close what others wait for the end of (pg_restart 3>&-).
#
# Variables: PG_DIR the directory, PG_USER who runs the server, PG_BIN its programs.
#
# PostgreSQL does not run as root: then the server runs as PG_USER, which needs no right to read the
# clone, as SQL goes in by stdin. Any number of clusters run side by side. Logins have passwords
# (scram), since whoever runs as root connects from several uids. Nothing listens on a network.
# The server does not sync its files: fit for tests, which kill processes and not machines.

TOP=$(cd "$(dirname "$0")/../.." && pwd)
PG_BIN=${PG_BIN:-/usr/lib/postgresql/15/bin}
PG_DIR=

# Runs a command as PG_USER, in a directory that everybody can be in; behind PG_WITHIN, if set, a
# command that runs another one, as in a network namespace.
pg_as() {
	if [ "$(id -u)" -eq 0 ]; then
		(cd / && exec ${PG_WITHIN:-} setpriv --reuid="$PG_USER" --regid="$(id -g "$PG_USER")" --clear-groups \
			"$@")
	else
		(cd / && exec "$@")
	fi
}

pg_password() {
	od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

pg_start() {
	if [ "$(id -u)" -ne 0 ]; then
		PG_USER=$(id -un)
	elif id postgres >/dev/null 2>&1; then
		PG_USER=postgres
	else
		PG_USER=nobody
	fi
	PG_DIR=${1:-$(mktemp -d /tmp/assize-pg.XXXXXX)} || return 1
	mkdir -m 700 "$PG_DIR/data" "$PG_DIR/passwords" && chmod 711 "$PG_DIR" || return 1
	pg_password >"$PG_DIR/passwords/postgres"
	cp "$PG_DIR/passwords/postgres" "$PG_DIR/data.password"
	if [ "$(id -u)" -eq 0 ]; then
		chown "$PG_USER" "$PG_DIR" "$PG_DIR/data" "$PG_DIR/data.password"
	fi
	pg_as "$PG_BIN/initdb" -D "$PG_DIR/data" -U postgres --pwfile="$PG_DIR/data.password" \
		--auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$PG_DIR/initdb.log" 2>&1 ||
		{ cat "$PG_DIR/initdb.log" >&2; return 1; }
	rm -f "$PG_DIR/data.password"
	cat >>"$PG_DIR/data/postgresql.conf" <<-END
		listen_addresses = ''
		unix_socket_directories = '$PG_DIR'
		unix_socket_permissions = 0777
		max_connections = 60
		shared_buffers = 64MB
		fsync = off
		full_page_writes = off
		max_wal_size = 256MB
		log_min_messages = warning
	END
	pg_restart && PG_DATABASE=postgres pg_sql postgres 'create database assize'
}

pg_restart() {
	pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/data/server.log" -w -s start ||
		{ cat "$PG_DIR/data/server.log" >&2; return 1; }
}

pg_kill() {
	pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m immediate -w -s stop
}

pg_stop() {
	[ -n "$PG_DIR" ] || return 0
	if [ -f "$PG_DIR/data/postmaster.pid" ]; then
		pg_kill
	fi
	[ "${1:-}" = keep ] || rm -rf "$PG_DIR"
	PG_DIR=
}

# pg_conninfo LOGIN: what libpq and --database take.
pg_conninfo() {
	printf 'host=%s dbname=%s user=%s password=%s' "$PG_DIR" "${PG_DATABASE:-assize}" "$1" \
		"$(cat "$PG_DIR/passwords/$1")"
}

# pg_sql LOGIN [SQL] [psql options]
pg_sql() {
	pg_sql_login=$1
	pg_sql_text=${2:-}
	shift $(($# < 2 ? $# : 2))
	if [ -n "$pg_sql_text" ]; then
		set -- "$@" -c "$pg_sql_text"
	fi
	psql -XAtqw -v ON_ERROR_STOP=1 -d "$(pg_conninfo "$pg_sql_login")" "$@"
}

# pg_login NAME [GROUP]
pg_login() {
	pg_password >"$PG_DIR/passwords/$1"
	pg_sql postgres <<-END
		create role "$1" login password '$(cat "$PG_DIR/passwords/$1")';
		${2:+grant $2 to "$1";}
	END
}

pg_schema() {
	for migration in "$TOP"/schema/*.sql; do
		pg_sql postgres '' -1 <"$migration" || return 1
	done
}

# ---- TAP: each test is one line; the names are sentences --------------------------------------

TAP_COUNT=0
TAP_FAILED=0

# ok NAME COMMAND...: the command succeeds.
ok() {
	tap_name=$1
	shift
	TAP_COUNT=$((TAP_COUNT + 1))
	if "$@" >/dev/null 2>&1; then
		echo "ok $TAP_COUNT - $tap_name"
	else
		TAP_FAILED=$((TAP_FAILED + 1))
		echo "not ok $TAP_COUNT - $tap_name"
		echo "# failed: $*" | tr '\n' ' '
		echo
	fi
}

# is NAME GOT EXPECTED
is() {
	ok "$1" [ "$2" = "$3" ]
	[ "$2" = "$3" ] || printf 'got:      %s\nexpected: %s\n' "$2" "$3" | sed 's/^/# /'
}

# like NAME GOT EXTENDED-REGULAR-EXPRESSION
like() {
	if printf '%s' "$2" | grep -Eq -- "$3"; then
		ok "$1" true
	else
		ok "$1" false
		printf 'got:      %s\nexpected: %s\n' "$2" "$3" | sed 's/^/# /'
	fi
}

# Ends the script: the plan, and a status that says whether all passed.
done_testing() {
	echo "1..$TAP_COUNT"
	[ "$TAP_FAILED" -eq 0 ] && exit 0
	exit 1
}

# ---- Processes --------------------------------------------------------------------------------

children() {
	cat "/proc/$1/task/$1/children" 2>/dev/null
}

# All below a process; of a worker: launcher, coordinator, slots, judges, spawners and programs.
descendants() {
	for child in $(children "$1"); do
		echo "$child"
		descendants "$child"
	done
}

# waits COMMAND...: until it succeeds, a minute at most.
waits() {
	for _ in $(seq 1200); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}

# ---- The queue by hand ------------------------------------------------------------------------

# submit_one [NAMED PARAMETERS]: puts a submission of problem hello in; prints the judgement.
submit_one() {
	pg_sql app "select judgement_id from assize.enqueue('hello', 'c', array['a.c'],
		array['int main(void){}'::bytea] ${1:+, $1})"
}

# start_worker LOGIN NAME: prints its number.
start_worker() {
	pg_sql "$1" "select assize.register('$2', 'here', 'test', 2, 99)"
}

# claim LOGIN WORKER [N]: prints "judgement|lease" a line.
claim() {
	pg_sql "$1" "select judgement_id, lease from assize.claim($2, ${3:-1})"
}

# finish LOGIN WORKER 'JUDGEMENT|LEASE' [VERDICT]; finishing_sql is what it sends.
finishing_sql() {
	echo "select assize.finish($1, ${2%|*}, '${2#*|}', '${3:-AC}', 'as told', 1, 1000, 2000,
		4096, 2, null, '', '', 'AC', '', 1, 1, 1, false, '',
		'{0,1}', '{AC,${3:-AC}}', '{1,1}', '{10,20}', '{10,20}', '{4,4}', '{1,1}', '{0,0}', '{0,0}',
		'{f,f}', '{f,f}', '{a,b}', '{c,d}', '{e,f}', '{}')"
}

finish() {
	pg_sql "$1" "$(finishing_sql "$2" "$3" "${4:-}")"
}

# lease_call FUNCTION LOGIN WORKER 'JUDGEMENT|LEASE' [MORE PARAMETERS]
lease_call() {
	pg_sql "$2" "select assize.$1($3, ${4%|*}, '${4#*|}'${5:+, $5})"
}

# refused LOGIN SQL: what the server says when it refuses; empty if it does not.
refused() {
	pg_sql "$1" "$2" 2>&1 >/dev/null | sed -n 's/^ERROR: *//p'
}

# queue_start: a cluster with the schema, the logins app, w1 and w2, and a trap that removes it.
queue_start() {
	trap pg_stop EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
	if ! pg_start || ! pg_schema || ! pg_login app assize_app ||
		! pg_login w1 assize_worker || ! pg_login w2 assize_worker; then
		echo "Bail out! no private PostgreSQL"
		exit 1
	fi
}

# ---- Packages in the database -----------------------------------------------------------------

# packages_start: a cluster with the schema, the logins app and judge, in a directory to work in.
packages_start() {
	if ! pg_start || ! "$ASSIZE" db init --database "$(pg_conninfo postgres)" >/dev/null ||
		! pg_login judge assize_worker || ! pg_login app assize_app; then
		echo "Bail out! no private PostgreSQL"
		exit 1
	fi
	chmod 755 "$PG_DIR"
	mkdir "$PG_DIR/work" && cd "$PG_DIR/work" || exit 1
	printf '#include <stdio.h>\nint main(void) { puts("yes"); }\n' >yes.c
}

# package WORD ...: assize package, as an application, with what it says of errors.
package() {
	package_word=$1
	shift
	"$ASSIZE" package "$package_word" --database "$(pg_conninfo app)" "$@" 2>&1
}

# count content|chunk|file|version: how many rows there are.
count() {
	pg_sql postgres "select count(*) from assize.package_$1"
}

# large NAME SEED MIB: a package that accepts yes.c, with an input of so many MiB.
large() {
	mkdir -p "$1/data/secret" "$1/submissions/accepted"
	cp yes.c "$1/submissions/accepted"
	printf 'name: Large\nlimits: {time_limit: 2}\n' >"$1/problem.yaml"
	python3 -c 'import random, sys
random.seed(sys.argv[1])
for _ in range(int(sys.argv[2])):
    sys.stdout.buffer.write(random.randbytes(1 << 19).hex().encode() + b"\n")' "$2" "$3" \
		>"$1/data/secret/1.in"
	echo yes >"$1/data/secret/1.ans"
}
