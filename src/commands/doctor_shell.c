/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Variables of this shell that get in the way of an environment. */
#include <stdlib.h>

#include "commands/doctor_here.h"
#include "core/path.h"
#include "core/venv.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

static const char *unset_line(const char *variable)
{
	return formatted("%s %s", paste_shell() == &shell_fish ? "set -e" : "unset", variable);
}

/* The program that NAME starts by the directories in LIST; NULL: none. */
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
static bool is_in(const char *path, const char *bin)
{
	struct file_info a, b;

	return !file_stat(path_parent(path), &a) && !file_stat(bin, &b) && file_same(&a, &b);
}

/* A system has a python3 in /usr/bin, but not always a python. */
static void look_at_path(const char *active, const char *list, struct findings *findings)
{
	const char *first = found_by(list, "python3"), *bin;
	struct finding *f;
	struct venv venv;

	venv_read(active, &venv);
	bin = venv_bin(&venv);
	if (!file_is_program(path_join(bin, "python3")) || (first && is_in(first, bin)))
		return;
	f = findings_say(findings, "path-order", first,
			 "'%s' is on, but PATH leads python3 to '%s'", shown(active),
			 first ? shown(first) : "nothing");
	f->mend =
		formatted(paste_shell() == &shell_fish ? "set -gx PATH %s $PATH" : "PATH=%s:$PATH",
			  paste_word(bin));
}

static void look_at_variables(bool active, struct findings *findings)
{
	static const struct {
		const char *name, *text;
		/** counts where an environment is on; may be set on purpose; 0 means unset */
		bool active, harmless, is_switch;
	} variables[] = {
		{ "PYTHONHOME", "Python looks for no environment then", true, false, false },
		{ "PYTHONPATH", "its modules hide those of an environment", false, true, false },
		{ "PIP_USER", "pip refuses to install in an environment", false, false, true },
		{ "PIP_TARGET", "pip installs there, whatever environment is on", false, false,
		  false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *name = variables[i].name, *value = getenv(name);
		struct finding *f;

		if (!is_set(value) || (variables[i].active && !active) ||
		    (variables[i].is_switch && !settings_on(value)))
			continue;
		f = findings_say(findings, "variable", name, "%s is '%s': %s", name, shown(value),
				 variables[i].text);
		f->harmless = variables[i].harmless;
		f->mend = unset_line(name);
	}
}

void doctor_shell(const char *virtual_env, const char *path, struct findings *findings)
{
	bool on = is_set(virtual_env);

	if (on && virtual_env[0] == '/' && venv_exists(virtual_env))
		look_at_path(virtual_env, path, findings);
	else if (on)
		findings_say(findings, "active-gone", virtual_env,
			     "VIRTUAL_ENV is '%s', where no environment is", shown(virtual_env))
			->mend = unset_line("VIRTUAL_ENV");
	look_at_variables(on, findings);
}
