# The compiler is killed by SIGABRT.
# @verdict CE
# @language script
# @reason the compiler was killed by SIGABRT
import os
import signal

signal.signal(signal.SIGSEGV, signal.SIG_DFL)
os.kill(os.getpid(), signal.SIGABRT)
