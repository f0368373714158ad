#!/bin/bash
# The checker of histories accepts what the queue does, and notices each promise that is broken:
# in a history that was changed by hand, and in a queue whose fence was taken away.
. "$(dirname "$0")/lib.sh"
HERE=$(cd "$(dirname "$0")" && pwd)
queue_start
pg_sql postgres '' -1 <"$HERE/histories.sql"

verdict() {
	python3 "$HERE/histories.py" "$@" 2>&1 | cut -d: -f1 | sort -u | paste -sd' '
}

# doctored PYTHON: what the checker says after this was done to the history h.
doctored() {
	python3 -c "import json, sys
h = json.load(open('$PG_DIR/history'))
e = h['events']
$1
json.dump(h, open('$PG_DIR/doctored', 'w'))"
	verdict "$PG_DIR/doctored" "$PG_DIR/keys" "$PG_DIR/one.log"
}

export_history() { pg_sql postgres 'select history.export()' >"$PG_DIR/history"; }

w1=$(start_worker w1 one)
for key in a b c; do
	submit_one "key => '$key'" >/dev/null
	echo $key
done >"$PG_DIR/keys"
: >"$PG_DIR/one.log"
export_history
is 'what is queued is not yet judged' "$(verdict "$PG_DIR/history" "$PG_DIR/keys")" lost

first=$(claim w1 "$w1")
second=$(claim w1 "$w1")
finish w1 "$w1" "$first" >/dev/null
echo "2026-01-01T00:00:00.000Z info worker: judged judgement=${first%|*} problem=hello detail=AC" \
	>"$PG_DIR/one.log"
# A worker that is started anew loses its lease, and its late verdict is refused.
w1=$(start_worker w1 one)
third=$(claim w1 "$w1")
finish w1 "$w1" "$second" >/dev/null
finish w1 "$w1" "$third" >/dev/null
finish w1 "$w1" "$(claim w1 "$w1")" WA >/dev/null
export_history
is 'a lease that was lost, and a late verdict that was refused, are fine' \
	"$(verdict "$PG_DIR/history" "$PG_DIR/keys" "$PG_DIR/one.log")" \
	'3 submissions, 4 claims, 1 came back'

is 'a submission that vanished is lost' "$(doctored "
del h['submissions'][1]")" lost
is 'one that is still open is lost' "$(doctored "
h['judgements'][1]['state'] = 'open'")" lost
is 'one that is still queued is lost' "$(doctored "
h['jobs'].append(2)")" lost
is 'two final judgements are one too many' "$(doctored "
h['judgements'][1]['submission'] = 1")" doubled
is 'a judgement that ends twice is doubled' "$(doctored "
e.append([x for x in e if x['what'] == 'judgement'][0])" | cut -d' ' -f1)" doubled
is 'an end under a lease that was lost is stale' "$(doctored "
old = [x['lease'] for x in e if x['judgement'] == 2 and x['lease']][0]
for x in e + h['judgements']:
	if x.get('what') == 'judgement' and x['judgement'] == 2 or x.get('id') == 2 and 'verdict' in x:
		x['lease'] = old")" stale
is 'a verdict past the queue is stale' "$(doctored "
h['judgements'][0]['lease'] = 'another'")" stale
is 'a verdict that a worker was promised must be there' "$(doctored "
h['judgements'][0]['verdict'] = 'WA'")" unheard
is 'and be that worker'"'"'s' "$(doctored "
h['workers'] = {n: 'two' for n in h['workers']}")" unheard
is 'what is more urgent and waits goes first' "$(doctored "
for x in e:
	x['at'] += 10 * x['id']
	if x['judgement'] == 3: x['priority'] = 1")" order
is 'but not where a worker shall keep from it' "$(doctored "
for x in e:
	x['at'] += 10 * x['id']
	if x['judgement'] == 3: x.update(priority=1, avoided='one', avoided_until=1e12)" | cut -c1)" 3
is 'nor in another pool' "$(doctored "
for x in e:
	x['at'] += 10 * x['id']
	if x['judgement'] == 3 and x['state'] == 'ready': x.update(priority=1, pool=7)" | cut -c1)" 3

# The real thing: a queue that accepts every finish of a job.
late=$(submit_one "key => 'd'")
old=$(claim w1 "$w1")
w1=$(start_worker w1 one)
claim w1 "$w1" >/dev/null
pg_sql postgres "with gone as (delete from assize.job where judgement_id = $late returning lease)
	update assize.judgement set state = 'done', verdict = 'AC', finished_at = now(),
		lease = '${old#*|}', worker_id = $w1 where id = $late"
export_history
is 'a queue without its fence is found out' "$(verdict "$PG_DIR/history" "$PG_DIR/keys")" stale

done_testing
