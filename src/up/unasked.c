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

/* WANTED, a file or a group of a project, has a package that is not among DISTS of FOUND. */
static bool is_lacking(struct comparison wanted, const struct verdict *found,
		       const struct dists *dists)
{
	if (!verdict_is_usable(found))
		return true;
	wanted.venv = &found->venv;
	wanted.dists = dists;
	declared_compare(&wanted);
	return wanted.fault || wanted.unjudged.count || declared_is_different(&wanted);
}

void up_note_dev(const struct up_options *o, const struct project *p, const struct verdict *found,
		 const char *pip)
{
	bool usable = verdict_is_usable(found);
	/* Nobody knows where the tool will make an environment. */
	const char *file = !p->manifest->tool || usable ? up_dev_file(p->dir) : NULL;
	/* The tools install the group dev by default, and pip does not. */
	bool has_group = p->manifest == &manifest_project && !strings_contain(&o->groups, "dev") &&
			 toml_at(manifest_pyproject(p->dir, NULL), "dependency-groups.dev");
	struct comparison in_file = { 0 }, in_group = { 0 };
	struct dists dists = { 0 };
	const char *line;

	if (o->files.count)
		return;
	if (usable && (file || has_group))
		dists_read(&found->venv, &dists);
	if (file) {
		line = joined("avenv up -r ", file);
		in_file.project = (struct project){ .dir = p->dir, .root = p->dir };
		strings_add(&in_file.files, path_join(p->dir, file));
		if (is_lacking(in_file, found, &dists))
			note("'%s' is not installed unasked; %s installs it", file,
			     paste_quoted(paste_in(p->dir, line)));
	}
	if (has_group) {
		line = paste_in(p->dir, "avenv up --group dev");
		in_group.project = *p;
		strings_add(&in_group.groups, "dev");
		if (is_lacking(in_group, found, &dists))
			note("the group 'dev' is not installed unasked; %s %s", paste_quoted(line),
			     !pip || pip_is(pip, PIP_WITH_GROUPS) ? "installs it" :
								    "says how it is installed");
	}
}
