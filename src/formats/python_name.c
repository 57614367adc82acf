/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/python_name.h"

#include "core/buf.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "formats/pep440.h"

bool python_name_parse(const char *name, struct python_name *parsed)
{
	static const char *const bases[] = { "python", "pypy" };
	const char *version, *end;
	size_t i = 0;

	while (!starts_with(name, bases[i]))
		if (++i == ARRAY_SIZE(bases))
			return false;
	name += strlen(bases[i]);
	version = pep440_release(name);
	end = name + strlen(version);
	/* ABI flags (sys.abiflags): python3.7m, python3.13td. */
	if (end[*version ? strspn(end, "dmtu") : 0])
		return false;
	*parsed = (struct python_name){ bases[i], version, cfg_series(version), *end == 't', NULL };
	return true;
}

/* Behind the name of an implementation, which may stand alone, in uv's requests: "cpython@3.12". */
static const char *skip_implementation(const char *text, const char **base)
{
	static const char *const names[][2] = { { "cpython", "python" }, { "python", "python" },
						{ "cp", "python" },      { "pypy", "pypy" },
						{ "pp", "pypy" },        { "", "python" } };
	size_t i = 0;

	while (!starts_with(text, names[i][0]))
		i++;
	*base = names[i][1];
	return text + strlen(names[i][0]);
}

/* "3.12" of "312", as uv has it. */
static const char *with_dot(const char *version)
{
	if (strchr(version, '.') || version[0] != '3' || !version[1])
		return version;
	return joined("3.", version + 1);
}

bool python_name_asked(const char *text, struct python_name *parsed)
{
	const char *base, *rest = skip_implementation(text, &base), *version, *end;
	bool alone = rest == text, key = !alone && *rest == '-';

	rest += !alone && (*rest == '@' || key);
	*parsed = (struct python_name){ base, "", "", false, rest + strspn(rest, " ") };
	if (pep440_are_specifiers(parsed->specifiers))
		return true;
	version = pep440_release(rest);
	end = rest + strlen(version);
	if (!*version && (alone || *end || rest[-1] == '@' || key))
		return false;
	version = *version ? with_dot(version) : "3";
	if (starts_with(end, "+freethreaded")) {
		parsed->free_threaded = true;
		end += strlen("+freethreaded");
	} else {
		parsed->free_threaded = *end == 't';
		end += strspn(end, "dmtu");
	}
	end += streq(end, ".*") ? 2 : 0;
	parsed->version = version;
	parsed->series = cfg_series(version);
	parsed->specifiers = joined("==", version, ".*");
	/* A key of uv goes on with the system: cpython-3.12.4-linux-x86_64-gnu. */
	return !*end || (key && *end == '-');
}

const char *python_implementation(const struct python_name *name)
{
	return streq(name->base, "python") ? "cpython" : name->base;
}

static bool is_operator(char c)
{
	return c && strchr("<>=!~", c);
}

const char *python_version_next(const char **text)
{
	static const char space[] = " \t\r\n";
	const char *line = *text + strspn(*text, space);
	size_t len;

	while (*line == '#') {
		line += strcspn(line, "\n");
		line += strspn(line, space);
	}
	*text = line + strcspn(line, "\n");
	len = strcspn(line, space);
	/* A list of specifiers may contain spaces, and stand behind an implementation. */
	if (is_operator(*line) || is_operator(line[len + strspn(line + len, " \t")]))
		len = strcspn(line, "#\r\n");
	while (len && strchr(space, line[len - 1]))
		len--;
	return mem_dup(line, len);
}

const char *python_version_word(const char *text)
{
	return python_version_next(&text);
}

bool python_version_valid(const char *word)
{
	static const char *const families[] = {
		"activepython", "anaconda",   "cinder",      "graalpy",   "ironpython",
		"jython",       "mambaforge", "micropython", "miniconda", "miniforge",
		"nogil",        "pypy",       "pyston",      "stackless",
	};
	size_t i = 0;

	while (i < ARRAY_SIZE(families) && !starts_with(word, families[i]))
		i++;
	return streq(word, "graalpy") ||
	       ((i < ARRAY_SIZE(families) || (*word >= '0' && *word <= '9')) &&
		word[strcspn(word, "0123456789")] && path_is_name(word));
}
