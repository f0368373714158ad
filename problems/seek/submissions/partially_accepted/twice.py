# Asks everything twice: right, but not with as few questions.
low, high = 1, int(input())
while low < high:
    middle = (low + high + 1) // 2
    for _ in range(2):
        print("?", middle, flush=True)
        answer = input()
    low, high = (low, middle - 1) if answer == "less" else (middle, high)
print("!", low)
