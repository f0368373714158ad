# The greeting, and then more.
print(f"Hello, {input()}! How are you?")
