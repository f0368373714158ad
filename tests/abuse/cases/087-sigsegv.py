# The compiler is killed by SIGSEGV.
# @verdict CE
# @language script
# @reason the compiler was killed by SIGSEGV
import os
import signal

signal.signal(signal.SIGSEGV, signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGSEGV)
