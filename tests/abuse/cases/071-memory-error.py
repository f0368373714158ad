# The text of a lack of memory, far from the limit, sets words but makes no MLE.
# @verdict RTE
# @reason MemoryError
import sys

sys.exit("Traceback (most recent call last):\nMemoryError")
