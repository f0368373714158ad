# The same in Python.
a, b = map(int, input().split())
print("".join(chr(ord("a") + (a + b + i) % 26) for i in range(1023)))
