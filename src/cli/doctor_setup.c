/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How avenv is set up in this shell, and what else turns environments on. */
#include <stdlib.h>

#include "cli/clash.h"
#include "cli/doctor.h"
#include "cli/own.h"
#include "cli/unhooked.h"
#include "core/hint.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

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

void doctor_hook(const struct surroundings *s)
{
	const struct here *here = s->here;
	struct finding *f;

	if (!own_helper())
		findings_add(s->findings, "no-helper", own_program(),
			     "avenv-hook, which belongs beside avenv, is not "
			     "there: nothing is turned on by itself until it "
			     "is installed again");
	if (here->outdated) {
		f = findings_add(s->findings, "hook-outdated", here->hook->name,
				 "the hook in this shell came with another "
				 "version of avenv, and does nothing");
		FINDING_MEND(f, "exec ", here->hook->name);
	} else if (!here->hook) {
		f = findings_add(s->findings, "no-hook", NULL,
				 "the hook is not loaded in this shell, so "
				 "nothing is turned on by itself");
		f->harmless = true;
		f->mend = unhooked_next(&s->ctx->settings);
	}
	if (here->session.off) {
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

/* A stock activate script writes into a prompt that shows it by itself. */
void doctor_prompt(const struct surroundings *s)
{
	static const char variable[] = "VIRTUAL_ENV_DISABLE_PROMPT";
	const struct here *here = s->here;
	struct finding *f;

	if (!here->session.stock || !is_set(here->prompt) || is_set(getenv(variable)))
		return;
	f = findings_say(s->findings, "prompt-twice", here->prompt,
			 "%s shows the environment, and so does what its "
			 "'activate' put into the prompt",
			 shown(here->prompt));
	f->harmless = true;
	FINDING_MEND(f, paste_shell() == &shell_fish ? "set -gx " : "export ", variable,
		     paste_shell() == &shell_fish ? " 1" : "=1");
}
