# The compiler leaves a device, if it can make one, where the program should be.
# @verdict CE
# @language script
# @reason no device
import os
import sys

try:
    os.mknod(sys.argv[1], 0o20666, os.makedev(1, 5))
except PermissionError:
    sys.exit("error: no device")
