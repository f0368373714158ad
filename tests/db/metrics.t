#!/bin/bash
# What a worker shows of itself: /metrics and /healthz, and that nobody who asks can hurt it.
. "$(dirname "$0")/lib.sh"
ASSIZE=${ASSIZE:-$TOP/build/${VARIANT:-release}/assize}
[ "$(id -u)" = 0 ] || { echo '1..0 # SKIP needs root'; exit 0; }
worker='' idle=''
trap 'kill $worker $idle 2>/dev/null; wait $worker 2>/dev/null; pg_stop' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
pg_start || { echo 'Bail out! no private PostgreSQL'; exit 1; }
"$ASSIZE" db init --database "$(pg_conninfo postgres)" >/dev/null || exit 1
pg_login judge assize_worker
pg_login app assize_app

# get PATH [PORT]: the status and the body.
get() {
	python3 - "$1" "${2:-$port}" <<-'END'
		import http.client, sys
		try:
		    connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]), timeout=30)
		    connection.request("GET", sys.argv[1])
		    answer = connection.getresponse()
		    print(f"{answer.status}\n{answer.read().decode()}", end="")
		except OSError as error:
		    print(0, error)
	END
}
scrape() {
	get /metrics >"$PG_DIR/scrape"
}
value() {
	sed -n "s/^$1 //p" "$PG_DIR/scrape"
}
answers() {
	body=$(get "$1")
	[ "${body%%
*}" = "$2" ]
}

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
config=$PG_DIR/worker.yaml
cat >"$config" <<-END
	database: $(pg_conninfo judge)
	packages: [$TOP/problems]
	name: watched
	slots: 2
	heartbeat: 300ms
	lease: 1s
	metrics: 127.0.0.1:$port
	cache: {directory: $PG_DIR/cache}
END
"$ASSIZE" --config "$config" worker 2>"$PG_DIR/log" &
worker=$!
waits answers /healthz 200
is 'a worker that is well says so' "$(get /healthz)" "$(printf '200\nok')"
is 'who asks for something else is told what there is' "$(get /)" \
	"$(printf '404\nthere are /metrics and /healthz')"
is 'nobody can post' "$(python3 - "$port" <<-'END'
	import http.client, sys
	connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=30)
	connection.request("POST", "/metrics", b"x" * 100)
	print(connection.getresponse().status)
END
)" 405

for source in hello/submissions/accepted/hello.c hello/submissions/accepted/hello.c \
	sum/submissions/wrong_answer/int32.c; do
	"$ASSIZE" submit "${source%%/*}" "$TOP/problems/$source" --wait \
		--database "$(pg_conninfo app)" >/dev/null
done
scrape
is 'verdicts are counted by language' "$(value 'assize_verdicts_total{language="c",verdict="AC"}')" 2
is 'each kind of its own' "$(value 'assize_verdicts_total{language="c",verdict="WA"}')" 1
is 'so are attempts' "$(value 'assize_attempts_total{outcome="judged"}')" 3
is 'claims' "$(value assize_claims_total)" 3
is 'how long each waited' "$(value assize_queue_seconds_count)" 3
is 'how long each took' "$(value assize_judging_seconds_count)" 3
is 'what was compiled, and not what a cache had' \
	"$(value 'assize_compile_seconds_count{language="c"}')" \
	"$(value 'assize_cache_lookups_total{cache="compile",result="miss"}')"
is 'every look into the cache' "$(
	awk '/^assize_cache_lookups_total.cache="compile"/ { n += $2 } END { print n }' "$PG_DIR/scrape")" 3
is 'as many runs as tests' "$(value assize_run_seconds_count)" \
	"$(pg_sql app 'select sum(cardinality(test_index)) from assize.judgement')"
