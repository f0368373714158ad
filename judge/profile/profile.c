#include "profile/profile.h"

#include "model/submission.h"
#include "profile/fields.h"
#include "profile/ids.h"
#include "profile/template.h"
#include "util/cleanup.h"
#include "util/string.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

enum {
	PROFILE_BYTES = 64 << 10,
	EXTENDS_MAX = 8,		/* files in one chain */
	FILE_NAME = 64,			/* ID.yaml */
};

/* The files that are being read: each is extended by the next. */
struct link {
	const char *id;
	const struct link *extended_by;	/* NULL: the one that was asked for */
};

/* ---- What a table cannot check, file by file ---------------------------------------------- */

static int check_class(const struct profile_source *source, const struct yaml *doc,
		       const yaml_node_t *class, struct error *err)
{
	autostrbuf struct strbuf known = { 0 };
	const char *nearest;

	for (size_t i = 0; i < source->class_count; i++) {
		if (strcmp(source->classes[i], yaml_text(class)) == 0)
			return 0;
		strbuf_printf(&known, "%s%s", i ? ", " : "", source->classes[i]);
	}
	nearest = text_nearest(yaml_text(class), source->classes, source->class_count);
	if (nearest)
		return yaml_error(doc, class, err, "class: unknown class \"%.60s\"; did you mean "
				  "\"%s\"?", yaml_text(class), nearest);
	return yaml_error(doc, class, err, "class: unknown class \"%.60s\"; one of: %s",
			  yaml_text(class), known.length ? known.text : "(none)");
}

/* NAME=value: letters, digits and _, not beginning with a digit. */
static bool is_assignment(const char *text)
{
	const char *c = text;

	while (isalnum((unsigned char)*c) || *c == '_')
		c++;
	return c > text && *c == '=' && !isdigit((unsigned char)*text);
}

static int check_stage(const struct profile_source *source, const struct yaml *doc,
		       enum template_stage kind, struct error *err)
{
	static const char *const keys[] = { "compile", "run" };
	const yaml_node_t *stage = yaml_get(doc, yaml_root(doc), keys[kind]);
	const yaml_node_t *class = yaml_get(doc, stage, "class");
	const yaml_node_t *command = yaml_get(doc, stage, "command");
	const yaml_node_t *environment = yaml_get(doc, stage, "environment");

	if (class && check_class(source, doc, class, err) < 0)
		return -1;
	for (size_t i = 0; i < yaml_count(command); i++) {
		const yaml_node_t *argument = yaml_item(doc, command, i);
		struct error fault;

		if (template_check(yaml_text(argument), kind, &fault) < 0)
			return yaml_error(doc, argument, err, "command: %s", fault.message);
	}
	for (size_t i = 0; i < yaml_count(environment); i++) {
		const yaml_node_t *entry = yaml_item(doc, environment, i);

		if (!is_assignment(yaml_text(entry)))
			return yaml_error(doc, entry, err, "environment: \"%.60s\" is not of the "
					  "form NAME=value", yaml_text(entry));
	}
	return 0;
}

static int check_extensions(const struct yaml *doc, struct error *err)
{
	const yaml_node_t *list = yaml_get(doc, yaml_root(doc), "extensions");

	for (size_t i = 0; i < yaml_count(list); i++) {
		const yaml_node_t *item = yaml_item(doc, list, i);
		const char *text = yaml_text(item);

		if (text[0] != '.')
			return yaml_error(doc, item, err, "extensions: write \"%.60s\" with its dot",
					  text);
		if (submission_name_problem(text + 1) || strpbrk(text + 1, "./"))
			return yaml_error(doc, item, err, "extensions: \"%.60s\" is not a dot and "
					  "then letters, digits and _-+", text);
		if (profile_is_header(text))
			return yaml_error(doc, item, err, "extensions: \"%.60s\" is that of headers, "
					  "which are not compiled; remove it", text);
	}
	return 0;
}

