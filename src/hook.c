/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * avenv-hook: the helper that a shell's hook runs when something changed. Under another name it is
 * that program: see shim.h.
 *
 * 	avenv-hook SHELL 6 EVENT STATE PWD VIRTUAL_ENV AVENV_ENV PATH OLD_PATH DISABLE QUIET
 * 	avenv-hook SHELL 6 EVENT STATE PWD OLD_PATH
 * 	avenv-hook pip WORD
 *
 * 	6		SHELL_PROTOCOL: another number is answered with status 2
 * 	EVENT		prompt, cd, "command ARGUMENT...", ...: see enum event
 * 	STATE		_avenv_state, as the last answer set it; empty at the first look
 * 	OLD_PATH	_OLD_VIRTUAL_PATH, set while a stock activate script is in effect
 * 	DISABLE, QUIET	AVENV_DISABLE and AVENV_QUIET
 *
 * Variables come as arguments, since a shell need not export them; in the second form they are
 * exported. The answer is shell code, in one write, and exit status 0; or nothing and another
 * status. The code
 *
 * - sets and unsets PATH, VIRTUAL_ENV, VIRTUAL_ENV_PROMPT, AVENV_ENV, PYTHONHOME, AVENV_MUTED, by
 *   which programs that the shell starts keep off what `deactivate` turned off, and AVENV_NAMED, by
 *   which they keep what `avenv activate ENV` turned on;
 * - defines or removes the function `deactivate`;
 * - defines _avenv_unchanged, the idle test: it looks up the files on which this answer depends,
 *   and is true if all are as they were (shell/watch.h). In tcsh it is an alias that empties
 *   _avenv_last if one is not, and an answer to nushell has the paths;
 * - may print a line, to stderr; in tcsh it sets _avenv_message, which the prompt prints;
 * - sets _avenv_name, the name for the prompt, or nothing;
 * - sets _avenv_branch, the same name, if the branch of the checkout is called so: a prompt that
 *   shows the branch need not show the environment;
 * - sets _avenv_state;
 * - and last may run `avenv allow` or `avenv check`, and then the hook's _avenv_look again.
 *
 * To bash in /p, without most of the function:
 *
 * 	for PATH in '/p/.venv/bin:/usr/bin'; do :; done
 * 	\export VIRTUAL_ENV='/p/.venv' VIRTUAL_ENV_PROMPT='p' AVENV_ENV='/p/.venv'
 * 	function deactivate { ... }
 * 	_avenv_name='p' _avenv_branch=''
 * 	_avenv_unchanged() { [[ -n 1 && -e '/p/.venv/bin/python' && ! -L '/p/.venv' &&
 * 		'/p' -ef '.' ]]; }
 * 	_avenv_state='6 2:/p8:/p/.venv12:/p/.venv/bin0:...'
 *
 * The third form is what hooks/avenv-no-pip starts: it says how to get a pip.
 *
 * An answer to tcsh and fish is one line, to xonsh UTF-8, to nushell records, one a line. The hooks
 * of tcsh, elvish, xonsh and nushell leave out the ARGUMENTs of a command.
 */
#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "helper.h"
#include "shell/shell.h"
#include "shim.h"

enum {
	ARG_SHELL = 1,
	ARG_PROTOCOL,
	ARG_EVENT,
	ARG_STATE,
	ARG_PWD,
	ARG_VIRTUAL_ENV,
	ARG_AVENV_ENV,
	ARG_PATH,
	ARG_OLD_PATH,
	ARG_DISABLE,
	ARG_QUIET,
	ARG_COUNT,
	/** where the shell exports all variables, but for _OLD_VIRTUAL_PATH, which comes last */
	ARG_COUNT_EXPORTED = ARG_VIRTUAL_ENV + 1,
};

/* The event called NAME; an unknown one is EVENT_CD. */
static enum event event_named(const char *name)
{
	static const struct {
		const char *name;
		enum event event;
	} events[] = {
		{ "prompt", EVENT_PROMPT },
		{ "recorded", EVENT_RECORDED },
		{ "checked", EVENT_CHECKED },
		{ "activate", EVENT_ACTIVATE },
		{ "deactivate", EVENT_DEACTIVATE },
		{ "on", EVENT_ON },
		{ "off", EVENT_OFF },
	};

	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		if (streq(name, events[i].name))
			return events[i].event;
	return starts_with(name, "command") ? EVENT_COMMAND : EVENT_CD;
}

