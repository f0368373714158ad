input()
weights = list(map(int, input().split()))
reached = [{0: ""}]
for weight in weights:
    sums = {}
    for total, letters in reached[-1].items():
        sums.setdefault(total + weight, letters + "A")
        sums.setdefault(abs(total - weight), letters + "B" if total >= weight else
                        letters.translate({65: 66, 66: 65}) + "A")
    reached.append(sums)
print(*reached[-1][min(reached[-1])])
