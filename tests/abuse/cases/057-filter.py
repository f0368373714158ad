"""
A filter of one's own from a managed runtime: refused.

@verdict AC
@memory 128MiB
"""
import ctypes
import errno
import struct

PRCTL, SECCOMP, PR_SET_SECCOMP, SET_MODE_FILTER = 157, 317, 22, 1
instruction = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFC0000))
program = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", 1, ctypes.addressof(instruction)))
libc = ctypes.CDLL(None, use_errno=True)
held = True
for call in ((SECCOMP, SET_MODE_FILTER, 0, program), (SECCOMP, SET_MODE_FILTER, 2, program),
             (PRCTL, PR_SET_SECCOMP, 2, program)):
    result = libc.syscall(*call)
    if result != -1 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
        print(call, "returned", result, ctypes.get_errno())
        held = False
if held:
    print("held")
