import re
import sys

match = re.fullmatch(r"(\d+) (-?\d+)\n(-?\d+(?: -?\d+)*)\n", sys.stdin.read())
numbers = list(map(int, match[3].split())) if match else []
valid = match and len(numbers) == int(match[1]) and 2 <= len(numbers) <= 2000
valid = valid and abs(int(match[2])) <= 2 * 10**9
sys.exit(42 if valid and all(abs(a) <= 10**9 for a in numbers) else 43)
