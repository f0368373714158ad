import sys

line, newline, rest = sys.stdin.read().partition("\n")
depth = lowest = 0
for bracket in line:
    depth += 1 if bracket == "(" else -1
    lowest = min(lowest, depth)
valid = newline and not rest and set(line) == set("()") and depth == lowest == 0
sys.exit(42 if valid and len(line) <= 600000 else 43)
