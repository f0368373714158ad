# The first two, where there are so many.
a, b = map(int, input().split())
primes = (n for n in range(max(a, 2), b + 1) if all(n % d for d in range(2, int(n**0.5) + 1)))
print(next(primes, "none"), next(primes, ""))
