# The compiler writes the program where nobody will look for it.
# @verdict CE
# @language script
# @reason compiling left no program
for name in ("a.out", ".prog", "prog "):
    open(name, "w").close()