/* EVENT is a command that has just said what a hint would say; the first one is plain `avenv`. */
static bool is_told(const char *event)
{
	static const char *const events[] = { "command ",         "command status", "command check",
					      "command check -v", "command up",     NULL };

	return is_one_of(event, events) || starts_with(event, "command allow");
}

/* EVENT is a command that says why it does nothing with an environment that is not allowed. */
static bool is_refusing(const char *event)
{
	static const char *const words[] = { "activate", "create",   "doctor", "env",
					     "path",     "recreate", "repair", "run",
					     "select",   "up",       "use",    NULL };
	const char *word = event + strlen("command ");

	if (!starts_with(event, "command "))
		return false;
	while (starts_with(word, "-q ") || starts_with(word, "--quiet "))
		word += strcspn(word, " ") + 1;
	/* With -e it was about another environment. */
	return is_one_of(mem_dup(word, strcspn(word, " ")), words) &&
	       !starts_with(word, "run -e") && !starts_with(word, "run --env");
}

/* Put the exported variables in the place of the arguments that ARGV does not have. */
static void read_exported(const char **argv)
{
	static const char *const names[ARG_COUNT] = {
		[ARG_VIRTUAL_ENV] = "VIRTUAL_ENV",
		[ARG_AVENV_ENV] = "AVENV_ENV",
		[ARG_PATH] = "PATH",
		[ARG_DISABLE] = "AVENV_DISABLE",
		[ARG_QUIET] = "AVENV_QUIET",
	};

	argv[ARG_OLD_PATH] = argv[ARG_VIRTUAL_ENV];
	for (size_t i = 0; i < ARG_COUNT; i++) {
		const char *value = names[i] ? getenv(names[i]) : argv[i];

		argv[i] = value ? value : "";
	}
}

static void read_look(const char *const *argv, struct look *look)
{
	*look = (struct look){
		.event = event_named(argv[ARG_EVENT]),
		.told = is_told(argv[ARG_EVENT]),
		.refused = is_refusing(argv[ARG_EVENT]),
		.pwd = argv[ARG_PWD],
		.virtual_env = argv[ARG_VIRTUAL_ENV],
		.avenv_env = argv[ARG_AVENV_ENV],
		.path = *argv[ARG_PATH] ? argv[ARG_PATH] : NULL,
		.old_path = argv[ARG_OLD_PATH],
		.no_pip = helper_no_pip(),
		.disable = settings_on(argv[ARG_DISABLE]),
		.quiet = settings_on(argv[ARG_QUIET]),
	};
	look_state(look, argv[ARG_STATE]);
}

/*
 * VS Code, or an IDE of JetBrains, reads the variables of this shell once, for all its windows. One
 * directory's environment must not become that of all.
 */
static bool is_read_back(void)
{
	return is_set(getenv("VSCODE_RESOLVING_ENVIRONMENT")) ||
	       is_set(getenv("INTELLIJ_ENVIRONMENT_READER"));
}

int main(int argc, char **argv)
{
	const char *name = argc ? shim_name(argv[0]) : HELPER_PROGRAM;
	const struct shell *shell;
	struct settings settings;
	struct look look;
	struct trust trust = { .settings = &settings };
	struct plan plan;
	struct buf out = BUF_INIT;
	const char *args[ARG_COUNT] = { 0 };

	if (!starts_with(name, HELPER_PROGRAM))
		return shim_run(name, argc, argv);
	if (argc == 3 && streq(argv[ARG_SHELL], "pip"))
		return helper_fail_pip(getenv("VIRTUAL_ENV"), getenv("VIRTUAL_ENV"), argv[2]);
	if ((argc != ARG_COUNT && argc != ARG_COUNT_EXPORTED) ||
	    !streq(argv[ARG_PROTOCOL], SHELL_PROTOCOL))
		return 2;
	memcpy(args, argv, (size_t)argc * sizeof(*args));
	if (argc == ARG_COUNT_EXPORTED)
		read_exported(args);
	shell = shell_find(argv[ARG_SHELL]);
	if (!shell || is_read_back())
		return 1;
	settings_read(&settings);
	read_look(args, &look);
	/* A shell's first look reports a damaged record anywhere. */
	trust.near = look.before_first_prompt ? NULL : look.pwd;
	plan_look(&look, &trust, &plan);
	buf_reserve(&out, 4096);
	shell_answer(&out, shell, &look, &plan);
	return file_write(STDOUT_FILENO, out.data, out.len) ? 1 : 0;
}
