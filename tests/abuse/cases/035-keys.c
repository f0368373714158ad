/*
 * The kernel's key rings, which belong to the user and would outlive the run; request_key also
 * says whether a key exists, and starts a program of the host's.
 *
 * @verdict RTE
 * @each add_key request_key keyctl
 * @reason system call {}(
 */
#include "attack.h"

#include <linux/keyctl.h>

int main(void)
{
	const struct named_call calls[] = {
		{ "add_key", SYS_add_key,
		  { (long)"user", (long)"left", (long)"secret", 6, KEY_SPEC_USER_KEYRING } },
		{ "request_key", SYS_request_key, { (long)"user", (long)"left", (long)"x", 0 } },
		{ "keyctl", SYS_keyctl, { KEYCTL_GET_PERSISTENT, -1, KEY_SPEC_PROCESS_KEYRING } },
	};

	return make_named_call(calls, COUNT(calls));
}
