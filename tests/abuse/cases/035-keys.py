"""
The kernel's key rings from a managed runtime: an error instead of a denial.

@verdict AC
@memory 128MiB
"""
import ctypes
import errno

ADD_KEY, REQUEST_KEY, KEYCTL = 248, 249, 250
libc = ctypes.CDLL(None, use_errno=True)
held = True


def refuse(name, *arguments):
    global held
    result = libc.syscall(*(ctypes.c_long(a) if isinstance(a, int) else a for a in arguments))
    if result != -1 or ctypes.get_errno() != errno.EPERM:
        print(name, "returned", result, ctypes.get_errno())
        held = False


for ring in range(-8, 0):
    refuse("add_key", ADD_KEY, b"user", b"left", b"secret", 6, ring)
refuse("request_key", REQUEST_KEY, b"user", b"left", b"x", 0)
for operation in range(0, 33):
    refuse("keyctl", KEYCTL, operation, -4, 0, 0, 0)
if held:
    print("held")
