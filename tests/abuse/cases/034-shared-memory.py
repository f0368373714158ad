"""
Shared memory by name from Python, which has it in its library: nowhere to put it.

@verdict AC
@tests leave look
@memory 128MiB
"""
from multiprocessing import shared_memory

try:
    shared_memory.SharedMemory("left", create=input() == "leave", size=4096)
    print("shared memory came through")
except OSError:
    print("held")
