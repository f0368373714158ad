"""
The environment of a managed runtime: exactly what the profile says.

@verdict AC
@memory 128MiB
"""
import os
import sys

expected = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/work", "PYTHONHASHSEED": "0"}
if dict(os.environ) == expected and len(sys.argv) == 1:
    print("held")
else:
    print(sys.argv, dict(os.environ))
