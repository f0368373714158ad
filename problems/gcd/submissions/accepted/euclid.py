import math

print(math.gcd(*map(int, input().split())))
