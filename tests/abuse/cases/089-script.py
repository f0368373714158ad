# A compiler writes what commands a terminal, ends a string, or is no text at all.
# @verdict CE
# @language script
# @message the end
# @reason error:
import os

os.write(2, b"error: \x1b]0;title\x07\x1b[2J\x1b[31m \x00 NUL \x9b1m \xc2\x9b1m \xff\xfe \xed\xa0\x80 "
            b"\xf4\x90\x80\x80 \xc0\x80 \r\b\x7f the end\n")
raise SystemExit(1)
