/*
 * A line with the commands of a terminal that javac quotes.
 * @verdict CE
 * @message the end
 */
class Main { [2J]0;title Â› ÿþ  the end }
