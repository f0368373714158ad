# @EXPECTED_RESULTS@: NO-OUTPUT
#
# Has the answer and keeps it.
import math

answer = math.gcd(*map(int, input().split()))
