# A call that ends a run ends a compile as well, and is named.
# @verdict CE
# @language script
# @reason system call shmget
import ctypes

ctypes.CDLL(None).syscall(29, 7, 4096, 0o1666)
