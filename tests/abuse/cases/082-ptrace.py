# A call that ends a run ends a compile as well, and is named.
# @verdict CE
# @language script
# @reason system call ptrace
import ctypes

ctypes.CDLL(None).syscall(101, 0, 0, 0, 0)