/* "source" and "test" name one file each, of this language. */
static int check_file_name(const struct yaml *doc, const struct profile *profile, const char *key,
			   const char *name, struct error *err)
{
	const yaml_node_t *node = yaml_get(doc, yaml_root(doc), key);
	const char *problem = strchr(name, '/') ? "has a directory" : submission_name_problem(name);

	if (problem)
		return yaml_error(doc, node, err, "%s: \"%.60s\" %s", key, name, problem);
	if (!profile_compiles(profile, name))
		return yaml_error(doc, node ? node : yaml_root(doc), err, "%s: \"%.60s\" has none of "
				  "the extensions", key, name);
	return 0;
}

/* ---- What only the whole profile can be asked --------------------------------------------- */

static int check_complete(const struct yaml *doc, const struct profile *profile, struct error *err)
{
	const struct {
		const char *stage, *key, *text;
	} required[] = {
		{ NULL, "extensions", profile->extensions },
		{ NULL, "version", profile->version },
		{ NULL, "source", profile->source },
		{ NULL, "test", profile->test },
		{ "run", "class", profile->run.class },
		{ "run", "command", profile->run.command },
		{ "compile", "class", profile->has_compile ? profile->compile.class : "none" },
		{ "compile", "command", profile->has_compile ? profile->compile.command : "none" },
	};
	const yaml_node_t *root = yaml_root(doc);

	for (size_t i = 0; i < ARRAY_SIZE(required); i++) {
		const yaml_node_t *stage = NULL;

		if (required[i].text[0])
			continue;
		if (required[i].stage)
			stage = yaml_get(doc, root, required[i].stage);
		yaml_error(doc, stage ? stage : root, err, "missing key \"%s\"", required[i].key);
		return required[i].stage ? error_context(err, "%s", required[i].stage) : -1;
	}
	return 0;
}

static int finish(const struct profile_source *source, const struct yaml *doc,
		  struct profile *profile, struct error *err)
{
	const yaml_node_t *test = yaml_get(doc, yaml_root(doc), "test");

	if (check_complete(doc, profile, err) < 0 ||
	    check_file_name(doc, profile, "source", profile->source, err) < 0 ||
	    check_file_name(doc, profile, "test", profile->test, err) < 0)
		return -1;
	if (faccessat(source->fd, profile->test, R_OK, 0) < 0)
		return yaml_error(doc, test ? test : yaml_root(doc), err, "test: cannot read "
				  "%.100s/%s: %s", source->name, profile->test, strerror(errno));
	if (!profile->family[0])
		memcpy(profile->family, profile->id, sizeof profile->family);
	return 0;
}

_Static_assert(sizeof ((struct profile *)0)->family == sizeof ((struct profile *)0)->id,
	       "an id is a family");

/* ---- The chain ---------------------------------------------------------------------------- */