is 'checks are timed' "$([ "$(value assize_check_seconds_count)" -ge 3 ] && echo yes)" yes
is 'slots' "$(value assize_slots) $(value assize_slots_busy)" '2 0'
is 'they were busy for some time' "$(value assize_slot_seconds_total | grep -c '[1-9]')" 1
is 'round trips' "$([ "$(value assize_database_seconds_count)" -gt 20 ] && echo yes)" yes
is 'memory' "$([ "$(value process_resident_memory_bytes)" -gt 1000000 ] && echo yes)" yes

# A job whose package came from the database: all of it was there, or something was fetched. What is
# in a directory has no cache.
packages() {
	scrape
	echo "$(value 'assize_cache_lookups_total{cache="package",result="miss"}')" \
		"$(value 'assize_cache_lookups_total{cache="package",result="hit"}')"
}
is 'packages of a directory have no cache' "$(packages)" ' '
cp -r "$TOP/problems/hello" "$PG_DIR/pushed"
push_and_judge() {
	"$ASSIZE" package push "$PG_DIR/pushed" --database "$(pg_conninfo app)" >/dev/null
	"$ASSIZE" submit pushed "$TOP/problems/hello/submissions/accepted/hello.c" --wait \
		--database "$(pg_conninfo app)" >/dev/null
}
push_and_judge
is 'a package that is fetched is a miss, once for all its files' "$(packages)" '1 '
push_and_judge
is 'one that is there a hit' "$(packages)" '1 1'
echo '# more' >>"$PG_DIR/pushed/problem.yaml"
push_and_judge
is 'one of which something is new a miss' "$(packages)" '2 1'

# Two slots end while nobody collects: their results are written together, and counted all the same.
echo 'import time; time.sleep(2); print(f"Hello, {input()}!")' >"$PG_DIR/slow.py"
for user in ada grace; do
	"$ASSIZE" submit hello "$PG_DIR/slow.py" --user $user --database "$(pg_conninfo app)" >/dev/null
done
# Both are at their first test: what is still to be told of them is as much, and is told in step.
both_run() {
	[ "$(for pid in $(descendants "$worker"); do tr '\0' ' ' <"/proc/$pid/cmdline"; echo; done \
		2>/dev/null | grep -c /files/)" = 2 ]
}
none_runs() { ! descendants "$worker" | xargs -I{} cat /proc/{}/comm 2>/dev/null | grep -q judge; }
waits both_run
for pid in $(descendants "$worker"); do
	[ "$(cat "/proc/$pid/comm" 2>/dev/null)" != assize-front ] || front=$pid
done
kill -STOP "$front"
waits none_runs
kill -CONT "$front"
judged() { scrape; [ "$(value 'assize_verdicts_total{language="python3",verdict="AC"}')" = 2 ]; }
waits judged
is 'results that are written together are counted' $? 0

is 'nobody is sick' "$(grep -c assize_sick "$PG_DIR/scrape")" 0

# The last attempt at what cannot be judged: the verdict that the database gives is counted.
pg_sql postgres "begin; select assize.enqueue('hello', 'cobol', array['a'], array['x'::bytea]);
	update assize.job set failures = max_failures - 1; commit" >/dev/null
given_up() { scrape; [ "$(value 'assize_verdicts_total{language="cobol",verdict="JE"}')" = 1 ]; }
waits given_up
is 'a submission that is given up is counted as JE' $? 0
is 'and its attempt as the last' "$(value 'assize_attempts_total{outcome="dead"}')" 1

# What cannot be claimed stays queued: nobody claims delayed jobs.
submit_one >/dev/null
waits eval '[ "$(pg_sql app "select count(*) from assize.judgement where state = '"'open'"'")" = 0 ]'
pg_sql postgres "begin; update assize.contest set base_priority = 0;
	select judgement_id from assize.enqueue('hello', 'c', array['a.c'], array['x'::bytea]);
	update assize.job set state = 'delayed', due_at = clock_timestamp() + interval '1 hour';
	commit" >/dev/null
delayed() { scrape; [ "$(value 'assize_queue_jobs{class="live",state="delayed"}')" = 1 ]; }
waits delayed
is 'the depth of the queue is that of the database' $? 0

