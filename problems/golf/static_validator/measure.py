"""VALIDATOR language entry_point feedback/ WHAT [WORD...]: measures what is in this directory."""
import re
import sys
from pathlib import Path

PAR = {"python3": 40, "c": 120, "cpp": 120, "java": 240}

language, entry_point, feedback, what, *words = sys.argv[1:]
par = PAR[language]
files = [path for path in Path().rglob("*")
         if path.is_file() and not any(part.startswith(".") for part in path.parts)]
# A mistake in how we are called must not pass for one of the contestant's.
started = "Main.java" if language == "java" else entry_point
assert entry_point == "Main" if language == "java" else "." in entry_point
assert Path(started) in files and feedback.endswith("/") and not list(Path(feedback).iterdir())
sources = [path.read_text(errors="replace") for path in files]


def leave(name, text):
    Path(feedback + name).write_text(f"{text}\n")


def reject(message):
    leave("judgemessage.txt", message)
    leave("teammessage.txt", message)
    sys.exit(43)


if what == "without":
    for word in words:
        if any(re.search(rf"\b{word}\b", source) for source in sources):
            reject(f"there is a {word} in it")
elif what == "bytes":
    size = sum(path.stat().st_size for path in files)
    if size > 2 * par:
        reject(f"{size} bytes are more than {2 * par}")
    if size > par:
        leave("score_multiplier.txt", 0.5)
elif what == "lines":
    lines = sum(source.count("\n") for source in sources)
    leave("score.txt", max(0, 22 - 2 * lines))
elif what == "files":
    if len(files) > 1:
        reject(f"{len(files)} files")
else:
    sys.exit(f"what is {what}?")
sys.exit(42)
