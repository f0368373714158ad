"""The self-test of the profile: a program of 0x78 bytes of head that prints what all of them do."""
import os
import struct
import sys

text = b"Hello, Assize!\n"
code = (b"\x6a\x01\x58\x89\xc7\x48\x8d\x35\x0c\x00\x00\x00\x6a" + bytes([len(text)]) +
        b"\x5a\x0f\x05\x6a\x3c\x58\x31\xff\x0f\x05" + text)
base, head = 0x400000, 0x78
with open(sys.argv[1], "wb") as program:
    program.write(struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 2, 62, 1, base + head,
                              64, 0, 0, 64, 56, 1, 0, 0, 0))
    program.write(struct.pack("<IIQQQQQQ", 1, 5, 0, base, base, head + len(code),
                              head + len(code), 0x1000))
    program.write(code)
os.chmod(sys.argv[1], 0o755)
