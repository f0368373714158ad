import re
import sys

text = sys.stdin.read()
valid = re.fullmatch(r"\d+\n\d+(?: \d+)*\n", text)
n, *height = map(int, text.split()) if valid else [0, 0]
top = height.index(max(height))
valid = valid and 1 <= n == len(height) <= {{most}} and max(height) <= 10**9
valid = valid and all(a < b for a, b in zip(height[:top], height[1:top + 1]))
valid = valid and all(a > b for a, b in zip(height[top:], height[top + 1:]))
sys.exit(42 if valid else 43)
