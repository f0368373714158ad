# The compiler says that all is well, and leaves nothing.
# @verdict CE
# @language script
# @reason compiling left no program
