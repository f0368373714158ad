n = int(input())
marks = list(map(int, input().split()))
print(sum(marks) if n > 1 else 0)
