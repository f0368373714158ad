# Counts positions from 0.
n, total = map(int, input().split())
seen = {}
for i, a in enumerate(map(int, input().split())):
    if total - a in seen:
        print(seen[total - a], i)
        break
    seen[a] = i
else:
    print("none")
