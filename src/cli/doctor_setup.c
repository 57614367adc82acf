/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How avenv is set up in this shell, and what else turns environments on. */
#include <stdlib.h>
#include <sys/wait.h>

#include "cli/clash.h"
#include "cli/doctor.h"
#include "cli/own.h"
#include "cli/unhooked.h"
#include "core/hint.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"

#include "core/banned.h"

void doctor_store(const struct surroundings *s)
{
	struct trust *trust = &s->ctx->trust;
	struct buf text = BUF_INIT, literal = BUF_INIT;
	struct finding *f;

	trust_load(trust);
	if (!trust->fault)
		return;
	hint_store(&text, trust);
	f = findings_add(s->findings, "store", trust->fault_file, text.data);
	if (trust->fault == TRUST_WRITABLE) {
		FINDING_MEND(f, "chmod go-rwx ", trust->fault_file, " ",
			     path_parent(trust->fault_file));
	} else if (trust->fault == TRUST_DAMAGED) {
		buf_puts(&literal, "sed -i ");
		buf_putu(&literal, trust->bad_line);
		buf_puts(&literal, "d ");
		FINDING_MEND(f, literal.data, trust->fault_file);
	}
}

/* The helper exits with 2 where its protocol is another, as after half an upgrade. */
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

void doctor_hook(const struct surroundings *s)
{
	const char *helper = own_helper();
	const struct here *here = s->here;
	struct finding *f;

	if (!helper)
		findings_add(s->findings, "no-helper", own_program(),
			     "avenv-hook, which belongs beside avenv, is not "
			     "there: nothing is turned on by itself until it "
			     "is installed again");
	else if (is_of_another_version(helper))
		findings_add(
			s->findings, "helper-version", helper,
			"avenv-hook is of another version of avenv than avenv itself, so nothing "
			"is turned on until both are installed again");
	if (here->outdated) {
		f = findings_add(s->findings, "hook-outdated", paste_shell()->name,
				 "the hook in this shell came with another "
				 "version of avenv, and does nothing");
		FINDING_MEND(f, "exec ", paste_shell()->name);
	} else if (!here->hook) {
		f = findings_add(s->findings, "no-hook", NULL,
				 "the hook is not loaded in this shell, so "
				 "nothing is turned on by itself");
		f->harmless = true;
		f->mend = unhooked_next(&s->ctx->settings);
	}
	if (here->plan.situation.off) {
		f = findings_add(s->findings, "off", NULL,
				 "avenv is off in this shell, so nothing is "
				 "turned on by itself");
		f->harmless = true;
		f->mend = here_on_line(here);
	}
}

/* A second one at each prompt takes away what the first has turned on. */
static void look_for_pyenv(const struct surroundings *s)
{
	struct finding *f;

	if (!is_set(getenv("PYENV_VIRTUALENV_INIT")))
		return;
	f = findings_add(s->findings, "two-hooks", "pyenv-virtualenv",
			 "pyenv-virtualenv's hook is loaded in this shell as "
			 "well: it turns off what it did not turn on");
	f->harmless = !s->here->hook;
}

void doctor_clashes(const struct surroundings *s)
{
	struct clashes clashes = { 0 };

	look_for_pyenv(s);
	if (!s->ctx->settings.home)
		return;
	clash_find_shell(&s->ctx->settings, paste_shell(), &clashes);
	clash_find(&s->ctx->settings, &clashes);
	for (size_t i = 0; i < clashes.count; i++) {
		const struct clash_seen *seen = &clashes.list[i];
		const char *id = seen->alias ? "alias" : "activator";

		findings_add(s->findings, id, seen->path, clash_text(seen))->harmless =
			!seen->alias;
	}
}
