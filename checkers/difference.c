#include "checkers/difference.h"

#include <stdio.h>
#include <string.h>

void difference_begin(struct difference *difference, const struct scan *scan, const char *answer,
		      size_t place, enum piece_kind got, size_t same)
{
	*difference = (struct difference){
		.place = place, .same = same, .got = got,
		.blank = got != PIECE_TOKEN && scan->blank(answer, place) == place,
	};
}

void difference_at(struct difference *difference, const struct scan *scan, const char *answer,
		   size_t size, size_t at, const char *byte)
{
	enum blanks blanks = scan->blanks;
	bool expects_token = at < size && !byte_is_blank(blanks, answer[at]);
	enum piece_kind got = !byte ? PIECE_END :
			      byte_is_blank(blanks, *byte) ? PIECE_SPACE : PIECE_TOKEN;
	size_t begin = at;

	while (begin > 0 && !byte_is_blank(blanks, answer[begin - 1]))
		begin--;
	if (begin < at && (expects_token || got == PIECE_TOKEN)) {
		difference_begin(difference, scan, answer, begin, PIECE_TOKEN, at - begin);
		difference_keep(difference, answer + begin, at - begin);
		return;
	}
	difference_begin(difference, scan, answer, at, got, 0);
	if (got == PIECE_SPACE)
		difference_keep(difference, byte, 1);
}

void difference_keep(struct difference *difference, const char *bytes, size_t size)
{
	size_t kept = difference->length < REASON_TOKEN ? difference->length : REASON_TOKEN;
	size_t more = size < REASON_TOKEN - kept ? size : REASON_TOKEN - kept;

	memcpy(difference->bytes + kept, bytes, more);
	difference->length += size;
}

bool difference_read(struct difference *difference, const struct scan *scan, const char *data,
		     size_t size)
{
	size_t used;

	if (difference->got != PIECE_TOKEN) {
		difference->blank = difference->blank && scan->blank(data, size) == size;
		return difference->blank;
	}
	used = scan->token(data, size);
	difference_keep(difference, data, used);
	return used == size && difference->length <= REASON_TOKEN;
}

void difference_tell(const struct difference *difference, const struct scan *scan,
		     const char *answer, size_t size, struct comparison_result *result)
{
	const struct difference *d = difference;
	const struct piece got = {
		.kind = d->got, .bytes = d->bytes, .length = d->length,
		.known = d->length < REASON_TOKEN ? d->length : REASON_TOKEN,
	};

	reason_reject_among(scan->blanks, answer, size, d->place, &got, d->same, result);
	/* An answer of nothing but blanks expects no output; then the difference says more. */
	if (d->blank && ((d->got == PIECE_END && d->place == 0) ||
			 scan->blank(answer, size) < size))
		snprintf(result->reason, sizeof result->reason, "no output");
}
