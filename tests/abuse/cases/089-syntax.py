# A syntax error in a line with the commands of a terminal.
# @verdict CE
# @message the end
x = = "[2J]0;title   the end"
