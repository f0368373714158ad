# A list of objects, each many times as large as its number.
n, x, a, c = map(int, input().split())
terms = []
for _ in range(n):
    terms.append(x)
    x = (a * x + c) % 2**32
print(sorted(terms)[(n - 1) // 2])
