"""The primes below 317, whose square is over 100,000, as a line of C."""
print("static const int small[] = {",
      ", ".join(str(n) for n in range(2, 317) if all(n % d for d in range(2, n))), "};")
