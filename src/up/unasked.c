/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which packages for developers `up` leaves out, and the command that installs them. */
#include "core/path.h"
#include "print/paste.h"
#include "up/up.h"

/* The environment FOUND has all that C asks for. */
static bool has_all(const struct verdict *found, struct comparison c)
{
	struct dists dists = { 0 };

	if (!verdict_is_usable(found))
		return false;
	c.venv = &found->venv;
	c.dists = &dists;
	dists_read(c.venv, &dists);
	declared_compare(&c);
	return !c.fault && !c.unjudged.count && !declared_is_different(&c);
}

static void note_dev_file(const struct up *u, const struct verdict *found)
{
	struct comparison file = { .project = u->project.dir };
	const char *line = joined("avenv up -r ", u->dev_file);

	strings_add(&file.files, path_join(u->project.dir, u->dev_file));
	if (!has_all(found, file))
		note("'%s' is not installed unasked; %s installs it", u->dev_file,
		     paste_quoted(paste_in(u->project.dir, line)));
}

/* Name the group dev, which the tools install by default, and pip does not. */
static void note_dev_group(const struct up *u, const struct verdict *found)
{
	struct comparison group = { .project = u->project.dir };
	const char *line = paste_in(u->project.dir, "avenv up --group dev");

	strings_add(&group.groups, "dev");
	if (!strings_contain(&u->in.groups, "dev") &&
	    toml_at(u->pyproject, "dependency-groups.dev") && !has_all(found, group))
		note("the group 'dev' is not installed unasked; %s %s", paste_quoted(line),
		     !u->in.pip || pip_is(u->in.pip, PIP_WITH_GROUPS) ? "installs it" :
									"says how it is installed");
}

void up_note_dev(const struct up *u, const struct verdict *found)
{
	bool by_pip = !u->project.manifest->tool;

	/* Nobody knows where the tool will make an environment. */
	if (u->dev_file && (by_pip || verdict_is_usable(found)))
		note_dev_file(u, found);
	if (u->project.manifest == &manifest_project)
		note_dev_group(u, found);
}
