import re
import sys

text = sys.stdin.read()
valid = re.fullmatch(r"[1-9]\d* [1-9]\d*\n", text)
a, b = map(int, text.split()) if valid else (1, 0)
sys.exit(42 if valid and a <= b <= 10**5 else 43)
