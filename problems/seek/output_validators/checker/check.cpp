/* What the interactor left is the output here. */
#include "testlib.h"

int main(int argc, char **argv)
{
	registerTestlibCmd(argc, argv);
	int n = inf.readInt(1, 1000000), questions = ouf.readInt(0, 100), needed = 0;

	while (n >> needed)
		needed++;
	if (questions > needed)
		quitp(10, (std::to_string(questions) + " questions").c_str());
	quitf(_ok, "%d questions", questions);
}
