#include "problem/types.h"

#include "problem/words.h"

#include <string.h>

static const struct yaml_enum type_words[] = {
	{ "pass-fail", WORD_PASS_FAIL },
	{ "scoring", WORD_SCORING },
	{ "interactive", WORD_INTERACTIVE },
	{ "multi-pass", WORD_MULTI_PASS },
	{ "submit-answer", WORD_SUBMIT_ANSWER },
	{ NULL, 0 },
};

/* multi-pass here is DOMjudge's. */
static const struct yaml_enum validation_words[] = {
	{ "default", WORD_DEFAULT },
	{ "custom", WORD_CUSTOM },
	{ "interactive", WORD_INTERACTIVE },
	{ "multi-pass", WORD_MULTI_PASS },
	{ "score", WORD_SCORE },
	{ NULL, 0 },
};

/* The words of set that exclude each other, or NULL. */
static const char *conflict(unsigned set)
{
	if (set & WORD_PASS_FAIL && set & WORD_SCORING)
		return "pass-fail and scoring";
	if (set & WORD_SUBMIT_ANSWER && set & WORD_INTERACTIVE)
		return "submit-answer and interactive";
	if (set & WORD_SUBMIT_ANSWER && set & WORD_MULTI_PASS)
		return "submit-answer and multi-pass";
	return NULL;
}

int load_type(const struct yaml *doc, const yaml_node_t *node, const struct yaml_field *field,
	      void *member, struct error *err)
{
	unsigned set = 0;

	if (load_word_set(doc, node, field, type_words, &set, err) < 0)
		return -1;
	if (conflict(set))
		return yaml_error(doc, node, err, "%s: %s exclude each other", field->key,
				  conflict(set));
	memcpy(member, &set, sizeof set);
	return 0;
}

int load_validation(const struct yaml *doc, const yaml_node_t *node,
		    const struct yaml_field *field, void *member, struct error *err)
{
	unsigned set = 0;

	if (load_word_set(doc, node, field, validation_words, &set, err) < 0)
		return -1;
	if (set & WORD_DEFAULT && set != WORD_DEFAULT)
		return yaml_error(doc, node, err, "%s: default goes with nothing else; write "
				  "custom for a validator of the package's own", field->key);
	if (set && !(set & (WORD_DEFAULT | WORD_CUSTOM)))
		return yaml_error(doc, node, err, "%s: must begin with default or custom",
				  field->key);
	memcpy(member, &set, sizeof set);
	return 0;
}

int types_combine(const struct yaml *doc, unsigned type, unsigned validation,
		  struct problem_type *ret, struct error *err)
{
	unsigned both = type | (validation & (WORD_INTERACTIVE | WORD_MULTI_PASS));
	const yaml_node_t *place = yaml_get(doc, yaml_root(doc), "validation");

	if (conflict(both))
		return yaml_error(doc, place, err, "validation: %s exclude each other",
				  conflict(both));
	if (validation & WORD_SCORE && !(type & WORD_SCORING))
		return yaml_error(doc, place, err, "validation: score is for problems of "
				  "type: scoring only");
	*ret = (struct problem_type){
		.scoring = both & WORD_SCORING,
		.interactive = both & WORD_INTERACTIVE,
		.multi_pass = both & WORD_MULTI_PASS,
		.submit_answer = both & WORD_SUBMIT_ANSWER,
	};
	return 0;
}
