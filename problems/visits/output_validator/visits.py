"""The note is kept in the feedback directory, and is also the next pass's input."""
import pathlib
import sys

ACCEPT, REJECT = 42, 43


def reject(why):
    (feedback / "judgemessage.txt").write_text(why + "\n")
    sys.exit(REJECT)


def number(text, low, high):
    if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
        reject(f"{text!r} is no number from {low} to {high}")
    return int(text)


first, feedback = open(sys.argv[1]).read().split(), pathlib.Path(sys.argv[3])
lit = int(open(sys.argv[2]).read())
windows, note = first[0], int(first[1]) if len(first) > 1 else -1
second = (feedback / "note").exists()
assert second == (note >= 0)
assert not second or int((feedback / "note").read_text()) == note

print(len(windows), note, flush=True)
asked = 0
while True:
    words = sys.stdin.readline().split()
    if len(words) != 2 or words[0] not in "?!":
        reject(f"{' '.join(words)[:40]!r} is neither a question nor an end")
    if words[0] == "!":
        break
    asked += 1
    if asked > (len(windows) + 1) // 2:
        reject("too many questions")
    print(windows[number(words[1], 1, len(windows)) - 1], flush=True)

if second:
    if number(words[1], 0, 60) != lit:
        reject(f"{words[1]} lit windows, not {lit}")
else:
    note = number(words[1], 0, 1000)
    (feedback / "note").write_text(str(note))
    (feedback / "nextpass.in").write_text(f"{windows} {note}\n")
sys.exit(ACCEPT)
