/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which packages for developers `up` leaves out, and the command that installs them. */
#include "core/path.h"
#include "print/paste.h"
#include "up/up.h"

const char *up_dev_file(const char *dir)
{
	static const char *const files[] = { "requirements-dev.txt", "dev-requirements.txt",
					     "requirements/dev.txt", NULL };
	const char *const *file = files;

	while (*file && file_exists(path_join(dir, *file)) <= 0)
		file++;
	return *file;
}

/* WANTED, a file or a group of U's project, has a package that is not among DISTS of FOUND. */
static bool is_lacking(const struct up *u, struct comparison wanted, const struct verdict *found,
		       const struct dists *dists)
{
	if (!verdict_is_usable(found))
		return true;
	wanted.project = u->project.dir;
	wanted.venv = &found->venv;
	wanted.dists = dists;
	declared_compare(&wanted);
	return wanted.fault || wanted.unjudged.count || declared_is_different(&wanted);
}

void up_note_dev(const struct up *u, const struct verdict *found)
{
	bool usable = verdict_is_usable(found), by_pip = !u->project.manifest->tool;
	/* Nobody knows where the tool will make an environment. */
	const char *file = by_pip || usable ? u->dev_file : NULL;
	/* The tools install the group dev by default, and pip does not. */
	bool has_group = u->project.manifest == &manifest_project &&
			 !strings_contain(&u->in.groups, "dev") &&
			 toml_at(u->pyproject, "dependency-groups.dev");
	struct comparison in_file = { 0 }, in_group = { 0 };
	struct dists dists = { 0 };
	const char *line;

	if (usable && (file || has_group))
		dists_read(&found->venv, &dists);
	if (file) {
		line = joined("avenv up -r ", file);
		strings_add(&in_file.files, path_join(u->project.dir, file));
		if (is_lacking(u, in_file, found, &dists))
			note("'%s' is not installed unasked; %s installs it", file,
			     paste_quoted(paste_in(u->project.dir, line)));
	}
	if (has_group) {
		line = paste_in(u->project.dir, "avenv up --group dev");
		strings_add(&in_group.groups, "dev");
		if (is_lacking(u, in_group, found, &dists))
			note("the group 'dev' is not installed unasked; %s %s", paste_quoted(line),
			     !u->in.pip || pip_is(u->in.pip, PIP_WITH_GROUPS) ?
				     "installs it" :
				     "says how it is installed");
	}
}
