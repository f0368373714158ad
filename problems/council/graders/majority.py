"""The default grader cannot say it: accepted if at least half of the tests are."""
import sys

results = [line.split() for line in sys.stdin]
right = [float(score) for verdict, score in results if verdict == "AC"]
worst = next((verdict for verdict, _ in results if verdict != "AC"), "AC")
print("AC" if 2 * len(right) >= len(results) else worst, sum(right))
