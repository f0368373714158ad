"""
Enters a namespace from a managed runtime: ends the run.

@verdict RTE
@memory 128MiB
@reason system call setns(
"""
import ctypes
import os

libc = ctypes.CDLL(None)
print("setns returned", libc.setns(os.open("/proc/self/ns/mnt", os.O_RDONLY), 0x20000))
