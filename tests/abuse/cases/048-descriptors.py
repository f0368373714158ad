"""
Descriptors that a managed runtime finds open at its start.

@verdict AC
@memory 128MiB
"""
import os

found = []
for fd in range(3, 4096):
    try:
        os.fstat(fd)
        found.append(fd)
    except OSError:
        pass
print(f"open: {found}" if found else "held")
