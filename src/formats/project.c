/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/project.h"

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

const char *project_python_specifiers(const struct toml *asked)
{
	const char *specifiers = asked ? specifiers_for(asked->text, false) : NULL;

	return specifiers ? specifiers : "";
}
