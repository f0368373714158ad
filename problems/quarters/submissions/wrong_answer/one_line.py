# Four right sums, but the lines are what counts.
n = int(input())
rows = [list(map(int, input().split())) for _ in range(2 * n)]
print(*(sum(sum(row[left:left + n]) for row in rows[top:top + n])
        for top in (0, n) for left in (0, n)))
