/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/needs.h"

#include <ctype.h>
#include <stdlib.h>
#include <sys/utsname.h>

#include "core/mem.h"
#include "formats/pep440.h"
#include "print/msg.h"

enum {
	/** most patch releases that a marker names; one with more is unsure */
	PATCHES_MAX = 4,
};

/* ---- markers ------------------------------------------------------------------ */

/* Set the versions in ENV: by pyvenv.cfg, else SERIES.0, else 0.0.0. */
static void take_version(const struct venv *venv, const char *series, struct marker_env *env)
{
	const char *version = venv->cfg.version;

	env->python_full_version =
		is_set(version) ? pep440_release(version) : joined(*series ? series : "0.0", ".0");
	env->python_version = cfg_series(env->python_full_version);
}

/* sys.platform: "linux", "darwin" */
static const char *platform_of(const struct utsname *os)
{
	struct buf name = BUF_INIT;

	for (const char *s = os->sysname; *s; s++)
		buf_putc(&name, (char)tolower((unsigned char)*s));
	return name.data;
}

void marker_env_of(const struct venv *venv, const struct library *library, struct marker_env *env)
{
	struct utsname *os = mem_array(1, sizeof(*os));
	bool pypy = streq(library->implementation, "pypy");

	*env = (struct marker_env){ .os_name = "posix" };
	take_version(venv, library->series, env);
	env->implementation_name = library->implementation;
	env->platform_python_implementation = pypy ? "PyPy" : "CPython";
	env->implementation_version = pypy ? "" : env->python_full_version;
	/* uname() fails only for a bad pointer. */
	(void)uname(os);
	env->sys_platform = platform_of(os);
	env->platform_machine = os->machine;
	env->platform_system = os->sysname;
	env->platform_release = os->release;
	env->platform_version = os->version;
}

/* marker_judge() for the patch release PATCH of ENV's Python. */
static int judge_patch(const char *marker, const struct marker_env *env, const char *extra,
		       unsigned long patch)
{
	struct marker_env other = *env;
	struct mem_mark mark = mem_mark();
	int holds;

	other.python_full_version = formatted("%s.%lu", env->python_version, patch);
	if (*env->implementation_version)
		other.implementation_version = other.python_full_version;
	holds = marker_judge(marker, &other, extra);
	mem_release(mark);
	return holds;
}

int marker_judge_series(const char *marker, const struct marker_env *env, const char *extra)
{
	const char *series, *at = marker;
	int holds, left = PATCHES_MAX;

	if (!marker ||
	    !(strstr(marker, "python_full_version") || strstr(marker, "implementation_version")))
		return marker_judge(marker, env, extra);
	series = joined(env->python_version, ".");
	holds = judge_patch(marker, env, extra, 0);
	if (judge_patch(marker, env, extra, 1) != holds)
		return -1;
	/* The answer can change only at a version that MARKER names, and behind it. */
	while ((at = strstr(at, series))) {
		unsigned long patch;

		at += strlen(series);
		patch = strtoul(at, NULL, 10);
		if (!left-- || judge_patch(marker, env, extra, patch) != holds ||
		    judge_patch(marker, env, extra, patch + 1) != holds)
			return -1;
	}
	return holds;
}

/* ---- requirements ------------------------------------------------------------- */

/*
 * The distribution that TEXT, a requirement, is met by, if the marker is true without an extra.
 * NULL: none. An unsure marker counts if the version is right.
 */
static const struct dist *required(const struct dists *dists, const struct marker_env *env,
				   const char *text)
{
	const struct dist *installed;
	struct requirement r;
	int holds;

	if (requirement_parse(text, &r))
		return NULL;
	installed = dists_find(dists, r.key);
	holds = marker_judge_series(r.marker, env, "");
	if (holds < 0 && installed)
		holds = !*r.specifiers || pep440_matches(installed->version, r.specifiers);
	return holds > 0 ? installed : NULL;
}

struct strings *needs_required_by(const struct venv *venv, const struct dists *dists)
{
	struct strings *names = mem_array(dists->count + 1, sizeof(*names));
	struct marker_env env;

	marker_env_of(venv, &dists->library, &env);
	for (size_t i = 0; i < dists->count; i++) {
		const struct dist *dist = &dists->list[i], *other;
		const char *text;
		size_t at = 0;

		while ((text = dist_header(dist, "Requires-Dist", &at))) {
			struct strings *of_other;

			other = required(dists, &env, text);
			if (!other || other == dist)
				continue;
			of_other = &names[other - dists->list];
			/* It may be required twice, with other markers. */
			if (!of_other->count || of_other->list[of_other->count - 1] != dist->name)
				strings_add(of_other, dist->name);
		}
	}
	return names;
}
