/* Talks, and leaves the number of questions for the checker. */
#include "testlib.h"

int main(int argc, char **argv)
{
	registerInteraction(argc, argv);
	int n = inf.readInt(1, 1000000), number = ans.readInt(1, n), questions = 0;

	printf("%d\n", n);
	fflush(stdout);
	for (;;) {
		std::string what = ouf.readToken();

		if (what != "?" && what != "!")
			quitf(_pe, "neither ? nor !: %.20s", what.c_str());
		int x = ouf.readInt(1, n);
		if (what == "!") {
			if (x != number)
				quitf(_wa, "it is %d, not %d", number, x);
			break;
		}
		if (++questions > 100)
			quitf(_wa, "more than 100 questions");
		puts(number < x ? "less" : number > x ? "more" : "equal");
		fflush(stdout);
	}
	tout << questions << "\n";
	tout.close();
	quitf(_ok, "found with %d questions", questions);
}
