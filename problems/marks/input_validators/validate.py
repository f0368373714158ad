import re
import sys

text = sys.stdin.read()
valid = re.fullmatch(r"\d+\n-?\d+(?: -?\d+)*\n", text)
n, *marks = map(int, text.split()) if valid else (0,)
sys.exit(42 if valid and 1 <= n <= 1000 and n == len(marks) and
         all(abs(mark) <= 10**12 for mark in marks) else 43)
