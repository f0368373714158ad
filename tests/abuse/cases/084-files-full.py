# The compiler leaves more files than its directory may hold.
# @verdict CE
# @language script-files
# @reason No space left on device
for number in range(20000):
    open(f"class{number}", "w").close()
