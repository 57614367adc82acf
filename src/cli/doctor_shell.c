/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this shell's variables do to every environment. */
#include <fcntl.h>
#include <stdlib.h>

#include "cli/doctor.h"
#include "core/path.h"
#include "installed/script.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/guess.h"

#include "core/banned.h"

/* Why VIRTUAL_ENV, which is PATH, names no environment; NULL: it does. */
static const char *unusable(const char *path)
{
	struct venv venv;

	if (path[0] != '/')
		return "which is no absolute path";
	venv_read(path, &venv);
	return venv.health == NO_CFG ? "where no environment is" : NULL;
}

void doctor_active(const struct surroundings *s)
{
	const char *active = s->here->look.virtual_env, *why;

	why = is_set(active) ? unusable(active) : NULL;
	if (!why)
		return;
	findings_say(s->findings, "active-gone", active,
		     "VIRTUAL_ENV says '%s', %s: what goes by it works on "
		     "something else",
		     shown(active), why)
		->mend = here_unset_line("VIRTUAL_ENV");
}

/* What typing NAME runs by PATH; NULL: nothing. */
static const char *found_by(const char *list, const char *name)
{
	const char *dir;

	while ((dir = settings_element(&list))) {
		const char *path = path_join(*dir ? dir : ".", name);

		if (file_is_program(path))
			return path;
	}
	return NULL;
}

/* Both are in one directory, whichever way it is named. */
static bool is_beside(const char *path, const char *bin)
{
	struct file_info a, b;

	return !file_stat(path_parent(path), &a) && !file_stat(bin, &b) && file_same(&a, &b);
}

/* PATH names another's first: the shell may have gone further, by an alias. */
void doctor_path(const struct surroundings *s)
{
	static const char *const names[] = { "python", "python3", "pip", "pip3" };
	const char *active = s->here->look.virtual_env, *first;
	const char *list = s->here->look.path;
	struct finding *f;
	struct venv venv;

	if (!is_set(active) || unusable(active))
		return;
	venv_read(active, &venv);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (!file_is_program(path_join(venv_bin(&venv), names[i])))
			continue;
		first = found_by(list, names[i]);
		if (first && is_beside(first, venv_bin(&venv)))
			continue;
		f = findings_say(s->findings, "path-order", first,
				 "'%s' is on, but PATH has '%s' for %s; 'type "
				 "%s' tells what this shell runs",
				 shown(active), first ? shown(first) : "nothing", names[i],
				 names[i]);
		if (paste_shell() == &shell_fish)
			FINDING_MEND(f, "set -gx PATH ", venv_bin(&venv), " $PATH");
		else
			FINDING_MEND(f, "PATH=", venv_bin(&venv), ":$PATH");
		return;
	}
}

/* What Python itself obeys before it knows of an environment. */
void doctor_python_vars(const struct surroundings *s)
{
	const char *home = getenv("PYTHONHOME"), *path = getenv("PYTHONPATH");
	struct finding *f;

	if (is_set(home) && is_set(s->here->look.virtual_env)) {
		f = findings_say(s->findings, "pythonhome", home,
				 "PYTHONHOME says '%s': with it Python looks "
				 "for no environment",
				 shown(home));
		f->mend = here_unset_line("PYTHONHOME");
	}
	if (is_set(path)) {
		f = findings_say(s->findings, "pythonpath", path,
				 "PYTHONPATH says '%s': modules there come "
				 "before those of any environment",
				 shown(path));
		f->harmless = true;
		f->mend = here_unset_line("PYTHONPATH");
	}
}

/* What makes pip install elsewhere than in the environment that is on. */
void doctor_pip_vars(const struct surroundings *s)
{
	static const char *const names[] = { "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON" };
	struct finding *f;

	if (settings_on(getenv("PIP_USER"))) {
		f = findings_add(s->findings, "pip-variable", "PIP_USER",
				 "PIP_USER is set: pip refuses to install in "
				 "an environment");
		f->mend = here_unset_line("PIP_USER");
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (!is_set(value))
			continue;
		f = findings_say(s->findings, "pip-variable", names[i],
				 "%s says '%s': pip installs there, whatever "
				 "environment is on",
				 names[i], shown(value));
		f->mend = here_unset_line(names[i]);
	}
}

/* The Python that starts the script at PATH; NULL: it is none. */
static const char *started_by(const char *path)
{
	struct launcher launcher;
	struct text text;

	return !file_slurp(path, FILE_MAX, &text) && launcher_parse(text.data, &launcher) ?
		       launcher.interpreter :
		       NULL;
}

/* Why pip, typed with no environment on, says what it says. */
void doctor_managed(const struct surroundings *s)
{
	struct python_guess base;
	const char *list = getenv("PATH"), *pip, *python;
	struct finding *f;

	if (is_set(s->here->look.virtual_env) || !list)
		return;
	pip = found_by(list, "pip");
	python = pip ? started_by(pip) : NULL;
	/* That of an environment that is on by PATH alone does not. */
	if (!python || python_in_env(python))
		return;
	if (!python_guess(python, &base) || !base.stdlib ||
	    file_exists(AT_FDCWD, path_join(base.stdlib, "EXTERNALLY-MANAGED")) <= 0)
		return;
	f = findings_say(s->findings, "managed", python,
			 "'%s' is the system's to manage, and no environment is "
			 "on: 'pip install' refuses "
			 "(\"externally-managed-environment\")",
			 shown(python));
	f->harmless = true;
}

void doctor_conda(const struct surroundings *s)
{
	const char *prefix = getenv("CONDA_PREFIX");
	struct finding *f;

	if (!is_set(prefix) || !is_set(s->here->look.virtual_env))
		return;
	f = findings_say(s->findings, "conda", prefix,
			 "conda's '%s' is on as well: what '%s' has not, such "
			 "as a pip, comes from there",
			 shown(prefix), shown(s->here->look.virtual_env));
	f->harmless = true;
	f->mend = "conda deactivate";
}
