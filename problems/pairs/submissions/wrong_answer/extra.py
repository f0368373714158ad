# A third number after the right two.
n, total = map(int, input().split())
seen = {}
for i, a in enumerate(map(int, input().split()), 1):
    if total - a in seen:
        print(seen[total - a], i, total)
        break
    seen[a] = i
else:
    print("none")
