/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/doctor_shell.h"

#include <errno.h>
#include <stdlib.h>

#include "core/escape.h"
#include "core/path.h"
#include "finders/store.h"
#include "lookup/reason.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "setup/everywhere.h"
#include "setup/in_effect.h"
#include "setup/program.h"
#include "setup/setup.h"

/* ---- variables ------------------------------------------------------------------ */

/* Add a finding if another python or pip comes before that of the active environment on PATH. */
static void look_at_path(const struct calling_shell *s, struct findings *findings)
{
	const char *active = s->look.virtual_env, *first;
	struct venv venv;

	venv_read(active, &venv);
	first = outranked_by(s, &venv);
	if (!first)
		return;
	findings_say(findings, "path-order", *first ? first : active,
		     *first ? "'%s' is on, but '%s' comes before it on PATH" :
			      "'%s' is on, but PATH has no python",
		     shown(active), shown(first))
		->mend = order_line(s, &venv, first);
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
		f->mend = paste_unset(name);
	}
}

/* ---- avenv itself --------------------------------------------------------------- */

static void look_at_records(struct trust *trust, struct findings *findings)
{
	const char *file;
	struct finding *f;

	trust_load(trust);
	if (!trust->fault)
		return;
	file = trust->file;
	f = findings_add(findings, "records", file, trust->fault);
	if (ends_with(trust->fault, trust_writable) && chmod_command(file) &&
	    chmod_command(path_parent(file)))
		f->mend = formatted("chmod go-rwx %s %s", paste_word(file),
				    paste_word(path_parent(file)));
	else if (trust->bad_line)
		f->mend = formatted("sed -i %ud %s", trust->bad_line, paste_word(file));
}

/* Settings and directories that hide environments of other tools */
static void look_at_stores(const struct context *ctx, struct findings *findings)
{
	const char *dir = ctx->physical ? ctx->physical : "/", *editor = tool_variable("EDITOR"),
		   *path;

	for (size_t i = 0; stores[i]; i++) {
		const char *fault = store_fault(stores[i], dir, &path);

		if (fault)
			findings_add(findings, "store", stores[i]->tool, escape_unprintable(fault))
				->mend = ends_with(fault, strerror(EACCES)) ?
						 chmod_read_command(path) :
						 formatted("%s %s", editor ? editor : "vi",
							   paste_word(path));
	}
}

static void look_at_hook(const struct context *ctx, const struct calling_shell *s,
			 struct findings *findings)
{
	struct reason unasked = unasked_reason(s);
	const char *cd = getenv("AVENV_CD"), *alias = aliased_python(s);
	struct finding *f;

	if (!program_helper())
		findings_add(findings, "hook", program_path(),
			     "avenv-hook is missing, so nothing is turned on: install avenv again");
	if (!s->hook) {
		const struct reason missing = setup_missing();

		f = findings_say(findings, "hook", NULL, "%s, so nothing is turned on",
				 missing.why);
		f->harmless = true;
		f->mend = missing.next;
	}
	if (unasked.why)
		findings_add(findings, "hook", NULL, unasked.why)->mend = unasked.next;
	if (s->hook && cd && !strstr(cd, "_avenv_"))
		findings_add(findings, "hook", NULL,
			     "'cd' does not run avenv, only the next prompt does; in your startup "
			     "file, define it before avenv's line, and not readonly")
			->harmless = true;
	if (alias) {
		f = findings_say(
			findings, "hook", NULL,
			"'python' is an alias of '%s', which comes before each environment's",
			shown(alias));
		f->mend = "unalias python";
		f->harmless = true;
	}
	if (is_set(getenv("PYENV_VIRTUALENV_INIT")))
		findings_add(findings, "activator", "pyenv-virtualenv",
			     "the hook of pyenv-virtualenv is loaded as well, and turns off "
			     "environments of others; remove 'pyenv virtualenv-init' from your "
			     "startup file")
			->harmless = !s->hook;
}

/* The part of `avenv setup --everywhere` that is not in effect in this process. */
static void look_at_everywhere(struct findings *findings)
{
	const char *mend, *fault = everywhere_fault(&mend);

	if (is_set(fault))
		findings_say(findings, "everywhere", NULL,
			     "'setup --everywhere' is not in effect here: %s", fault)
			->mend = mend;
}

void doctor_shell(struct context *ctx, const struct calling_shell *s, struct findings *findings)
{
	const char *active = s->look.virtual_env;

	if (is_set(active) && s->plan.situation.active == ACTIVE_NONE)
		findings_say(findings, "active-gone", active,
			     "VIRTUAL_ENV is '%s', whose programs are not on PATH", shown(active))
			->mend = paste_unset("VIRTUAL_ENV");
	else if (is_set(active) && active[0] == '/' && venv_exists(active))
		look_at_path(s, findings);
	else if (is_set(active))
		findings_say(findings, "active-gone", active,
			     "VIRTUAL_ENV is '%s', which is no environment", shown(active))
			->mend = paste_unset("VIRTUAL_ENV");
	look_at_variables(findings);
	look_at_records(&ctx->trust, findings);
	look_at_stores(ctx, findings);
	look_at_hook(ctx, s, findings);
	look_at_everywhere(findings);
}
