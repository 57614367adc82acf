/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the packages of an environment may be older than the file that declares them. */
#include <sys/stat.h>

#include "core/path.h"
#include "plan/plan.h"

#define NS_PER_S INT64_C(1000000000)

/*
 * The path of the first file that `avenv check` reads in PROJECT, in the order of lookup/manifest.c,
 * which the helper does not have; NULL: none, or it is no regular file.
 */
static const char *declared_file(const char *project, struct file_info *info)
{
	static const char *const files[] = {
		/* These three belong to a pyproject.toml: without it they are not looked up. */
		"uv.lock",      "poetry.lock", "pdm.lock",
		"Pipfile.lock", "pylock.toml", "requirements.txt",
	};
	const char *pyproject = path_join(project, "pyproject.toml");
	struct file_info own;
	bool is_there = !file_lstat(pyproject, &own);

	for (size_t i = is_there ? 0 : 3; i < ARRAY_SIZE(files); i++) {
		const char *path = path_join(project, files[i]);

		if (!file_lstat(path, info))
			return S_ISREG(info->mode) ? path : NULL;
	}
	*info = own;
	return is_there && S_ISREG(own.mode) ? pyproject : NULL;
}

static bool is_ours(const struct plan *plan)
{
	return plan->action >= DO_ACTIVATE ||
	       (plan->action == DO_NOTHING && plan->situation.active == ACTIVE_OURS);
}

void plan_check(const struct look *look, const struct settings *settings, struct plan *plan)
{
	const char *project = plan->found.project_real, *file, *site;
	struct file_info declared, installed;
	struct buf key = BUF_INIT;

	if (!is_ours(plan) || !project || !settings->check || look->quiet ||
	    (settings->home && streq(project, settings->home)))
		return;
	site = path_join(
		plan->found.venv.path,
		joined("lib/python", cfg_series(plan->found.venv.cfg.version), "/site-packages"));
	file = declared_file(project, &declared);
	if (!file || file_lstat(site, &installed))
		return;
	if (declared.mtime <= installed.mtime) {
		plan->times = (struct file_times){ .newer = site, .older = file };
		return;
	}
	/* Some shells compare seconds. */
	if (declared.mtime - installed.mtime >= NS_PER_S)
		plan->times = (struct file_times){ .newer = file, .older = site };
	buf_putl(&key, file, " ");
	buf_putu(&key, (uint64_t)declared.mtime);
	plan->declared = file;
	if (look->event == EVENT_CHECKED)
		(void)hint_is_new(look, plan, HINT_CHECKED, key.data);
	else if (look->before_first_prompt)
		plan->check = look->event == EVENT_PROMPT ? CHECK_LATER : CHECK_NONE;
	else if (hint_is_new(look, plan, HINT_CHECK, key.data))
		plan->check = look->check_told ? CHECK_LATER : CHECK_DUE;
	/* After a line about differences the next change is not looked for: a bisect makes many. */
	if (hint_was_given(plan, HINT_CHECKED, key.data)) {
		plan->times.unchanged = file;
		plan->times.mtime = declared.mtime / NS_PER_S;
		plan->times.is_read = declared.atime > declared.mtime;
	}
}
