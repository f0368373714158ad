"""Waits for an answer to its last word, in the second visit."""
n, note = map(int, input().split())
first = note < 0
half = (n + 1) // 2
lit = 0 if first else note
for window in range(1, half + 1) if first else range(half + 1, n + 1):
    print("?", window, flush=True)
    lit += int(input())
if first:
    print("!", lit)
else:
    input()
