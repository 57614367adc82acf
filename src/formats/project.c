/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/project.h"

#include "core/buf.h"
#include "formats/pep440.h"

const char *project_name(const struct toml *root)
{
	const char *name = toml_string_at(root, "project.name");

	return name ? name : toml_string_at(root, "tool.poetry.name");
}

const struct toml *project_python(const struct toml *root)
{
	const struct toml *asked = toml_at(root, "project.requires-python");

	if (!asked)
		asked = toml_at(root, "tool.poetry.dependencies.python");
	return asked && asked->type == TOML_STRING ? asked : NULL;
}

const char *specifiers_for(const char *version, bool locked)
{
	if (!version)
		return "";
	/* poetry's "^1.2" and "~1.2" have an upper limit as well. */
	if (*version && strchr("^~", *version) && pep440_normalize(version + 1))
		return joined(">=", version + 1);
	if (pep440_normalize(version))
		return joined(locked ? "===" : "==", version);
	return pep440_are_specifiers(version) ? version : "";
}
