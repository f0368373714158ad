# IndexError where there is no pair.
n, total = map(int, input().split())
numbers = list(map(int, input().split()))
i = 0
while total - numbers[i] not in numbers[i + 1 :]:
    i += 1
print(i + 1, numbers.index(total - numbers[i], i + 1) + 1)
