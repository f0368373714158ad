import re
import sys

first, _, strand = sys.stdin.buffer.read().partition(b"\n")
valid = first.isdigit() and strand.count(b"\n") == int(first) <= 500000
sys.exit(42 if valid and re.fullmatch(rb"(?:[ACGT]{1,99}\n)+", strand) else 43)
