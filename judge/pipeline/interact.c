#include "pipeline/interact.h"

#include "pipeline/wires.h"
#include "util/clock.h"

#include <stdio.h>
#include <string.h>

/*
 * After the program's failing end a validator may still reject what was said before: until it
 * waits, or has used one part in SETTLING_PART of its own CPU limit; who looks for more and never
 * waits must have time left when it is told that there is none. It is looked at with these pauses,
 * which grow with what it has used; idle is who was so twice in a row, as processes of one
 * validator hand on to each other.
 */
#define LOOK_PAUSE_NS NS_PER_MS
enum { IDLE_LOOKS = 2, SETTLING_PART = 2, LOOKS_PART = 16 };

/* Where both ends were seen late: so much of the time between them was perhaps lost to others. */
#define TOGETHER_NS (100 * NS_PER_MS)

/*
 * When the wall limit is over, both are looked at, with this pause in between: they may take turns so
 * fast that each is idle when it is looked at, but they use so much time then.
 */
#define WALL_PAUSE_NS (50 * NS_PER_MS)
#define WALL_QUIET_NS (2 * NS_PER_MS)

#define NEVER INT64_MAX

struct side {
	struct box_running *run;	/* NULL: it has ended, and result says how */
	struct box_result result;
	bool is_looking, is_stale;	/* asked, and not answered yet; before things changed */
	struct box_sight sight;		/* the last answer, until it is used */
};

struct talk {
	const struct interaction *in;
	struct wires wires;
	struct side program, validator;
	int64_t wall_ns, validator_wall_ns;	/* limits as they were asked for */
	int64_t started_ns;
	int64_t wall_check_ns;		/* when to see whether the program's wall limit is over */
	bool wall_looking;
	unsigned quiet_looks;
	int64_t wall_cpu_ns;		/* of both, at the last look */
	int64_t validator_end_ns;	/* the validator's own, once the program has ended */
	int64_t look_ns;		/* when to look at the validator again; NEVER: not now */
	bool settling;			/* the program has failed, and the validator may not know yet */
	unsigned idle_looks;
	int64_t settling_cpu_ns;	/* of the validator at the first look; -1: none yet */
	bool concluded;			/* the validator has spoken: check */
	bool came_first;		/* ... before, or together with, the end of the program */
	bool timed_out;
	bool drowned;			/* ... and the program was writing faster than it read */
	bool flooded;			/* the program wrote more than it may, as far as we know */
	bool killed;			/* the program, by us: how it ended says nothing */
	struct check_result check;
	struct error failure;		/* of the validator */
};

/* ---- Beginning ---------------------------------------------------------------------------- */

static int start_side(struct talk *t, struct side *side, unsigned class, struct box_spec *spec,
		      const struct way *input, const struct way *output, struct error *err)
{
	spec->input = input->reader;
	spec->output_fd = output->writer;
	side->run = box_start(t->in->boxes, class, spec, err);
	return side->run ? 0 : -1;
}

/* Each waits for the other: the boxes' own wall limits are only the last resort. */
static void extend_limits(struct talk *t)
{
	struct box_limits *program = &t->in->program->spec.limits;
	struct box_limits *validator = &t->in->validator->spec.limits;

	t->wall_ns = program->wall_ns;
	t->validator_wall_ns = validator->wall_ns;
	program->starved_ns += validator->starved_ns;
	program->wall_ns = program->starved_ns;
	validator->wall_ns += program->starved_ns;
	validator->starved_ns += program->starved_ns;
}

