# Sleeps, where there are many numbers, for far longer than the wall clock allows.
import sys
import time

numbers = list(map(int, sys.stdin.read().split()[1:]))
if len(numbers) > 40:
    time.sleep(3600)
print(sum(numbers))
