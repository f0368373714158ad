/* validate INPUT ANSWER FEEDBACKDIR < OUTPUT */
#include "feedback.h"

#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using answer = std::optional<std::pair<long long, long long>>;	/* nothing: "none" */

struct problem {
	long long total;
	std::vector<long long> numbers;
};

static problem read_problem(const char *path, const feedback &say)
{
	std::ifstream in(path);
	std::size_t n;
	problem p;

	if (!(in >> n >> p.total))
		say.fail("cannot read the input");
	p.numbers.resize(n);
	for (long long &a : p.numbers)
		if (!(in >> a))
			say.fail("the input is too short");
	return p;
}

static bool is_none(std::string word)
{
	for (char &c : word)
		if (c >= 'A' && c <= 'Z')
			c = static_cast<char>(c - 'A' + 'a');
	return word == "none";
}

/* A word of the submission may be anything at all: only what fits a long long is a number. */
static long long to_position(const std::string &word, const problem &p, const feedback &say)
{
	std::istringstream stream(word);
	long long position;

	if (!(stream >> position) || !stream.eof())
		say.reject("not a position: " + word.substr(0, 40));
	if (position < 1 || position > static_cast<long long>(p.numbers.size()))
		say.reject("no such position: " + std::to_string(position));
	return position;
}

static answer read_answer(std::istream &in, const problem &p, const feedback &say)
{
	std::string first, second, more;

	if (!(in >> first))
		say.reject("no output");
	if (is_none(first)) {
		if (in >> more)
			say.reject("more output after none");
		return std::nullopt;
	}
	if (!(in >> second))
		say.reject("only one position");
	if (in >> more)
		say.reject("more than two positions");
	return std::pair(to_position(first, p, say), to_position(second, p, say));
}

static void check_pair(std::pair<long long, long long> pair, const problem &p, const feedback &say)
{
	auto [i, j] = pair;

	if (i == j)
		say.reject("position " + std::to_string(i) + " twice");

	long long sum = p.numbers[i - 1] + p.numbers[j - 1];

	if (sum != p.total)
		say.reject("positions " + std::to_string(i) + " and " + std::to_string(j) +
			   " add up to " + std::to_string(sum) + ", not " +
			   std::to_string(p.total));
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 1;

	feedback say(argv[3]);
	problem p = read_problem(argv[1], say);
	std::ifstream ans(argv[2]);
	answer jury = read_answer(ans, p, say);
	answer team = read_answer(std::cin, p, say);

	if (team) {
		check_pair(*team, p, say);
		if (!jury)
			say.fail("the jury says none, but the submission found a pair");
	} else if (jury) {
		say.reject("none, but there is a pair");
	}
	say.accept();
}
