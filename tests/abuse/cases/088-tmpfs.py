# A compiler that fills its directory: it is memory of the compile's.
# @verdict CE
# @language script-files
# @reason No space left on device
# @compile-time 10s
block = bytes(1 << 20)
for number in range(100000):
    with open(f"junk{number}", "wb") as junk:
        junk.write(block * 10)
