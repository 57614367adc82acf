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
	/** levels of the tree */
	DEPTH_MAX = 64,
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

bool need_met(const struct need *need)
{
	const char *specifiers = need->requirement.specifiers;

	return need->installed &&
	       (!*specifiers || pep440_matches(need->installed->version, specifiers));
}

static void add_need(const struct dists *dists, const struct marker_env *env, struct needs *needs,
		     const char *text)
{
	struct need need;
	int holds;

	if (requirement_parse(text, &need.requirement))
		return;
	need.installed = dists_find(dists, need.requirement.key);
	holds = marker_judge_series(need.requirement.marker, env, "");
	need.holds = holds > 0 || (holds && need_met(&need));
	LIST_ADD(needs, need);
}

static int compare_need_names(const void *a, const void *b)
{
	const struct need *left = a, *right = b;
	int order = strcmp(left->requirement.key, right->requirement.key);

	return order ? order : strcmp(left->requirement.specifiers, right->requirement.specifiers);
}

struct needs *needs_read(const struct venv *venv, const struct dists *dists)
{
	struct needs *needs = mem_array(dists->count + 1, sizeof(*needs));
	struct marker_env env;

	marker_env_of(venv, &dists->library, &env);
	for (size_t i = 0; i < dists->count; i++) {
		const char *text;
		size_t at = 0;

		while ((text = dist_header(&dists->list[i], "Requires-Dist", &at)))
			add_need(dists, &env, &needs[i], text);
		if (needs[i].count)
			qsort(needs[i].list, needs[i].count, sizeof(*needs->list),
			      compare_need_names);
	}
	return needs;
}

/* True if a distribution with NEEDS requires DIST. */
static bool require(const struct needs *needs, const struct dist *dist)
{
	for (size_t i = 0; i < needs->count; i++)
		if (needs->list[i].holds && needs->list[i].installed == dist)
			return true;
	return false;
}

struct strings needs_required_by(const struct dists *dists, const struct needs *needs,
				 const struct dist *dist)
{
	struct strings names = { 0 };

	for (size_t i = 0; i < dists->count; i++)
		if (&dists->list[i] != dist && require(&needs[i], dist))
			strings_add(&names, dists->list[i].name);
	return names;
}

/* ---- the tree ----------------------------------------------------------------- */

/** The state of one tree_visit(). */
struct visit {
	const struct dists *dists;
	const struct needs *needs;
	tree_visitor *visit;
	/** parallel to dists->list: the requirements of that distribution were visited */
	bool *followed;
};

/* NEED, a requirement of the distribution OF, has a line in the tree: no extra, not OF itself. */
static bool is_line(const struct need *need, const struct dist *of)
{
	return need->holds && need->installed != of;
}

/* Visit DIST, or the missing distribution of NEED for NULL, and then its requirements. */
static void visit_at(struct visit *v, const struct dist *dist, const struct need *need,
		     size_t depth)
{
	size_t index = dist ? (size_t)(dist - v->dists->list) : 0;
	struct tree_line line = { depth, dist, need, false };
	const struct needs *needs = &v->needs[index];

	for (size_t i = 0; dist && v->followed[index] && i < needs->count; i++)
		line.seen = line.seen || is_line(&needs->list[i], dist);
	v->visit(&line);
	if (!dist || v->followed[index] || depth == DEPTH_MAX)
		return;
	v->followed[index] = true;
	for (size_t i = 0; i < needs->count; i++)
		if (is_line(&needs->list[i], dist))
			visit_at(v, needs->list[i].installed, &needs->list[i], depth + 1);
}

void tree_visit(const struct dists *dists, const struct needs *needs, tree_visitor *visit)
{
	struct visit v = { dists, needs, visit, mem_array(dists->count + 1, sizeof(*v.followed)) };

	/* In the second pass, every distribution without a line of its own is in a circle. */
	for (int in_circles = 0; in_circles < 2; in_circles++)
		for (size_t i = 0; i < dists->count; i++) {
			const struct dist *dist = dists->by_key[i];

			if (in_circles ? !v.followed[dist - dists->list] :
					 !needs_required_by(dists, needs, dist).count)
				visit_at(&v, dist, NULL, 0);
		}
}
