# Sorts, and walks from both ends.
n, total = map(int, input().split())
numbers = sorted((a, i) for i, a in enumerate(map(int, input().split()), 1))
low, high = 0, n - 1
while low < high and numbers[low][0] + numbers[high][0] != total:
    if numbers[low][0] + numbers[high][0] < total:
        low += 1
    else:
        high -= 1
print(f"{numbers[low][1]} {numbers[high][1]}" if low < high else "none")
