# The compiler leaves more files than are taken, though its directory has room for them.
# @verdict CE
# @language script-files
# @reason compiling left too much
for number in range(4000):
    open(f"class{number}", "w").close()
