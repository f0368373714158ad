"""
Asynchronous system calls from a managed runtime: unknown, so that it goes on without.

@verdict AC
@memory 128MiB
"""
import ctypes
import errno

libc = ctypes.CDLL(None, use_errno=True)
held = True
for number in (425, 426, 427):
    result = libc.syscall(number, 8, ctypes.create_string_buffer(120), 0, 0, 0, 0)
    if result != -1 or ctypes.get_errno() != errno.ENOSYS:
        print("system call", number, "returned", result, ctypes.get_errno())
        held = False
if held:
    print("held")
