#include "checkers/bom.h"

static const char mark[] = { '\xef', '\xbb', '\xbf' };

bool bom_feed(struct bom *bom, bom_feeder *feed, struct comparison *comparison, const char *data,
	      size_t size)
{
	while (!bom->past && size > 0 && *data == mark[bom->seen]) {
		bom->past = ++bom->seen == sizeof mark;
		data++;
		size--;
	}
	if (size == 0)
		return true;
	if (!bom->past) {
		bom->past = true;
		if (bom->seen && !feed(comparison, mark, bom->seen))
			return false;
	}
	return feed(comparison, data, size);
}

void bom_end(struct bom *bom, bom_feeder *feed, struct comparison *comparison)
{
	if (!bom->past && bom->seen)
		feed(comparison, mark, bom->seen);
	bom->past = true;
}