/* The validator first: a program that finds nobody there has only itself to wait for. */
static int begin(struct talk *t, struct error *err)
{
	const struct interaction *in = t->in;
	int class, status = -1;

	if (wires_open(&t->wires, in->transcript, err) < 0)
		return -1;
	class = validator_class(err);
	if (class < 0)
		return -1;
	extend_limits(t);
	if (start_side(t, &t->validator, (unsigned)class, &in->validator->spec, &t->wires.forth,
		       &t->wires.back, err) == 0)
		status = start_side(t, &t->program, in->plan->run_class, &in->program->spec,
				    &t->wires.back, &t->wires.forth, err);
	wires_hand_over(&t->wires);
	t->started_ns = clock_ns();
	t->wall_check_ns = t->started_ns + t->wall_ns;
	t->validator_end_ns = t->look_ns = NEVER;
	t->settling_cpu_ns = -1;
	return status;
}

/* ---- Who was first ------------------------------------------------------------------------ */

static void kill_program(struct talk *t)
{
	if (!t->program.run)
		return;
	t->killed = true;
	box_kill(t->program.run);
}

/* From here on the validator may know that the program has ended. */
static void let_go(struct talk *t)
{
	t->settling = false;
	t->look_ns = NEVER;
	wires_let_go(&t->wires);
	wires_program_ended(&t->wires);
	t->validator_end_ns = clock_ns() + t->validator_wall_ns;
}

/*
 * together: both ends came to our knowledge at once, which is how they come if we had to wait for
 * the core. Then the spawners' clocks have seen which was first, and whether the validator can have
 * been at work in between.
 */
static void validator_ended(struct talk *t, bool together)
{
	const struct interaction *in = t->in;
	const struct box_result *end = &t->validator.result;
	bool program_lives = t->program.run;

	t->look_ns = NEVER;
	t->came_first = program_lives || t->settling ||
			(together && end->ended_ns - t->program.result.ended_ns <=
					     end->cpu_ns + TOGETHER_NS);
	t->timed_out = validator_timed_out(end);
	t->drowned = t->timed_out && program_lives && wires_unread(&t->wires) >= WIRE_BYTES / 2;
	if (validator_call_conclude(in->validator, end, in->boxes, &t->check, &t->failure) == 0)
		t->concluded = true;
	wires_validator_ended(&t->wires);
	/*
	 * Who has drowned it goes on, to show whether that was a flood or the validator's fault; with
	 * new time, as on a loaded host all of it may have been spent on waiting for the validator.
	 */
	if (t->concluded ? t->check.verdict != VERDICT_AC : !t->drowned)
		kill_program(t);
	if (t->drowned) {
		t->wall_looking = false;
		t->wall_check_ns = clock_ns() + t->wall_ns;
	}
	if (t->settling)
		let_go(t);
}

static bool has_failed(const struct talk *t)
{
	const struct box_result *end = &t->program.result;

	return t->flooded || end->stopped_by != BOX_ENDED || end->signal || end->exit_code ||
	       end->oom || end->exec_errnum || end->cpu_ns > t->in->plan->time_limit_ns;
}

/* After a rejection it does not matter any more, and we may have ended the program. */
static void count_output(struct talk *t)
{
	if (t->killed || (t->concluded && t->check.verdict != VERDICT_AC) ||
	    wires_written(&t->wires) <= t->in->plan->run.output_bytes)
		return;
	t->flooded = true;
	kill_program(t);
}

static void program_ended(struct talk *t)
{
	t->wall_check_ns = NEVER;
	t->wall_looking = false;
	t->validator.is_stale = t->validator.is_looking;
	t->validator.sight.state = BOX_UNSEEN;
	if (t->validator.run && has_failed(t)) {
		t->settling = true;
		t->look_ns = clock_ns();
	} else {
		let_go(t);
	}
}

static void settle(struct talk *t)
{
	const struct box_sight *sight = &t->validator.sight;
	int64_t used_ns;

	if (t->settling_cpu_ns < 0)
		t->settling_cpu_ns = sight->cpu_ns;
	used_ns = sight->cpu_ns - t->settling_cpu_ns;
	t->idle_looks = sight->state == BOX_IDLE ? t->idle_looks + 1 : 0;
	if (t->idle_looks >= IDLE_LOOKS ||
	    used_ns > t->in->validator->spec.limits.cpu_ns / SETTLING_PART)
		let_go(t);
	else
		t->look_ns = clock_ns() + LOOK_PAUSE_NS +
			     (t->idle_looks ? 0 : used_ns / LOOKS_PART);
}

