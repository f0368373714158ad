n = int(input())
rows = [list(map(int, input().split())) for _ in range(2 * n)]
print("\n\n")
print(sum(sum(row[n:]) for row in rows[n:]))
