#include "report/faults.h"

#include "util/json.h"
#include "util/string.h"

static void print_place(const struct error *error, FILE *out)
{
	if (!*error->file)
		return;
	fprintf(out, "%s:", error->file);
	if (error->line)
		fprintf(out, "%u:", error->line);
	if (error->line && error->column)
		fprintf(out, "%u:", error->column);
	fputc(' ', out);
}

void faults_print(const struct faults *faults, const char *package, struct terminal out)
{
	char name[256];

	text_path(package, name, sizeof name);
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->list[i];
		enum colour colour = fault->warning ? COLOUR_YELLOW : COLOUR_RED;
		char message[sizeof fault->error.message];

		text_sanitise_line(fault->error.message, strlen(fault->error.message), message,
				   sizeof message);
		print_place(&fault->error, out.file);
		fprintf(out.file, "%s%s:%s %s\n", terminal_colour(&out, colour),
			fault->warning ? "warning" : "error", terminal_plain(&out, colour),
			message);
	}
	if (faults->count < faults->errors + faults->warnings)
		fprintf(out.file, "... and %zu more\n",
			faults->errors + faults->warnings - faults->count);
	if (!faults->errors && !faults->warnings)
		fprintf(out.file, "%s: nothing wrong\n", name);
	else
		fprintf(out.file, "%s: %zu error%s, %zu warning%s\n", name, faults->errors,
			faults->errors == 1 ? "" : "s", faults->warnings,
			faults->warnings == 1 ? "" : "s");
}

static json_t *place_or_null(unsigned number)
{
	return number ? json_integer(number) : json_null();
}

void faults_json(const struct faults *faults, const char *package, FILE *out)
{
	for (size_t i = 0; i < faults->count; i++) {
		const struct fault *fault = &faults->list[i];
		autojson json_t *object = json_object();

		json_put(object, "package", json_text(package, strlen(package)));
		json_put(object, "file", json_chars(fault->error.file));
		json_put(object, "line", place_or_null(fault->error.line));
		json_put(object, "column", place_or_null(fault->error.column));
		json_put(object, "severity", json_string(fault->warning ? "warning" : "error"));
		json_put(object, "message", json_chars(fault->error.message));
		json_line(object, out);
	}
}
