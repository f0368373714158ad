#include "servant.h"

#include "checker/checker.h"
#include "servant_protocol.h"
#include "util/clock.h"
#include "util/fd.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct slot_servant {
	struct box_set boxes;
	struct setup setup;
	int program[PROGRAMS_MAX];
};

static void script_name(uint32_t index, char *name, size_t size)
{
	snprintf(name, size, "script-%u.py", index);
}

/* All scripts of a class are laid out before its files are sealed. */
static int put_scripts(struct slot_servant *s, struct error *err)
{
	bool sealed[CLASS_MAX] = { false };

	for (uint32_t i = 0; i < s->setup.count; i++) {
		char text[32];
		const char *name = text;

		script_name(i, text, sizeof text);
		if (s->setup.program[i].script &&
		    box_put(&s->boxes, s->setup.program[i].class, PUT_FILES, &name, &s->program[i], 1,
			    err) < 0)
			return -1;
	}
	for (uint32_t i = 0; i < s->setup.count; i++) {
		uint32_t class = s->setup.program[i].class;

		if (s->setup.program[i].script && !sealed[class] &&
		    box_seal(&s->boxes, class, err) < 0)
			return -1;
		sealed[class] |= s->setup.program[i].script != 0;
	}
	return 0;
}

static int set_up(struct slot_servant *s, struct error *err)
{
	for (uint32_t i = 0; i < s->setup.count; i++)
		if (box_require(&s->boxes, s->setup.program[i].class, err) < 0)
			return -1;
	return put_scripts(s, err);
}

struct reading {
	struct answer *answer;
	struct comparison *comparison;	/* or NULL */
};

static void take_output(void *context, const char *data, size_t size)
{
	struct reading *reading = context;

	reading->answer->output_bytes += size;
	if (reading->comparison)
		comparison_feed(reading->comparison, data, size);
}

static int run_once(struct slot_servant *s, const struct order *order, int input,
		    struct comparison *comparison, struct answer *answer, struct error *err)
{
	static const char *const envp[] = { "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/work", NULL };
	char path[48] = "/files/";
	const char *const script[] = { "python3", "-I", "-S", path, NULL };
	const char *const program[] = { "program", NULL };
	struct reading reading = { answer, comparison };
	bool is_script = s->setup.program[order->program].script;
	struct box_spec spec = {
		.argv = is_script ? script : program, .envp = envp,
		.executable = is_script ? -1 : s->program[order->program],
		.input = input, .limits = order->limits,
		.output = take_output, .context = &reading,
	};
	int64_t begin = clock_ns();

	if (is_script)
		script_name(order->program, path + strlen(path), sizeof path - strlen(path));
	answer->output_bytes = 0;
	if (box_run(&s->boxes, s->setup.program[order->program].class, &spec, &answer->result,
		    err) < 0)
		return -1;
	answer->ns = clock_ns() - begin;
	answer->runs++;
	if (answer->result.exec_errnum || answer->result.stopped_by == BOX_STOPPED_DENIED)
		return error_set(err, ERROR_SYSTEM, answer->result.exec_errnum,
				 "a program of the benchmark could not run: %s",
				 answer->result.denied);
	return 0;
}

/* As the pipeline does it: the answer is mapped, the output compared while it comes. */
static int compare_once(struct slot_servant *s, const struct order *order, int file,
			struct answer *answer, struct error *err)
{
	const struct comparer *comparer = checker_find(order->checker);
	autocomparison struct comparison *comparison = NULL;
	struct comparison_result compared;
	int64_t begin = clock_ns();
	struct stat st;
	void *bytes;
	int result;

	if (!comparer || lseek(file, 0, SEEK_SET) < 0 || fstat(file, &st) < 0)
		return error_system(err, "checker %s", order->checker);
	bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	if (bytes == MAP_FAILED)
		return error_system(err, "answer");
	if (comparer->open("", bytes, (size_t)st.st_size, &comparison, err) < 0)
		return -1;
	result = run_once(s, order, file, comparison, answer, err);
	comparison_finish(comparison, &compared);
	munmap(bytes, (size_t)st.st_size);
	answer->ns = clock_ns() - begin;
	if (result == 0 && !compared.accepted)
		return error_set(err, ERROR_SYSTEM, 0, "rejected: %s", compared.reason);
	return result;
}

static int serve(struct slot_servant *s, const struct order *order, struct answer *answer,
		 struct error *err)
{
	int64_t begin = clock_ns(), end = begin + order->loop_ns;

	do {
		int input = fd_sealed("input", "3 4\n", 4), result;

		result = run_once(s, order, input, NULL, answer, err);
		close(input);
		if (result < 0)
			return -1;
	} while (answer->runs < order->runs || (order->loop_ns && clock_ns() < end));
	if (answer->runs > 1)
		answer->ns = clock_ns() - begin;
	return 0;
}

void servant_slot(const struct slot_link *link)
{
	struct slot_servant s = { .setup.count = 0 };
	struct error err = { 0 };
	struct order order;
	size_t count;
	int file;

	box_set_init(&s.boxes, link);
	if (fd_receive(link->jobs, &s.setup, sizeof s.setup, s.program, PROGRAMS_MAX, &count) !=
		    sizeof s.setup || count != s.setup.count)
		return;
	set_up(&s, &err);
	fd_send(link->jobs, &err, sizeof err, NULL, 0);
	while (fd_receive(link->jobs, &order, sizeof order, &file, 1, &count) == sizeof order) {
		struct answer answer = { 0 };
		int result = 0;

		if (order.program == ORDER_HELLO)
			answer.runs = link->number;
		else if (order.program >= s.setup.count)
			result = error_usage(&err, "no such program");
		else if (order.checker[0] && count)
			result = compare_once(&s, &order, file, &answer, &err);
		else
			result = serve(&s, &order, &answer, &err);
		if (count)
			close(file);
		if (result < 0) {
			error_print(&err);
			_exit(3);
		}
		fd_send(link->jobs, &answer, sizeof answer, NULL, 0);
	}
}