/* -1 with errno. Opening never waits: what looks like a profile may be a FIFO. */
static int open_file(const struct profile_source *source, const char *id)
{
	char file[FILE_NAME];

	snprintf(file, sizeof file, "%s.yaml", id);
	return openat(source->fd, file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
}

static int read_document(const struct profile_source *source, int fd, const char *id,
			 struct yaml **ret_doc, struct error *err)
{
	char name[PATH_MAX];
	struct stat stat;

	snprintf(name, sizeof name, "%s/%s.yaml", source->name, id);
	if (fstat(fd, &stat) < 0)
		return error_system(err, "%s", name);
	if (!S_ISREG(stat.st_mode))
		return error_usage(err, "%s is not a regular file", name);
	return yaml_read(fd, name, PROFILE_BYTES, ret_doc, err);
}

static int no_such_base(const struct profile_source *source, const struct yaml *doc,
			const yaml_node_t *extends, struct error *err)
{
	struct profile_ids ids;
	const char *id = yaml_text(extends), *nearest;

	if (profile_ids_read(source->fd, source->name, &ids, err) < 0)
		return -1;
	nearest = text_nearest(id, (const char *const *)ids.ids, ids.count);
	yaml_error(doc, extends, err, "extends: there is no %.100s/%s.yaml%s%s%s", source->name, id,
		   nearest ? "; did you mean \"" : "", nearest ? nearest : "",
		   nearest ? "\"?" : "");
	profile_ids_free(&ids);
	return -1;
}

/* The base has a name that is good and new, and the chain is not too long. */
static int check_extends(const struct yaml *doc, const yaml_node_t *extends,
			 const struct link *link, struct error *err)
{
	const struct yaml_field field = { .key = "extends" };
	const char *id = yaml_text(extends), *problem = profile_id_problem(id);
	size_t depth = 1;

	if (yaml_expect(doc, extends, &field, YAML_KIND_TEXT, err) < 0)
		return -1;
	if (problem)
		return yaml_error(doc, extends, err, "extends: \"%.60s\" %s", id, problem);
	for (const struct link *l = link; l; l = l->extended_by, depth++)
		if (strcmp(l->id, id) == 0)
			return yaml_error(doc, extends, err, "extends: a circle, because \"%s\" "
					  "extends \"%s\" in the end", id, link->id);
	if (depth > EXTENDS_MAX)
		return yaml_error(doc, extends, err, "extends: a chain of more than %d files",
				  EXTENDS_MAX);
	return 0;
}

static int load_file(const struct profile_source *source, const struct link *link, int fd,
		     struct profile *draft, struct error *err);

static int load_base(const struct profile_source *source, const struct yaml *doc,
		     const yaml_node_t *extends, const struct link *link, struct profile *draft,
		     struct error *err)
{
	const struct link base = { yaml_text(extends), link };
	autoclose int fd = -1;

	if (check_extends(doc, extends, link, err) < 0)
		return -1;
	fd = open_file(source, base.id);
	if (fd < 0 && errno == ENOENT)
		return no_such_base(source, doc, extends, err);
	if (fd < 0)
		return yaml_error(doc, extends, err, "extends: cannot read %.100s/%s.yaml: %s",
				  source->name, base.id, strerror(errno));
	return load_file(source, &base, fd, draft, err);
}

/* Loads what the file extends, then the file over it. The chain is short: recursion is safe. */
static int load_file(const struct profile_source *source, const struct link *link, int fd,
		     struct profile *draft, struct error *err)
{
	autoyaml struct yaml *doc = NULL;
	const yaml_node_t *extends;

	if (read_document(source, fd, link->id, &doc, err) < 0)
		return -1;
	extends = yaml_get(doc, yaml_root(doc), "extends");
	if (extends && load_base(source, doc, extends, link, draft, err) < 0)
		return -1;
	draft->preferred = false;	/* of one of a family: not inherited */
	if (yaml_load(doc, yaml_root(doc), profile_fields, draft, err) < 0 ||
	    check_stage(source, doc, TEMPLATE_COMPILE, err) < 0 ||
	    check_stage(source, doc, TEMPLATE_RUN, err) < 0 ||
	    check_extensions(doc, err) < 0)
		return -1;
	return link->extended_by ? 0 : finish(source, doc, draft, err);
}

int profile_load(const struct profile_source *source, const char *id, struct profile *ret_profile,
		 struct error *err)
{
	const char *problem = profile_id_problem(id);
	const struct link link = { id, NULL };
	struct profile draft;
	autoclose int fd = -1;

	if (problem)
		return error_usage(err, "the id \"%.60s\" %s", id, problem);
	fd = open_file(source, id);
	if (fd < 0)
		return error_set(err, ERROR_USAGE, errno, "cannot read %s/%s.yaml", source->name, id);
	memset(&draft, 0, sizeof draft);
	snprintf(draft.id, sizeof draft.id, "%s", id);
	draft.time_factor = 1;
	if (load_file(source, &link, fd, &draft, err) < 0)
		return -1;
	memcpy(ret_profile, &draft, sizeof draft);
	return 0;
}
