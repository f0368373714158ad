# ValueError, and so exit code 1.
print(f"Hello, {int(input())}!")
