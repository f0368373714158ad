import re
import sys

text = sys.stdin.read()
valid = re.fullmatch(r"[1-9]\d*\n[1-9]\d*(?: [1-9]\d*)*\n", text)
n, *weights = map(int, text.split()) if valid else [0]
valid = valid and n == len(weights) <= 30 and max(weights) <= 1000
sys.exit(42 if valid else 43)
