"""The problem itself: what is read, and what makes an order right."""


class Rejected(Exception):
    """The submission's output is wrong; the message is for the jury."""


def read_tasks(data):
    count, _, *ends = map(int, data.split())
    return count, list(zip(ends[::2], ends[1::2]))


def read_output(data, count):
    """A list with every task once, or None for "cycle". Bytes, since output may be anything."""
    words = data.split()
    if words and words[0].lower() == b"cycle":
        if len(words) > 1:
            raise Rejected("more output after cycle")
        return None
    if len(words) != count:
        raise Rejected(f"{len(words)} words, expected {count}")
    # At most three digits: int() of a word of a megabyte would take its time.
    for word in words:
        if not word.isdigit() or len(word) > 3 or not 1 <= int(word) <= count:
            raise Rejected(f"not a task: {word[:40]!r}")
    order = [int(word) for word in words]
    if len(set(order)) < count:
        raise Rejected(f"task {next(t for t in order if order.count(t) > 1)} more than once")
    return order


def check_order(order, pairs):
    place = {task: i for i, task in enumerate(order)}
    for a, b in pairs:
        if place[a] > place[b]:
            raise Rejected(f"task {b} comes before task {a}")
