import re
import sys

text = sys.stdin.read()
valid = re.fullmatch(r"\d+\n(?:\d+(?: \d+)*\n)+", text)
(n,), *rows = [list(map(int, line.split())) for line in text.splitlines()] if valid else [[0]]
valid = valid and 1 <= n <= 100 and len(rows) == 2 * n
valid = valid and all(len(row) == 2 * n and max(row) <= 1000 for row in rows)
sys.exit(42 if valid else 43)
