import re
import sys

text = sys.stdin.read()
valid = re.fullmatch(r"(?:\d+ \d+\n)+", text)
lines = text.splitlines() if valid else ["0 0"]
(n, m), *pairs = [tuple(map(int, line.split())) for line in lines]
valid = valid and 1 <= n <= 500 and m == len(pairs) <= 2000
valid = valid and all(a != b and 1 <= a <= n and 1 <= b <= n for a, b in pairs)
sys.exit(42 if valid else 43)
