# Guesses until it is right, which is never if there is no pair.
import random

n, total = map(int, input().split())
numbers = list(map(int, input().split()))
i = j = 0
while i == j or numbers[i] + numbers[j] != total:
    i, j = random.randrange(n), random.randrange(n)
print(i + 1, j + 1)
