import re
import sys

text = sys.stdin.read()
valid = re.fullmatch(r"(?:\d+ \d+\n)+", text)
(n, m), *borders = [tuple(map(int, line.split())) for line in text.splitlines()] if valid else [(0, 0)]
sys.exit(42 if valid and m == len(borders) and
         all(1 <= a <= n and 1 <= b <= n and a != b for a, b in borders) else 43)
