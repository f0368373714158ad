# Takes one position twice where the total is twice its number.
n, total = map(int, input().split())
numbers = list(map(int, input().split()))
for i, a in enumerate(numbers):
    if total - a in numbers:
        print(i + 1, numbers.index(total - a) + 1)
        break
else:
    print("none")