/* Has neither done anything since the last look, nor wants to? */
static bool are_quiet(struct talk *t)
{
	const struct box_sight *program = &t->program.sight, *validator = &t->validator.sight;
	int64_t cpu_ns = program->cpu_ns + validator->cpu_ns, used_ns = cpu_ns - t->wall_cpu_ns;

	t->wall_cpu_ns = cpu_ns;
	if (program->state == BOX_BUSY || validator->state == BOX_BUSY || used_ns > WALL_QUIET_NS)
		t->quiet_looks = 0;
	else
		t->quiet_looks++;
	return t->quiet_looks >= IDLE_LOOKS;
}

/*
 * The wall limit grows by what the validator has used. Nor is it over while they are at work, or
 * would be if they had the core: the box knows of its own program only, for which it is idleness to
 * wait for a validator that waits for the core.
 */
static void check_wall(struct talk *t)
{
	bool lives = t->validator.run;
	int64_t now = clock_ns(), end_ns = t->started_ns + t->wall_ns +
		(lives ? t->validator.sight.cpu_ns : t->validator.result.cpu_ns);

	t->wall_looking = false;
	if (now < end_ns)
		t->wall_check_ns = end_ns;
	else if (lives && !are_quiet(t))
		t->wall_check_ns = now + WALL_PAUSE_NS;
	else
		box_expire(t->program.run);
}

/* ---- Waiting ------------------------------------------------------------------------------ */

static void look(struct side *side)
{
	side->sight.state = BOX_UNSEEN;
	if (!side->run || side->is_looking)
		return;
	side->is_looking = true;
	box_look(side->run);
}

static bool has_been_seen(const struct side *side)
{
	return !side->run || side->sight.state != BOX_UNSEEN;
}

static void take_sight(struct side *side)
{
	struct box_sight sight;

	if (!side->is_looking || !side->run)
		return;
	sight = box_sight(side->run);
	if (sight.state == BOX_UNSEEN)
		return;
	side->is_looking = false;
	if (!side->is_stale)
		side->sight = sight;
	side->is_stale = false;
}

static void take_sights(struct talk *t)
{
	take_sight(&t->validator);
	take_sight(&t->program);
	if (t->wall_looking && t->program.run && has_been_seen(&t->program) &&
	    has_been_seen(&t->validator))
		check_wall(t);
	if (t->settling && t->validator.run && t->validator.sight.state != BOX_UNSEEN) {
		settle(t);
		t->validator.sight.state = BOX_UNSEEN;
	}
}

static void keep_time(struct talk *t)
{
	int64_t now = clock_ns();

	if (t->program.run && now >= t->wall_check_ns) {
		t->wall_check_ns = NEVER;
		t->wall_looking = true;
		look(&t->program);
		look(&t->validator);
	}
	if (now >= t->look_ns && !t->validator.is_looking) {
		t->look_ns = NEVER;
		look(&t->validator);
	}
	if (t->validator.run && now >= t->validator_end_ns) {
		t->validator_end_ns = NEVER;
		box_expire(t->validator.run);
	}
}

static int timeout_ms(const struct talk *t)
{
	int64_t next = t->wall_check_ns, left;

	if (t->look_ns < next && !t->validator.is_looking)
		next = t->look_ns;
	if (t->validator_end_ns < next)
		next = t->validator_end_ns;
	left = next == NEVER ? NS_PER_S : next - clock_ns();
	if (left > NS_PER_S)
		left = NS_PER_S;	/* box_take() has limits to watch as well */
	return left <= 0 ? 0 : (int)((left + NS_PER_MS - 1) / NS_PER_MS);
}

