import re
import sys

match = re.fullmatch(r"(\d+) (\d+)\n", sys.stdin.read())
valid = match and 0 < int(match[1]) + int(match[2])
sys.exit(42 if valid and all(int(a) <= 10**18 for a in match.groups()) else 43)
