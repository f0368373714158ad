import re
import sys

match = re.fullmatch(r"(\d{1,4})\n", sys.stdin.read())
sys.exit(42 if match and 4 <= int(match[1]) <= 1000 else 43)
