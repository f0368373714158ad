# @EXPECTED_RESULTS@: WRONG-ANSWER
#
# "Nothing divides 0."
import math

a, b = map(int, input().split())
print(math.gcd(a, b) if a and b else 1)
