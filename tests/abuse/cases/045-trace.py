"""
Traces the supervisor from a managed runtime: ends the run.

@verdict RTE
@memory 128MiB
@reason system call ptrace(
"""
import ctypes

PTRACE_SEIZE = 0x4206
print("ptrace returned", ctypes.CDLL(None).ptrace(PTRACE_SEIZE, 1, 0, 0))
