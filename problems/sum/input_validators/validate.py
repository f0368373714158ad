import re
import sys

match = re.fullmatch(r"(\d+)\n((?:-?\d+(?: -?\d+)*)?)\n", sys.stdin.read())
numbers = list(map(int, match[2].split())) if match else []
valid = match and len(numbers) == int(match[1]) <= 5000
sys.exit(42 if valid and all(abs(a) <= 10**15 for a in numbers) else 43)
