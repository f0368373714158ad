# A call that ends a run ends a compile as well, and is named.
# @verdict CE
# @language script
# @reason system call bpf
import ctypes

ctypes.CDLL(None).syscall(321, 0, 0, 0)
