n = int(input())
print(*[i for i in range(2, 100) if n % i == 0 and i != n][:2] or ["prime"])
