/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/doctor_here.h"

#include <stdlib.h>
#include <sys/wait.h>

#include "command/command.h"
#include "command/program.h"
#include "core/hint.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"
#include "system/child.h"

#include "core/banned.h"

static void look_at_records(struct trust *trust, struct findings *findings)
{
	struct buf text = BUF_INIT;
	struct finding *f;

	trust_load(trust);
	if (!trust->fault)
		return;
	hint_store(&text, trust);
	f = findings_add(findings, "store", trust->fault_file, text.data);
	if (trust->fault == trust_writable)
		f->mend = formatted("chmod go-rwx %s %s", paste_word(trust->fault_file),
				    paste_word(path_parent(trust->fault_file)));
	else if (trust->bad_line)
		f->mend =
			formatted("sed -i %ud %s", trust->bad_line, paste_word(trust->fault_file));
}

/* A helper with another protocol exits with 2. */
static bool is_of_another_version(const char *helper)
{
	const char *const argv[] = {
		helper, "bash", SHELL_PROTOCOL, "cd", "", "/", "", "", "", "", "", "", NULL
	};
	const char *const *envp = child_environment(NULL, (const char *const[]){ NULL });
	struct child child;

	if (child_start(&child, argv, envp, 5))
		return false;
	child_wait(&child);
	return WIFEXITED(child.status) && WEXITSTATUS(child.status) == EXIT_USAGE;
}

static void look_at_hook(const struct context *ctx, const struct here *here,
			 struct findings *findings)
{
	const char *helper = program_helper();
	struct finding *f;

	if (!helper)
		findings_add(findings, "hook", program_path(),
			     "avenv-hook is missing, so nothing is turned on until avenv is "
			     "installed again");
	else if (is_of_another_version(helper))
		findings_add(findings, "hook", helper,
			     "avenv-hook is of another version of avenv than avenv itself, so "
			     "nothing is turned on until both are installed again");
	if (here->outdated) {
		f = findings_add(findings, "hook", paste_shell()->name,
				 "the hook in this shell is of another version of avenv, and does "
				 "nothing");
		f->mend = formatted("exec %s", paste_shell()->name);
	} else if (!here->hook) {
		f = findings_add(
			findings, "hook", NULL,
			"the hook is not loaded in this shell, so nothing is turned on by itself");
		f->harmless = true;
		f->mend = setup_next(&ctx->settings);
	}
}

/* A second hook at each prompt takes away what the first has turned on. */
static void look_for_activators(const struct here *here, struct findings *findings)
{
	if (is_set(getenv("PYENV_VIRTUALENV_INIT")))
		findings_add(findings, "activator", "pyenv-virtualenv",
			     "pyenv-virtualenv's hook is loaded in this shell as well, and turns "
			     "off environments that it did not turn on")
			->harmless = !here->hook;
}

void doctor_here(struct context *ctx, const struct here *here, struct findings *findings)
{
	look_at_records(&ctx->trust, findings);
	look_at_hook(ctx, here, findings);
	look_for_activators(here, findings);
}
