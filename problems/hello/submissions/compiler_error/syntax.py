# A bracket is not closed: found when compiled, not when run.
print(f"Hello, {input()}!"
