# Another case, more blanks, no newline at the end: all of no account without flags.
print(f"\n\n  HELLO,\t{input().lower()}!", end="")
