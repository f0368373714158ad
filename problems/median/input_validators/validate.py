import re
import sys

match = re.fullmatch(r"(\d+) (\d+) (\d+) (\d+)\n", sys.stdin.read())
n, *others = map(int, match.groups()) if match else (0,)
sys.exit(42 if 1 <= n <= 3 * 10**7 and all(x < 2**32 for x in others) else 43)
