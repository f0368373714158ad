# @EXPECTED_RESULTS@: OUTPUT-LIMIT
#
# Prints all candidates, a thousand at a time, and never stops going down.
candidate = int(input().split()[0])
while True:
    print("\n".join(map(str, range(candidate, candidate - 1000, -1))))
    candidate -= 1000