is 'every line is one that Prometheus reads' "$(tail -n +2 "$PG_DIR/scrape" | grep -vE \
	'^(# (HELP|TYPE) [a-z_]+ .*|[a-z_]+(\{[a-z]+="([^"\\]|\\.)*"(,[a-z]+="([^"\\]|\\.)*")*\})? ([-0-9.e+]+|NaN|[-+]Inf))$')" ''
is 'operators find every metric explained, and none that is not there' "$(
	grep -oE '\{ "(assize|process)_[a-z_]+' "$TOP/judge/worker/meters.c" | cut -c4- | sort)" \
	"$(sed -n 's/^| `\([a-z_]*\)`.*/\1/p' "$TOP/docs/operations.md" | sort)"

# A second worker with the same port, and addresses that others could reach.
is 'another worker with that port is refused, with the cure' "$(sed 's/name: .*/name: second/' "$config" \
	>"$PG_DIR/second.yaml"; "$ASSIZE" --config "$PG_DIR/second.yaml" worker 2>&1 | grep -c \
	"cannot listen on 127.0.0.1:$port; give each worker")" 1
for address in "0.0.0.0:$port" "192.0.2.1:80" "localhost:$port" 9180 "127.0.0.1:0" "127.0.0.1:65536"; do
	sed "s/^metrics:.*/metrics: $address/" "$config" >"$PG_DIR/second.yaml"
	like "metrics on $address are refused, at the place" \
		"$("$ASSIZE" --config "$PG_DIR/second.yaml" worker 2>&1; echo $?)" \
		'second.yaml:7:10: metrics: ("[^"]*" is not an address of this host alone|the port must be)'
done

# A hundred who say nothing, and one who says a byte a second, while heartbeats are counted.
scrape
resident=$(value process_resident_memory_bytes)
python3 - "$port" >"$PG_DIR/idle" <<-'END' &
	import socket, sys, time
	silent = []
	for _ in range(100):
	    s = socket.socket()
	    s.setblocking(False)
	    s.connect_ex(("127.0.0.1", int(sys.argv[1])))
	    silent.append(s)
	slow = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 60)
	print("there", flush=True)
	try:
	    for byte in b"GET /metrics HTTP/1.1\r\nX: " + b"x" * 600:
	        slow.send(bytes([byte]))
	        time.sleep(1)
	except OSError:
	    pass
	print("cut off", flush=True)
	time.sleep(600)
END
idle=$!
waits grep -q there "$PG_DIR/idle"
beat_at() { pg_sql postgres "select beat_at from assize.worker where name = 'watched'"; }
has_beaten() { [ "$(beat_at)" != "$before" ]; }
missed=0
for _ in $(seq 8); do
	before=$(beat_at)
	waits has_beaten || missed=$((missed + 1))
done
is 'heartbeats go on' "$missed $(pg_sql postgres "select count(*) from assize.audit where event = 'worker dead'")" '0 0'
is 'and who asks in earnest is answered' "$(get /healthz)" "$(printf '200\nok')"
waits grep -q 'cut off' "$PG_DIR/idle"
is 'the slow one is cut off' $? 0
scrape
is 'memory does not grow with them' \
	"$([ "$(value process_resident_memory_bytes)" -lt $((resident + 8000000)) ] && echo yes)" yes
kill "$idle"
idle=

# Without a database: well for the time of a lease, then not.
pg_kill
waits answers /healthz 503
like 'without a database for longer than a lease it is not well' "$(get /healthz)" 'no database for'
scrape
is 'metrics are there all the same' "$(value assize_database_connected)" 0
pg_restart 3>&-
waits answers /healthz 200
is 'it is well again with the database' $? 0
scrape
is 'a second connection was made' "$(value assize_database_connects_total)" 2

kill -TERM "$worker"
wait "$worker"
is 'it stops' $? 0
worker=
done_testing
