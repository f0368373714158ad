/*
 * command: what main.c calls for each word of "assize WORD ...".
 */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>

struct invocation {
	int control;		/* socket to the launcher; -1 if the command judges nothing */
	const char *config;	/* --config FILE, or NULL */
	const char *langs;	/* directory of the profiles */
	int handover;		/* to the supervisor, if the command has one; else -1 */
	bool is_successor;	/* another of the same name is still at work: worker/handover.h */
};

/* Returns the exit status (DESIGN §5); argv[0] is the command's name. */
typedef int command_function(const struct invocation *invocation, int argc, char **argv);

struct command {
	const char *name;
	const char *summary;		/* one line of "assize --help" */
	bool judges;			/* it needs boxes: it is run as the launcher's front */
	bool stays;			/* a service: below a supervisor, which starts it anew */
	command_function *run;
};

command_function cmd_run, cmd_verify, cmd_languages, cmd_check, cmd_worker, cmd_submit, cmd_show,
	cmd_queue, cmd_rejudge, cmd_db, cmd_package;

#endif
