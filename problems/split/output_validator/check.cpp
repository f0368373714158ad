/* The answer file holds the smallest difference. */
#include "testlib.h"

static int difference(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		int weight = inf.readInt(1, 1000);
		std::string who = ouf.readToken();

		if (who != "A" && who != "B")
			quitf(_pe, "thing %d goes to %.20s", i + 1, who.c_str());
		sum += who == "A" ? weight : -weight;
	}
	return abs(sum);
}

int main(int argc, char **argv)
{
	registerTestlibCmd(argc, argv);
	int best = ans.readInt(0, 1000), got = difference(inf.readInt(1, 30));

	if (!ouf.seekEof())
		quitf(_wa, "more than one letter a thing");
	if (got < best)
		quitf(_fail, "%d is better than the jury's %d", got, best);
	if (got == best)
		quitf(_ok, "difference %d", got);
	quitf(_pc((best + 1) * 100 / (got + 1)), "difference %d, smallest %d", got, best);
}
