# The compiler leaves files of which each is small enough, and all are not.
# @verdict CE
# @language script-files
# @reason compiling left too much
for number in range(20):
    with open(f"class{number}", "wb") as file:
        file.write(bytes(1 << 20))
