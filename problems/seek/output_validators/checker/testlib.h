/*
 * testlib.h: the few calls of testlib's interface that these programs make, with the same exit
 * codes and the same words on standard error. A real package carries the real one.
 */
#ifndef TESTLIB_H
#define TESTLIB_H

#include <cctype>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

enum TResult { _ok = 0, _wa = 1, _pe = 2, _fail = 3, _points = 7, _partially = 16 };

#define _pc(percent) (TResult(_partially + (percent)))

#ifdef TESTSYS
enum { PARTIAL_BASE = 50 };
#else
enum { PARTIAL_BASE = 0 };
#endif

[[noreturn]] inline void finish(TResult result, const std::string &text)
{
	static const char *const words[] = { "ok ", "wrong answer ", "wrong output format ", "FAIL " };

	if (result >= _partially) {
		fprintf(stderr, "partially correct (%d) %s\n", result - _partially, text.c_str());
		exit(PARTIAL_BASE + result - _partially);
	}
	fprintf(stderr, "%s%s\n", result == _points ? "points " : words[result], text.c_str());
	exit(result);
}

[[noreturn]] inline void quitf(TResult result, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

[[noreturn]] inline void quitf(TResult result, const char *format, ...)
{
	char text[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	finish(result, text);
}

[[noreturn]] inline void quitp(double points, const char *text)
{
	char line[1000];

	snprintf(line, sizeof line, "%g %s", points, text);
	finish(_points, line);
}

/* What is wrong in the jury's files is the jury's failure. */
struct InStream {
	FILE *file = nullptr;
	bool is_jury = true;

	[[noreturn]] void quit(TResult result, const std::string &text)
	{
		finish(is_jury ? _fail : result, text);
	}

	void open(const char *path)
	{
		file = fopen(path, "rb");
		if (!file)
			finish(_fail, std::string("cannot open ") + path);
	}

	bool seekEof()
	{
		int c = getc(file);

		while (isspace(c))
			c = getc(file);
		ungetc(c, file);
		return c == EOF;
	}

	std::string readToken()
	{
		std::string token;

		if (seekEof())
			quit(_pe, "Unexpected end of file - token expected");
		for (int c = getc(file); c != EOF && !isspace(c); c = getc(file))
			token += char(c);
		return token;
	}

	int readInt(int low, int high)
	{
		std::string token = readToken();
		char *end;
		long value = strtol(token.c_str(), &end, 10);

		if (*end || token != std::to_string(value))
			quit(_pe, "Expected integer, but \"" + token + "\" found");
		if (value < low || value > high)
			quit(_wa, "Integer " + token + " violates the range");
		return int(value);
	}
};

static InStream inf, ouf, ans;
static std::ofstream tout;

/* CHECKER in out ans */
inline void registerTestlibCmd(int argc, char **argv)
{
	if (argc < 4)
		finish(_fail, "Program must be run with the arguments in, out, ans");
	inf.open(argv[1]);
	ouf.open(argv[2]);
	ouf.is_jury = false;
	ans.open(argv[3]);
}

/* INTERACTOR in out ans, with the submission on standard input and output */
inline void registerInteraction(int argc, char **argv)
{
	if (argc < 4)
		finish(_fail, "Program must be run with the arguments in, out, ans");
	inf.open(argv[1]);
	tout.open(argv[2]);
	if (!tout)
		finish(_fail, "cannot write for the checker");
	ans.open(argv[3]);
	ouf.file = stdin;
	ouf.is_jury = false;
}

#endif
