#!/bin/bash
# queue_rejudge.sh [N]: makes N (100,000) judged submissions of 100 tests each in a cluster of its
# own, and measures the statements of a rejudging of all: rejudge_new, rejudge_show, rejudge_apply
# and rejudge_cancel, each as a platform calls it, commit included, on a server that syncs its disk.
# BENCH_DIR is where the cluster lies (default: /tmp).
# The last lines are one per figure: name, unit, value, target, "ok" or "short".
set -euo pipefail
. "$(dirname "$0")/../db/lib.sh"

many=${1:-100000}
folder=$(mktemp -d "${BENCH_DIR:-/tmp}/assize-pg.XXXXXX")
trap pg_stop EXIT
pg_start "$folder"
pg_kill
cat >>"$PG_DIR/data/postgresql.conf" <<-END
	fsync = on
	full_page_writes = on
	max_wal_size = 2GB
	shared_buffers = 256MB
END
pg_restart
pg_schema
pg_login app assize_app

# What stands for the judges: results of 100 tests, one verdict in a hundred another than before.
columns="verdict, reason, score, cpu_ns, wall_ns, memory_bytes, test_count, state, finished_at,
	test_index, test_verdict, test_score, test_cpu_us, test_wall_us, test_memory_kib,
	test_output_bytes, test_exit_code, test_signal, test_borderline, test_estimated, test_reason,
	test_message, receipt"
results="case submission_id % 100 when 7 then 'WA' else 'AC' end::assize.verdict, 'as told', 1.0,
	1000000 + submission_id % 1000, 2000000, 4000000, 100, 'done', clock_timestamp(),
	v.i, v.v, v.s, v.b, v.b, v.b, v.b, v.i, v.i, v.f, v.f, v.t, v.t,
	jsonb_build_object('toolchain', 'gcc 12.2.0', 'package_hash', repeat('ab', 32))"
values="(select array_agg(n) as i, array_agg('AC'::assize.verdict) as v, array_agg(1::float8) as s,
	array_agg(n::bigint * 100) as b, array_agg(false) as f, array_agg(''::text) as t
	from generate_series(0, 99) n) v"

pg_sql postgres >/dev/null <<-END
	insert into assize.blob (hash, size, content) values (sha256('x'), 1, 'x');
	insert into assize.contest (name) select 'c' || n from generate_series(1, 5) n;
	insert into assize.submission (contest_id, user_name, problem, language, key, fingerprint)
		select 1 + n % 5, 'u' || n % 1000, 'p' || n % 13, 'c', n::text, sha256('x')
		from generate_series(1, $many) n;
	insert into assize.submission_file select id, 1, 'a.c', sha256('x') from assize.submission;
	insert into assize.judgement (submission_id, $columns)
		select submission_id, ${results/when 7/when 0}
		from (select id as submission_id from assize.submission order by id) s, $values;
	update assize.submission s set judgement_id = g.id from assize.judgement g
		where g.submission_id = s.id;
	vacuum analyze;
	checkpoint;
END

short=0

# measure NAME TARGET SQL
measure() {
	local start=$EPOCHREALTIME
	pg_sql app "$3" >"$PG_DIR/answer"
	awk -v name="$1" -v target="$2" -v start="$start" -v end="$EPOCHREALTIME" 'BEGIN {
		printf "%s s %.2f target %s %s\n", name, end - start, target,
			end - start <= target ? "ok" : "short"; exit end - start > target }' || short=1
}

measure queue/rejudge-enqueue 10 "select assize.rejudge_new(submitted_since => '-infinity')"
pg_sql postgres 'vacuum analyze assize.job'	# as autovacuum does within a minute
measure queue/rejudge-cancel 10 'select assize.rejudge_cancel(1)'
measure queue/rejudge-enqueue-again 10 "select assize.rejudge_new(submitted_since => '-infinity')"
measure queue/rejudge-progress 1 'select assize.rejudge_progress(2)'
pg_sql postgres >/dev/null <<-END
	update assize.judgement g set ($columns) = row($results) from $values where g.rejudging_id = 2;
	delete from assize.job;
	vacuum analyze;
	checkpoint;
END
measure queue/rejudge-difference 1 'select assize.rejudge_show(2, 1000)'
measure queue/rejudge-apply 3 'select assize.rejudge_apply(2)'
exit $short
