/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pip: the settings by which it installs elsewhere, or nothing. */
#include <ctype.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "core/settings.h"
#include "declared/install.h"
#include "finders/tool_settings.h"
#include "formats/requirement.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"

static const char *const diverting[] = { "target", "prefix", "root", "user", "python", "dry-run" };
static const char *const sections[] = { "global", "install" };

/*
 * Set the element of PLACES, for each of `diverting` in SECTION of FILE, a pip.conf with TEXT, to
 * the place in words; "" if the setting is off there.
 */
static void read_section(const char *file, const char *text, const char *section,
			 const char **places)
{
	bool inside = false;
	size_t len;

	for (const char *line = text; *line; line += line[len] ? len + 1 : len) {
		size_t key_len = strcspn(line, "=:\n"), i = 0;
		const char *key, *value;

		len = strcspn(line, "\n");
		if (*line == '[')
			inside = starts_with(line, joined("[", section, "]"));
		/* A blank begins the rest of a value. */
		if (!inside || key_len + 1 >= len || strchr(" \t#;", *line))
			continue;
		key = requirement_key(mem_stripped(line, line + key_len));
		value = mem_stripped(line + key_len + 1, line + len);
		while (i < ARRAY_SIZE(diverting) && !streq(key, diverting[i]))
			i++;
		if (i < ARRAY_SIZE(diverting))
			places[i] = tool_is_on(value) ? formatted("'%s.%s' in '%s'", section,
								  diverting[i], shown(file)) :
							"";
	}
}

/* Set FILES to the files of settings that the pip of ENV, or NULL, reads, in its order. */
static void list_files(const char *env, struct strings *files)
{
	const char *dirs = getenv("XDG_CONFIG_DIRS"), *own = getenv("PIP_CONFIG_FILE"), *dir;

	if (is_set(own) && streq(own, "/dev/null"))
		return;
	dirs = is_set(dirs) ? dirs : "/etc/xdg";
	while ((dir = pathvar_next_dir(&dirs)))
		strings_add(files, path_join(dir, "pip/pip.conf"));
	strings_add(files, "/etc/pip.conf");
	if (settings_path("HOME") && !(is_set(own) && file_exists(own) > 0)) {
		strings_add(files, path_join(settings_path("HOME"), ".pip/pip.conf"));
		strings_add(files, settings_home(".config/pip/pip.conf"));
	}
	if (env)
		strings_add(files, path_join(env, "pip.conf"));
	if (is_set(own))
		strings_add(files, own);
}

/* The variable of pip for the setting NAME: "PIP_DRY_RUN". */
static const char *variable_of(const char *name)
{
	char *variable = mem_dups(joined("PIP_", name));

	for (char *c = variable; *c; c++)
		*c = (char)(*c == '-' ? '_' : toupper((unsigned char)*c));
	return variable;
}

struct reason pip_elsewhere(const char *env)
{
	const char *places[ARRAY_SIZE(diverting)] = { 0 };
	struct strings files = { 0 }, texts = { 0 };
	struct text text;

	list_files(env, &files);
	for (size_t i = 0; i < files.count; i++)
		strings_add(&texts,
			    file_slurp_follow(files.list[i], FILE_MAX, &text) ? "" : text.data);
	/* A later file replaces an earlier one, and [install] any [global]. */
	for (size_t k = 0; k < ARRAY_SIZE(sections); k++)
		for (size_t i = 0; i < files.count; i++)
			read_section(files.list[i], texts.list[i], sections[k], places);
	for (size_t i = 0; i < ARRAY_SIZE(diverting); i++) {
		const char *variable = variable_of(diverting[i]), *value = getenv(variable);

		if (tool_is_on(value))
			return (struct reason){
				formatted("with %s set pip does not install into the environment",
					  variable),
				paste_unset(variable), "first"
			};
		/* A variable that is set, though off, replaces what a file has. */
		if (is_set(places[i]) && !is_set(value))
			return (struct reason){
				formatted("with %s pip does not install into the environment; "
					  "that setting has to go first",
					  places[i]),
				"", ""
			};
	}
	return (struct reason){ 0 };
}
