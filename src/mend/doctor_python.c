/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The findings of `avenv doctor` about the environment's Python in this shell: whether it starts,
 * and which variables lead it astray.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/site.h"
#include "mend/doctor.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"
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

/*
 * The variables of this shell, with which a `python` that is typed starts; but without those that
 * avenv unsets when it turns the environment on, unless it IS_ON, and the one that waits for input.
 */
static const char *const *variables(bool is_on)
{
	struct strings kept = { 0 };

	for (char **entry = environ; *entry; entry++)
		if (!starts_with(*entry, "PYTHONINSPECT=") &&
		    (is_on || !starts_with(*entry, "PYTHONHOME=")))
			strings_add(&kept, *entry);
	return kept.list;
}

/* With -S nothing of the environment's packages runs, and no startup code that one has added. */
static void start(struct doctor *d, bool is_on)
{
	const char *python = venv_python(d->venv), *why;
	const char *const argv[] = { python, "-S", "-c", "pass", NULL };
	struct child child;

	if (child_start(&child, argv, variables(is_on), 10)) {
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

/* Add the first directory of PYTHONPATH with a module that hides one of the environment's. */
static void look_for_hidden(struct doctor *d, const struct library *library)
{
	const char *site = site_path(d->venv, library, "lib"), *path = getenv("PYTHONPATH"), *dir;

	while (path && (dir = settings_element(&path))) {
		struct strings names = { 0 };

		if (*dir != '/' || dir_names(dir, &names) || file_same_at(dir, site))
			continue;
		strings_sort(&names);
		for (size_t i = 0; i < names.count; i++) {
			struct finding *f;

			if (!is_module_of_both(names.list[i], dir, site))
				continue;
			f = findings_say(&d->findings, "pythonpath", path_join(dir, names.list[i]),
					 "PYTHONPATH has '%s', whose '%s' comes before its own",
					 shown(dir), shown(names.list[i]));
			f->mend = paste_unset("PYTHONPATH");
			f->harmless = true;
			return;
		}
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
		start(d, is_on);
}
