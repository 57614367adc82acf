/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/doctor_shell.h"

#include <stdlib.h>

#include "command/program.h"
#include "core/hint.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"

#include "core/banned.h"

/* ---- variables ------------------------------------------------------------------ */

/* The first program NAME in the directories of PATH; NULL: there is none. */
static const char *program_in(const char *path, const char *name)
{
	const char *dir;

	while ((dir = settings_element(&path))) {
		const char *program = path_join(*dir ? dir : ".", name);

		if (file_is_program(program))
			return program;
	}
	return NULL;
}

/* Another directory of PATH comes before that of the environment ACTIVE. */
static void look_at_path(const char *active, const char *path, struct findings *findings)
{
	const char *first = program_in(path, "python3"), *bin;
	struct buf mend = BUF_INIT;
	struct file_info a, b;
	struct finding *f;
	struct venv venv;

	venv_read(active, &venv);
	bin = venv_bin(&venv);
	if (!file_is_program(path_join(bin, "python3")) ||
	    (first && !file_stat(path_parent(first), &a) && !file_stat(bin, &b) &&
	     file_same(&a, &b)))
		return;
	f = findings_say(findings, "path-order", first, "'%s' is on, but python3 on PATH is '%s'",
			 shown(active), first ? shown(first) : "missing");
	shell_put(&mend, paste_shell(), paste_shell()->path_line, NULL, bin);
	f->mend = mend.data;
}

static void look_at_variables(struct findings *findings)
{
	static const struct {
		const char *name, *text;
		/** may be set on purpose */
		bool harmless;
	} variables[] = {
		{ "PYTHONHOME", "Python finds no environment", false },
		{ "PYTHONPATH", "its modules hide those of an environment", true },
		{ "PIP_USER", "pip refuses to install in an environment", false },
		{ "PIP_TARGET", "pip installs there, not in the environment", false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *name = variables[i].name, *value = getenv(name);
		struct finding *f;

		if (!is_set(value) || streq(value, "0"))
			continue;
		f = findings_say(findings, "variable", name, "%s is '%s': %s", name, shown(value),
				 variables[i].text);
		f->harmless = variables[i].harmless;
		f->mend = here_unset_line(name);
	}
}

/* ---- avenv itself --------------------------------------------------------------- */

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

static void look_at_hook(const struct context *ctx, const struct here *here,
			 struct findings *findings)
{
	const char *helper = program_helper();
	struct finding *f;

	if (!helper)
		findings_add(findings, "hook", program_path(),
			     "avenv-hook is missing, so nothing is turned on: install avenv again");
	if (here->outdated) {
		f = findings_add(findings, "hook", paste_shell()->name,
				 "the hook in this shell is of another version of avenv");
		f->mend = formatted("exec %s", paste_shell()->name);
	} else if (!here->hook) {
		f = findings_add(findings, "hook", NULL,
				 "the hook is not loaded in this shell, so nothing is turned on");
		f->harmless = true;
		f->mend = setup_next(&ctx->settings);
	}
	if (is_set(getenv("PYENV_VIRTUALENV_INIT")))
		findings_add(findings, "activator", "pyenv-virtualenv",
			     "the hook of pyenv-virtualenv is loaded as well, and turns off "
			     "environments of others")
			->harmless = !here->hook;
}

void doctor_shell(struct context *ctx, const struct here *here, struct findings *findings)
{
	const char *active = here->look.virtual_env;
	bool on = is_set(active);

	if (on && active[0] == '/' && venv_exists(active))
		look_at_path(active, here->look.path, findings);
	else if (on)
		findings_say(findings, "active-gone", active,
			     "VIRTUAL_ENV is '%s', which is no environment", shown(active))
			->mend = here_unset_line("VIRTUAL_ENV");
	look_at_variables(findings);
	look_at_records(&ctx->trust, findings);
	look_at_hook(ctx, here, findings);
}
