/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "build/launcher.h"
#include "cli/wheel.h"
#include "core/mem.h"

#include "core/banned.h"

/**
 * What a pip, or the distlib in it, puts behind the first line, in the order of
 * the versions.
 */
static const struct {
	/** the first version that does so: major, and minor of two digits */
	unsigned long since;
	/** with these in turn put where "@" stands: module, the first part of
	 * the function, and the function */
	const char *text;
} styles[] = {
	{ 0, "\n"
	     "# -*- coding: utf-8 -*-\n"
	     "import re\n"
	     "import sys\n"
	     "\n"
	     "from @ import @\n"
	     "\n"
	     "if __name__ == '__main__':\n"
	     "    sys.argv[0] = re.sub(r'(-script\\.pyw?|\\.exe)?$', '', "
	     "sys.argv[0])\n"
	     "    sys.exit(@())\n" },
	{ 1903, "# -*- coding: utf-8 -*-\n"
		"import re\n"
		"import sys\n"
		"from @ import @\n"
		"if __name__ == '__main__':\n"
		"    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', "
		"sys.argv[0])\n"
		"    sys.exit(@())\n" },
	{ 2403, "# -*- coding: utf-8 -*-\n"
		"import re\n"
		"import sys\n"
		"if __name__ == '__main__':\n"
		"    from @ import @\n"
		"    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', "
		"sys.argv[0])\n"
		"    sys.exit(@())\n" },
	{ 2502, "import sys\n"
		"from @ import @\n"
		"if __name__ == '__main__':\n"
		"    if sys.argv[0].endswith('.exe'):\n"
		"        sys.argv[0] = sys.argv[0][:-4]\n"
		"    sys.exit(@())\n" },
	{ 2600, "import sys\n"
		"from @ import @\n"
		"if __name__ == '__main__':\n"
		"    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n"
		"    sys.exit(@())\n" },
};

/* "23.0.1" is 2300. */
unsigned long wheel_pip(const struct wheel *wheel)
{
	char *end;
	unsigned long major = strtoul(wheel->pip_version, &end, 10);

	return major * 100 + (*end == '.' ? strtoul(end + 1, NULL, 10) : 0);
}

void wheel_script_text(const struct wheel *wheel, const struct wheel_script *script,
		       const char *interpreter, struct buf *out)
{
	const char *holes[] = {
		script->module,
		mem_dup(script->function, strcspn(script->function, ".")),
		script->function,
	};
	const char *text = styles[0].text;
	const unsigned long pip = wheel_pip(wheel);
	size_t hole = 0;

	for (size_t i = 1; i < ARRAY_SIZE(styles); i++)
		if (pip >= styles[i].since)
			text = styles[i].text;
	launcher_head(out, interpreter, "");
	for (; *text; text++) {
		if (*text == '@')
			buf_puts(out, holes[hole++]);
		else
			buf_putc(out, *text);
	}
}

/** Scripts that pip makes for the Python it runs on, whatever the wheel says. */
static const struct {
	const char *name, *dash;
	/** one is called by the major version alone, too */
	bool major;
} versioned[] = {
	{ "pip", "", true },
	{ "easy_install", "-", false },
};

static void add(struct wheel_script **list, size_t *count, size_t *room,
		const struct wheel_script *script)
{
	*list = mem_grow(*list, *count, room, sizeof(**list));
	(*list)[(*count)++] = *script;
}

/* NAME is that script, or it with some version behind it. */
static bool is_versioned(size_t kind, const char *name)
{
	const char *dash = versioned[kind].dash;
	size_t len = strlen(versioned[kind].name);

	if (!starts_with(name, versioned[kind].name))
		return false;
	name += len;
	if (!*name)
		return true;
	if (!starts_with(name, dash))
		return false;
	name += strlen(dash);
	return *name && name[strspn(name, "0123456789.")] == '\0';
}

/* The script without a version, which the versioned ones then become. */
static const struct wheel_script *plain(const struct wheel *wheel, size_t kind)
{
	for (size_t i = 0; i < wheel->script_count; i++)
		if (streq(wheel->scripts[i].name, versioned[kind].name))
			return &wheel->scripts[i];
	return NULL;
}

static bool is_replaced(const struct wheel *wheel, const char *name)
{
	for (size_t kind = 0; kind < ARRAY_SIZE(versioned); kind++)
		if (is_versioned(kind, name) && plain(wheel, kind))
			return true;
	return false;
}

static const char *name_for(size_t kind, const char *version)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, versioned[kind].name, versioned[kind].dash, version);
	return b.data;
}

void wheel_scripts_of(const struct wheel *wheel, const struct python *python,
		      struct wheel_script **scripts, size_t *count)
{
	size_t room = 0;

	*scripts = NULL;
	*count = 0;
	for (size_t i = 0; i < wheel->script_count; i++)
		if (!is_replaced(wheel, wheel->scripts[i].name))
			add(scripts, count, &room, &wheel->scripts[i]);
	for (size_t kind = 0; kind < ARRAY_SIZE(versioned); kind++) {
		const struct wheel_script *script = plain(wheel, kind);
		struct buf major = BUF_INIT;
		struct wheel_script made;

		if (!script)
			continue;
		made = *script;
		add(scripts, count, &room, &made);
		buf_putu(&major, (unsigned)python->major);
		made.name = name_for(kind, major.data);
		if (versioned[kind].major)
			add(scripts, count, &room, &made);
		made.name = name_for(kind, python->series);
		add(scripts, count, &room, &made);
	}
}

/* The LEN bytes at TEXT without white space around them. */
static const char *trimmed(const char *text, size_t len)
{
	while (len && strchr(" \t\r", *text)) {
		text++;
		len--;
	}
	while (len && strchr(" \t\r", text[len - 1]))
		len--;
	return mem_dup(text, len);
}

/* "a.b_c": names of Python with dots between them, as they go into code. */
static bool is_dotted(const char *text)
{
	bool start = true;

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		bool digit = c >= '0' && c <= '9';

		if (start ? c == '.' || digit : false)
			return false;
		start = c == '.';
		if (!start && !digit && c != '_' && c < 0x80 &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
	}
	return !start;
}

/* "NAME = MODULE:FUNCTION [EXTRA]" */
static int take_script(struct wheel *wheel, const char *line)
{
	const char *equals = strchr(line, '=');
	const char *value = equals ? equals + 1 : "";
	size_t len = strcspn(value, "[");
	const char *colon = memchr(value, ':', len);
	struct wheel_script script;

	if (!colon)
		return wheel_refuse(wheel, line, "is not an entry point");
	script = (struct wheel_script){
		.name = trimmed(line, (size_t)(equals - line)),
		.module = trimmed(value, (size_t)(colon - value)),
		.function = trimmed(colon + 1, (size_t)(value + len - colon - 1)),
	};
	if (wheel_name_fault(script.name) || strchr(script.name, '/') ||
	    !is_dotted(script.module) || !is_dotted(script.function))
		return wheel_refuse(wheel, line, "is not an entry point");
	add(&wheel->scripts, &wheel->script_count, &wheel->script_room, &script);
	return 0;
}

int wheel_scripts_read(struct wheel *wheel, const char *text)
{
	bool wanted = false;

	while (*text) {
		size_t len = strcspn(text, "\n");
		const char *line = trimmed(text, len);

		text += len + (text[len] == '\n');
		if (*line == '[')
			wanted = streq(line, "[console_scripts]") || streq(line, "[gui_scripts]");
		else if (wanted && *line && !strchr("#;", *line) && take_script(wheel, line))
			return -1;
	}
	return 0;
}
