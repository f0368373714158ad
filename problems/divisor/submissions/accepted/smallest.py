n = int(input())
divisor = 2
while divisor * divisor <= n and n % divisor:
    divisor += 1
print(divisor if divisor * divisor <= n else "prime")
