"""The self-test of the profile: compiling leaves this file itself, which then runs."""
print("Hello, Assize!")
