#include "worker/summarise.h"

#include "report/summary.h"
#include "util/cleanup.h"

#include <stdlib.h>
#include <string.h>

static void on_compile(struct reporter *reporter, const struct compile_result *compile)
{
	struct summariser *summariser = (struct summariser *)reporter;

	report_compile(&summariser->collected.reporter, compile);
	report_compile(summariser->next, compile);
}

static void on_test(struct reporter *reporter, const struct test_result *test)
{
	struct summariser *summariser = (struct summariser *)reporter;

	report_test(&summariser->collected.reporter, test);
	report_test(summariser->next, test);
}

static void on_transcript(struct reporter *reporter, const struct transcript *transcript)
{
	report_transcript(((struct summariser *)reporter)->next, transcript);
}

static void on_group(struct reporter *reporter, const struct group_result *group)
{
	struct summariser *summariser = (struct summariser *)reporter;

	report_group(&summariser->collected.reporter, group);
	report_group(summariser->next, group);
}

static void send_pieces(struct reporter *to, const char *text)
{
	autofree struct summary_piece *piece = malloc(sizeof *piece);
	size_t left = strlen(text);

	if (!piece)
		abort();	/* see util/string.h */
	if (left > SUMMARY_MAX)
		return;
	memset(piece, 0, sizeof *piece);
	for (; left; text += piece->bytes, left -= piece->bytes) {
		piece->bytes = (uint32_t)(left < SUMMARY_PIECE ? left : SUMMARY_PIECE);
		memcpy(piece->text, text, piece->bytes);
		report_summary(to, piece);
	}
}

static void on_done(struct reporter *reporter, const struct judgement *judgement)
{
	struct summariser *summariser = (struct summariser *)reporter;
	autofree char *text = NULL;

	report_done(&summariser->collected.reporter, judgement);
	text = summary_json(&summariser->collected);
	send_pieces(summariser->next, text);
	report_done(summariser->next, judgement);
}

void summariser_init(struct summariser *summariser, const struct problem *problem,
		     struct reporter *next)
{
	summariser->reporter = (struct reporter){
		.on_compile = on_compile, .on_test = on_test, .on_transcript = on_transcript,
		.on_group = on_group, .on_done = on_done,
	};
	summariser->next = next;
	collection_init(&summariser->collected, problem);
}

void summariser_free(struct summariser *summariser)
{
	collection_free(&summariser->collected);
}
