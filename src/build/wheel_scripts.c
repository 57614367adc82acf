/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The launchers that pip writes into bin for the entry points of a wheel. */
#include "build/wheel.h"
#include "core/mem.h"
#include "formats/launcher.h"
#include "formats/pep440.h"
#include "print/msg.h"

/**
 * The text of a launcher behind the first line, by the first version of pip that writes it. \1 is
 * replaced by the module, \2 by the first part of the function, \3 by the function.
 */
static const struct {
	const char *since, *text;
} styles[] = {
	{ "0", "# -*- coding: utf-8 -*-\n"
	       "import re\n"
	       "import sys\n"
	       "from \1 import \2\n"
	       "if __name__ == '__main__':\n"
	       "    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])\n"
	       "    sys.exit(\3())\n" },
	{ "25.2", "import sys\n"
		  "from \1 import \2\n"
		  "if __name__ == '__main__':\n"
		  "    if sys.argv[0].endswith('.exe'):\n"
		  "        sys.argv[0] = sys.argv[0][:-4]\n"
		  "    sys.exit(\3())\n" },
	{ "26.0", "import sys\n"
		  "from \1 import \2\n"
		  "if __name__ == '__main__':\n"
		  "    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n"
		  "    sys.exit(\3())\n" },
};

/** An entry point: "pip = pip._internal.cli.main:main" */
struct entry {
	const char *name, *module, *function;
};

static void put_text(const struct wheel *wheel, const struct entry *e, struct buf *out)
{
	const char *first = mem_dup(e->function, strcspn(e->function, "."));
	const char *const words[] = { e->module, first, e->function };
	const char *text = styles[0].text;

	for (size_t i = 1; i < ARRAY_SIZE(styles); i++)
		if (pep440_compare(wheel->pip_version, styles[i].since) >= 0)
			text = styles[i].text;
	for (; *text; text++)
		if (*text <= (char)ARRAY_SIZE(words))
			buf_puts(out, words[*text - 1]);
		else
			buf_putc(out, *text);
}

/*
 * Set NAMES, ended by NULL, to the launchers of the entry point NAME. pip's own launchers have the
 * version of the target's Python, SERIES, not the versions in the wheel.
 */
static void names_for(const char *name, const char *series, const char *names[4])
{
	size_t n = 0;

	if (streq(name, "pip")) {
		names[n++] = "pip";
		names[n++] = "pip3";
		names[n++] = formatted("pip%s", series);
	} else if (!starts_with(name, "pip") || name[3 + strspn(name + 3, "0123456789.")]) {
		names[n++] = name;
	}
	names[n] = NULL;
}

#define ALNUM "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_."

/*
 * Read a word of characters in SET, then END and blanks, and advance *TEXT. Returns the word, or
 * NULL if TEXT begins otherwise.
 */
static const char *take_script_name(const char **text, const char *set, char end)
{
	size_t len = strspn(*text, set);
	const char *word = mem_dup(*text, len), *s = *text + len;

	s += strspn(s, " \t");
	if (!len || *s != end)
		return NULL;
	*text = s + 1 + strspn(s + 1, " \t");
	return word;
}

/*
 * Parse LINE, which ends in a newline, as "NAME = MODULE:FUNCTION" without white space at its end.
 */
static bool parse_entry_point(const char *line, struct entry *e)
{
	if (*line == '.' || !(e->name = take_script_name(&line, ALNUM "-", '=')))
		return false;
	e->module = take_script_name(&line, ALNUM, ':');
	e->function = e->module ? take_script_name(&line, ALNUM, '\n') : NULL;
	return e->function != NULL;
}

static int visit_names(const struct wheel *wheel, const struct wheel_target *target,
		       const struct entry *e, wheel_script *visit, void *arg)
{
	const char *names[4];
	struct buf text = BUF_INIT;

	launcher_head(&text, target->interpreter, "");
	put_text(wheel, e, &text);
	names_for(e->name, target->series, names);
	for (size_t i = 0; names[i]; i++)
		if (visit(arg, names[i], &text))
			return -1;
	return 0;
}

int wheel_scripts(const struct wheel *wheel, const struct wheel_target *target, wheel_script *visit,
		  void *arg)
{
	struct buf text = BUF_INIT;
	const char *line, *end;

	if (wheel_text(wheel, "entry_points.txt", &text) || memchr(text.data, '\0', text.len))
		return wheel_refuse(wheel, "it is damaged");
	buf_putc(&text, '\n');
	line = strstr(text.data, "[console_scripts]\n");
	for (line = line ? strchr(line, '\n') + 1 : ""; *line && *line != '['; line = end + 1) {
		struct entry e;

		end = strchr(line, '\n');
		if (end == line)
			continue;
		if (!parse_entry_point(line, &e))
			return wheel_refuse(wheel, "an entry point in it cannot be read");
		if (visit_names(wheel, target, &e, visit, arg))
			return -1;
	}
	return 0;
}
