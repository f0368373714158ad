# A compiler that takes all the memory there is.
# @verdict CE
# @language script
# @reason compiling took more than 256 MiB of memory
# @compile-time 10s
# @run-time 40000
hoard = []
while True:
    hoard.append(bytearray(b"x" * (1 << 20)))
