# The smallest task that is free comes first.
import heapq

n, m = map(int, input().split())
after = [[] for _ in range(n + 1)]
waiting = [0] * (n + 1)
for _ in range(m):
    a, b = map(int, input().split())
    after[a].append(b)
    waiting[b] += 1
free = [task for task in range(1, n + 1) if waiting[task] == 0]
order = []
while free:
    task = heapq.heappop(free)
    order.append(task)
    for other in after[task]:
        waiting[other] -= 1
        if waiting[other] == 0:
            heapq.heappush(free, other)
print(*order if len(order) == n else ["cycle"])
