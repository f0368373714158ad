# The last task in the place of the first: one twice, one never.
n, m = map(int, input().split())
pairs = [tuple(map(int, input().split())) for _ in range(m)]
left, order = set(range(1, n + 1)), []
while free := left - {b for a, b in pairs if a in left}:
    order += free
    left -= free
if left:
    print("cycle")
else:
    order[0] = order[-1]
    print(*order)
