/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * avenv-hook: the helper that a shell's hook runs when something changed.
 *
 *	avenv-hook SHELL PROTOCOL EVENTS PWD VIRTUAL_ENV AVENV_ENV PATH
 *		   SEEN ENTRY PROJECT INHERITED MUTES TOLD
 *
 * All that the idle test compares comes as an argument, so that it does not
 * matter whether the shell exports it.  EVENTS is for session_events(); SEEN is
 * the state after the last answer, see session_seen().  The answer is shell code,
 * in one write, and exit status 0; or nothing at all and another status.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/session.h"
#include "shell/shell.h"

#include "core/banned.h"

enum {
	ARG_SHELL = 1,
	ARG_PROTOCOL,
	ARG_EVENTS,
	ARG_PWD,
	ARG_ACTIVE,
	ARG_MARKED,
	ARG_PATH,
	ARG_SEEN,
	ARG_ENTRY,
	ARG_PROJECT,
	ARG_INHERITED,
	ARG_MUTES,
	ARG_TOLD,
	ARG_COUNT,
};

static void read_session(char **argv, struct session *s)
{
	const char *events = argv[ARG_EVENTS];

	*s = (struct session){
		.pwd = argv[ARG_PWD],
		.active = argv[ARG_ACTIVE],
		.marked = argv[ARG_MARKED],
		/* Behind the letters are values of the user's. */
		.path = memchr(events, 'P', strcspn(events, ":")) ? argv[ARG_PATH] : NULL,
		.entry = argv[ARG_ENTRY],
		.project = argv[ARG_PROJECT],
		.inherited = argv[ARG_INHERITED],
		.mutes = argv[ARG_MUTES],
		.told = argv[ARG_TOLD],
	};
	session_events(s, events);
	session_seen(s, argv[ARG_SEEN]);
}

static bool write_all(const struct buf *b)
{
	size_t done = 0;

	while (done < b->len) {
		ssize_t n = write(STDOUT_FILENO, b->data + done, b->len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

int main(int argc, char **argv)
{
	const struct shell *shell;
	struct file_info root;
	struct settings settings;
	struct session session;
	struct trust trust;
	struct user user;
	struct plan plan;
	struct buf out = BUF_INIT;

	if (argc != ARG_COUNT || !streq(argv[ARG_PROTOCOL], SHELL_PROTOCOL))
		return 2;
	shell = shell_find(argv[ARG_SHELL]);
	if (!shell || file_lstat("/", &root))
		return 1;
	user = user_of(root.uid);
	settings_read(&settings);
	read_session(argv, &session);
	trust_init(&trust, &settings, &user);
	session_plan(&session, &trust, NULL, &plan);
	buf_reserve(&out, 4096);
	shell->answer(&out, &session, &plan);
	return write_all(&out) ? 0 : 1;
}