static void await_news(struct talk *t)
{
	struct pollfd polled[2 * BOX_POLLED + WIRES_POLLED];
	nfds_t count = WIRES_POLLED;

	wires_polled(&t->wires, polled);
	if (t->program.run) {
		box_polled(t->program.run, polled + count);
		count += BOX_POLLED;
	}
	if (t->validator.run) {
		box_polled(t->validator.run, polled + count);
		count += BOX_POLLED;
	}
	poll(polled, count, timeout_ms(t));
	wires_move(&t->wires);
}

/* 1: it has just ended. */
static int take_side(struct side *side, struct error *err)
{
	struct box_running *run = side->run;

	if (!run)
		return 0;
	box_take(run);
	if (!box_ended(run))
		return 0;
	side->run = NULL;
	return box_finish(run, &side->result, err) < 0 ? -1 : 1;
}

static int attend(struct talk *t, struct error *err)
{
	while (t->program.run || t->validator.run) {
		int validator, program;

		keep_time(t);
		await_news(t);
		validator = take_side(&t->validator, err);
		program = validator < 0 ? -1 : take_side(&t->program, err);
		if (program < 0)
			return -1;
		if (validator)
			validator_ended(t, program);
		count_output(t);
		if (program)
			program_ended(t);
		take_sights(t);
	}
	return 0;
}

/* ---- The end ------------------------------------------------------------------------------ */

static void leave(struct talk *t)
{
	struct box_result ignored;
	struct error also = { 0 };

	if (t->program.run)
		box_finish(t->program.run, &ignored, &also);
	if (t->validator.run)
		box_finish(t->validator.run, &ignored, &also);
	wires_close(&t->wires);
}

/* The validator ran out of its time on what is no output any more, so much is it. */
static bool is_excused(const struct talk *t)
{
	return t->drowned && t->flooded;
}

/* What the program has done by itself; if we ended it, that is none of its doing. */
static int conclude_program(struct talk *t, struct test_result *result, struct error *err)
{
	const struct interaction *in = t->in;
	struct box_result run = t->program.result;
	bool by_us = t->killed && run.stopped_by == BOX_STOPPED_KILLED;

	run.output_bytes = wires_written(&t->wires);
	if (by_us) {
		run.stopped_by = BOX_ENDED;
		run.signal = run.exit_code = 0;
	}
	if (t->flooded && (run.stopped_by == BOX_ENDED || run.stopped_by == BOX_STOPPED_DENIED))
		run.stopped_by = BOX_STOPPED_OUTPUT;
	return execute_conclude(in->plan, in->program, &run, in->execution, result, err);
}

static int conclude(struct talk *t, struct test_result *result, struct check_result *ret_check,
		    struct error *err)
{
	if (conclude_program(t, result, err) < 0)
		return -1;
	if (!t->concluded && !is_excused(t)) {
		*err = t->failure;
		return -1;
	}
	if (result->verdict == VERDICT_JE)
		return 0;
	if (t->concluded && (result->verdict == VERDICT_AC ||
			     (t->check.verdict == VERDICT_WA && t->came_first))) {
		validator_report(&t->check, result);
		/* What they said has not passed through us. */
		if (t->check.verdict == VERDICT_WA)
			memcpy(result->reason, t->check.reason, sizeof result->reason);
		result->borderline = result->borderline && t->check.verdict == VERDICT_AC;
		*ret_check = t->check;
	}
	return 0;
}

int interact(const struct interaction *interaction, struct test_result *ret_result,
	     struct check_result *ret_check, bool *ret_timed_out, struct error *err)
{
	struct talk t = { .in = interaction };
	int status = begin(&t, err);

	if (status == 0)
		status = attend(&t, err);
	leave(&t);
	*ret_timed_out = t.timed_out && !is_excused(&t);
	return status < 0 ? -1 : conclude(&t, ret_result, ret_check, err);
}
