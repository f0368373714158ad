#!/usr/bin/env python3
"""histories.py EXPORT KEYS [LOG...]: whether the queue kept its promises.

EXPORT is what history.export() returned once the queue was empty; KEYS has the key of each
submission that a client was told is in, a line each; LOGs are what workers said. A LOG's name up to
the first dot is the worker's. Prints what is wrong, a line each, and exits with 1; else a summary.

 lost      a submission that a client was told of is not there, or has no final judgement
 doubled   more than one judgement of a submission is final, or one became final twice
 stale     a judgement ended under a lease that was not the job's at that moment
 unheard   a worker was told that its verdict is written, and it is not
 order     a worker claimed a job while one more urgent, that it might take, was waiting

An order is wrong only if the more urgent job waited from MARGIN before the claim until MARGIN
after, untouched: what others hold for the length of a statement is rightly passed over, and the
time of an event is that before its commit.
"""
import collections
import json
import re
import sys

MARGIN = 2.0
JUDGED = re.compile(r" worker: judged judgement=(\d+) problem=\S+ detail=([A-Z]+)$")


def check_submissions(history, keys):
    final = {g["id"]: g for g in history["judgements"] if g["state"] != "open"}
    counts = collections.Counter(g["submission"] for g in final.values())
    known = {s["key"] for s in history["submissions"]}
    for key in keys:
        if key not in known:
            yield f"lost: submission {key} was accepted and is not there"
    for submission in history["submissions"]:
        if submission["judgement"] not in final:
            yield f"lost: submission {submission['id']} has no final judgement"
        if counts[submission["id"]] > 1:
            yield f"doubled: submission {submission['id']} has {counts[submission['id']]} of them"
    for judgement in history["jobs"]:
        yield f"lost: judgement {judgement} is still queued"


def check_leases(events):
    """Of one judgement's events: its end is under the lease that the job had last."""
    held = None
    ended = False
    for event in events:
        number = event["judgement"]
        if ended and event["what"] != "gone":
            word = "doubled" if event["what"] == "judgement" else "stale"
            yield f"{word}: judgement {number} changed after it was final"
        if event["what"] == "judgement":
            # A judgement given up has the lease that was lost last, or none.
            if event["state"] == "done" and event["lease"] != held:
                yield f"stale: judgement {number} ended under {event['lease']}, not {held}"
            ended = True
        elif event["what"] == "gone":
            held = event["lease"]
        else:
            held = event["lease"] if event["state"] == "leased" else None


def check_ends(history, of):
    """Each final judgement has its events: nothing was written past them."""
    for judgement in history["judgements"]:
        ends = [e for e in of[judgement["id"]] if e["what"] == "judgement"]
        if judgement["state"] == "open":
            continue
        if len(ends) != 1 or ends[0]["lease"] != judgement["lease"]:
            yield f"stale: judgement {judgement['id']} is not what was written last"


def check_acknowledged(history, logs):
    judgements = {g["id"]: g for g in history["judgements"]}
    for path in logs:
        name = path.rsplit("/", 1)[-1].split(".", 1)[0]
        with open(path, errors="replace") as lines:
            for line in lines:
                match = JUDGED.search(line)
                if not match:
                    continue
                there = judgements.get(int(match[1]), {})
                writer = history["workers"].get(str(there.get("worker")))
                if there.get("verdict") != match[2] or writer != name:
                    yield (f"unheard: {name} wrote {match[2]} to judgement {match[1]}, which is "
                           f"{there.get('verdict')} by {writer}")


def waits(events):
    """When a judgement's job was ready: (from, until, the event that made it so)."""
    for event, following in zip(events, events[1:] + [None]):
        if event["what"] in ("queued", "job") and event["state"] == "ready":
            yield event["at"], following["at"] if following else float("inf"), event


def check_order(history, of):
    served = collections.defaultdict(set)
    claims = [e for e in history["events"] if e["what"] == "job" and e["state"] == "leased"]
    least = min((c["priority"] for c in claims), default=0)
    ready = [w for events in of.values() for w in waits(events)
             if w[1] - w[0] > 2 * MARGIN and w[2]["priority"] > least]
    for claim in claims:
        served[claim["worker"]].add(claim["pool"])
    for claim in claims:
        name = history["workers"].get(str(claim["worker"]))
        for begin, end, event in ready:
            if (event["pool"] in served[claim["worker"]]
                    and event["background"] == claim["background"]
                    and event["priority"] > claim["priority"]
                    and not (event["avoided"] == name and event["avoided_until"] > claim["at"])
                    and begin + MARGIN < claim["at"] < end - MARGIN):
                yield (f"order: {name} claimed judgement {claim['judgement']} of priority "
                       f"{claim['priority']} while {event['judgement']} of {event['priority']} "
                       "was waiting")


def check(history, keys, logs):
    of = collections.defaultdict(list)
    for event in history["events"]:
        of[event["judgement"]].append(event)
    yield from check_submissions(history, keys)
    for events in of.values():
        yield from check_leases(events)
    yield from check_ends(history, of)
    yield from check_acknowledged(history, logs)
    yield from check_order(history, of)


def main():
    with open(sys.argv[1]) as file:
        history = json.load(file)
    with open(sys.argv[2]) as file:
        keys = file.read().split()
    wrong = list(check(history, keys, sys.argv[3:]))
    for line in wrong:
        print(line)
    if wrong:
        sys.exit(1)
    states = collections.Counter(e["state"] for e in history["events"] if e["what"] == "job")
    print(f"{len(history['submissions'])} submissions, {states['leased']} claims, "
          f"{states['ready'] + states['delayed']} came back: all promises were kept")


if __name__ == "__main__":
    main()
