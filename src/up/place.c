/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "up/place.h"

#include "core/path.h"
#include "finders/tool_settings.h"
#include "print/paste.h"

/* VARIABLE makes the tool of U install elsewhere. */
static int refuse_variable(const struct up *u, const struct tool_place *place, const char *variable)
{
	return error("with %s set %s does not install into %s; %s first", variable,
		     u->in.manifest->tool->name, place->shown, paste_quoted(paste_unset(variable)));
}

/* VALUE of A leads the tool of U away. */
static bool leads_away(const struct up *u, const struct away *a, const char *value)
{
	if (!a->right)
		return tool_is_on(value) == a->wrong;
	value = path_clean(path_join(u->project.dir, value));
	return !streq(value, path_clean(path_join(u->project.dir, a->right))) &&
	       !streq(value, path_clean(path_join(u->project.root, a->right)));
}

/*
 * A tool takes the active environment, that of U before conda's. While conda's `base` is active it
 * takes none, but .venv, or makes its own.
 */
static int check_conda(const struct up *u, const struct tool_place *place)
{
	const char *name = tool_variable("CONDA_DEFAULT_ENV"), *env = u->found.candidate.name;
	bool is_base = name && streq(name, "base"), fits;

	fits = u->in.venv ? !is_base || streq(env, ".venv") : is_base;
	if (fits || !tool_variable("CONDA_PREFIX"))
		return 0;
	return error("while conda's environment '%s' is active %s does not install into %s; "
		     "'conda deactivate' first",
		     shown(name ? name : tool_variable("CONDA_PREFIX")), u->in.manifest->tool->name,
		     place->shown);
}

int up_check_place(const struct up *u)
{
	const struct tool *tool = u->project.manifest->tool;
	struct tool_place place = { .root = u->project.root, .found = &u->found };

	place.shown = u->in.venv ? formatted("'%s'", shown(u->in.venv->path)) :
				   formatted("an environment of '%s'", shown(u->project.root));
	for (const struct away *a = tool ? tool->away : NULL; a && a->name; a++) {
		const char *value = tool_variable(a->name);

		if (value && leads_away(u, a, value))
			return refuse_variable(u, &place, a->name);
	}
	if (!tool || !tool->find_place)
		return 0;
	tool->find_place(&u->in, &place);
	if (place.variable)
		return refuse_variable(u, &place, place.variable);
	if (place.elsewhere.why)
		return error("%s", reason_line(place.elsewhere));
	return place.takes_active ? check_conda(u, &place) : 0;
}
