import re
import sys

NUMBER = r"-?\d+(?:\.\d{1,3})?"

count, *lines = sys.stdin.read().split("\n")
valid = lines and lines.pop() == "" and count == str(len(lines)) and 2 <= len(lines) <= 500
valid = valid and all(re.fullmatch(f"{NUMBER} {NUMBER}", line) for line in lines)
points = [tuple(map(float, line.split())) for line in lines] if valid else []
valid = valid and all(abs(c) <= 1e4 for point in points for c in point)
valid = valid and all(a != b for a, b in zip(points, points[1:]))
sys.exit(42 if valid else 43)
