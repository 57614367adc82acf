/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The findings of `avenv doctor` about the environment's Python in this shell: whether it starts,
 * and which variables lead it astray.
 */
#include <errno.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/site.h"
#include "mend/doctor.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/python.h"
#include "system/file_at.h"

/* The last line of TEXT that has more than blanks; "": none has. */
static const char *last_line(const char *text)
{
	const char *last = "";

	for (size_t n; *text; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (strspn(text, " \t\r") < n)
			last = mem_dup(text, n);
	}
	return last;
}

/* Nothing runs that a package of the environment or a variable of Python's brings. */
static void start(struct doctor *d)
{
	const char *python = venv_python(d->venv), *why;
	struct child child;

	if (python_start(&child, python, "pass", NULL)) {
		why = strerror(errno);
	} else {
		child_wait(&child);
		if (!child.late && !child.status)
			return;
		why = child.late ? "it does not end within 10 seconds" : last_line(child.err.data);
	}
	findings_say(&d->findings, "not-starting", python, "'%s' does not start in this shell%s%s",
		     shown(python), *why ? ": " : "", shown(why));
}

/* The module NAME of the directory DIR, a package or a file, is also in the directory OTHER. */
static bool is_module_of_both(const char *name, const char *dir, const char *other)
{
	const char *path = path_join(dir, name), *own = path_join(other, name);

	if (ends_with(name, ".py"))
		return file_exists(own) > 0;
	return !strpbrk(name, ".-") && !streq(name, "__pycache__") &&
	       file_exists(path_join(path, "__init__.py")) > 0 &&
	       file_exists(path_join(own, "__init__.py")) > 0;
}

/* PYTHONPATH leads Python to SUBJECT. */
static void astray(struct doctor *d, const char *subject, const char *text)
{
	struct finding *f = findings_add(&d->findings, "pythonpath", subject, text);

	f->mend = paste_unset("PYTHONPATH");
	f->harmless = true;
}

/* Add the first module of DIR, in PYTHONPATH, that hides one of the environment's. */
static bool has_hiding(struct doctor *d, const char *dir, const char *site, const char *stdlib)
{
	struct strings names = { 0 };

	if (dir_names(dir, &names) || file_same_at(dir, site))
		return false;
	strings_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.list[i];

		if (!is_module_of_both(name, dir, site) &&
		    !(stdlib && is_module_of_both(name, dir, stdlib)))
			continue;
		astray(d, path_join(dir, name),
		       formatted("PYTHONPATH has '%s', whose '%s' comes before its own", shown(dir),
				 shown(name)));
		return true;
	}
	return false;
}

/* Add the first directory of PYTHONPATH that depends on the working directory, or hides a module. */
static void look_for_hidden(struct doctor *d, const struct library *library)
{
	const char *site = site_path(d->venv, library, "lib"), *path = getenv("PYTHONPATH"), *dir,
		   *stdlib = venv_stdlib(d->venv, library->name);

	if (!is_set(path))
		return;
	while ((dir = settings_element(&path))) {
		if (*dir != '/') {
			astray(d, dir,
			       formatted("PYTHONPATH has '%s', %s: Python takes modules from there",
					 shown(dir),
					 *dir ? "a path from the working directory" :
						"which is the working directory"));
			return;
		}
		if (has_hiding(d, dir, site, stdlib))
			return;
	}
}

void doctor_python(struct doctor *d, const struct library *library)
{
	const char *active = getenv("VIRTUAL_ENV"), *home = getenv("PYTHONHOME");
	bool is_on = is_set(active) && file_same_at(active, d->venv->path);

	if (!d->sound || !verdict_is_usable(d->found))
		return;
	look_for_hidden(d, library);
	if (is_on && is_set(home))
		findings_say(&d->findings, "pythonhome", home,
			     "PYTHONHOME is '%s', so each Python takes its modules from there",
			     shown(home))
			->mend = paste_unset("PYTHONHOME");
	else
		start(d);
}
