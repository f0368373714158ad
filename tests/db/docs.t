#!/bin/bash
# Every block of docs/queue.md does what the page says, in its order, with a worker beside.
. "$(dirname "$0")/lib.sh"
[ "$(id -u)" -eq 0 ] || { echo "1..0 # SKIP needs root"; exit 0; }
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
queue_start
trap 'kill $worker 2>/dev/null; pg_stop' EXIT
"$ASSIZE" worker --slots 1 --packages "$TOP/problems" --database "$(pg_conninfo w1)" \
	2>"$PG_DIR/worker.log" &
worker=$!

# NUMBER.LANGUAGE, and NUMBER.text if an output is shown.
cd "$PG_DIR" || exit 1
count=$(python3 - "$TOP/docs/queue.md" <<'PYTHON'
import re, sys

fence = re.compile(r"^```(sql|python|php|text)\n(.*?)^```$", re.M | re.S)
count = 0
for kind, body in fence.findall(open(sys.argv[1]).read()):
    count += kind != "text"
    open(f"{count}.{kind}", "w").write(body)
print(count)
PYTHON
)

export PGHOST=$PG_DIR PGDATABASE=assize PGUSER=app PGPASSFILE=/dev/null
PGPASSWORD=$(cat "$PG_DIR/passwords/app")
export PGPASSWORD
# What was asked for is final before anybody looks.
settle() {
	for ((i = 0; i < 600; i++)); do
		[ "$(pg_sql postgres 'select count(*) from assize.job')" -gt 0 ] || return 0
		sleep 0.1
	done
}
run_block() {
	settle
	if [ -e "$1.sql" ]; then
		psql -XAtq -v ON_ERROR_STOP=1 -f "$1.sql"
	elif [ -e "$1.python" ]; then
		timeout 60 /usr/bin/python3 "$1.python"	# whose modules are Debian's
	else
		timeout 60 php "$1.php"
	fi 2>&1
}
is 'the page has blocks' $((count > 7)) 1
for ((n = 1; n <= count; n++)); do
	got=$(run_block "$n")
	[ -e "$n.text" ] || got=${got:+$got?}
	is "block $n: $(head -c 60 "$n".[sp][qyh]* | head -n 1)" "$got" \
		"$(cat "$n.text" 2>/dev/null)"
done
[ "$TAP_FAILED" -eq 0 ] || sed 's/^/# /' "$PG_DIR/worker.log"
done_testing
