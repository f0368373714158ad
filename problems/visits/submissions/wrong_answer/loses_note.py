"""Loses the note: the second visit counts the second half only."""
n, note = map(int, input().split())
first = note < 0
half = (n + 1) // 2
lit = 0
for window in range(1, half + 1) if first else range(half + 1, n + 1):
    print("?", window, flush=True)
    lit += int(input())
print("!", lit)
