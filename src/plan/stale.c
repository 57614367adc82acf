/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the packages of an environment may be older than the file that declares them. */
#include <sys/stat.h>

#include "core/path.h"
#include "finders/declared_files.h"
#include "plan/plan.h"

#define NS_PER_S INT64_C(1000000000)

/*
 * The path of the first file that `avenv check` reads in PROJECT, whose packages were installed at
 * the time INSTALLED; NULL: no such file, or it is not regular. A lock file is not looked up where
 * its pyproject.toml is missing. If the project file of a lock file is newer than both, `avenv
 * check` says whether the two fit.
 */
static const char *declared_file(const char *project, int64_t installed, struct file_info *info)
{
	const char *pyproject = path_join(project, "pyproject.toml"), *source;
	struct file_info pyproject_info, newer;
	bool has_pyproject = !file_lstat(pyproject, &pyproject_info);

	for (size_t i = 0; declared_files[i]; i++) {
		const struct declared_file *f = declared_files[i];
		const char *path = path_join(project, f->name);
		bool is_pyproject_lock = f->project && streq(f->project, "pyproject.toml");

		if (!f->is_compared || f->counts || (is_pyproject_lock && !has_pyproject) ||
		    file_lstat(path, info))
			continue;
		source = f->project ? path_join(project, f->project) : NULL;
		if (source && !file_lstat(source, &newer) && newer.mtime > info->mtime &&
		    newer.mtime > installed) {
			path = source;
			*info = newer;
		}
		return S_ISREG(info->mode) ? path : NULL;
	}
	*info = pyproject_info;
	return has_pyproject && S_ISREG(info->mode) ? pyproject : NULL;
}

static bool is_ours(const struct plan *plan)
{
	return plan->action >= DO_ACTIVATE ||
	       (plan->action == DO_NOTHING && plan->situation.active == ACTIVE_OURS);
}

void plan_check(const struct look *look, const struct settings *settings, struct plan *plan)
{
	const char *project = plan->found.project.path, *file, *site;
	struct file_info declared, installed;
	struct buf key = BUF_INIT;

	if (!is_ours(plan) || !project || !settings->check || look->quiet ||
	    (settings->home && streq(project, settings->home)))
		return;
	site = path_join(
		plan->found.venv.path,
		joined("lib/python", cfg_series(plan->found.venv.cfg.version), "/site-packages"));
	if (file_lstat(site, &installed))
		return;
	file = declared_file(project, installed.mtime, &declared);
	if (!file)
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
		(void)hint_once(look, plan, HINT_CHECKED, key.data);
	else if (look->before_first_prompt)
		plan->check = look->event == EVENT_PROMPT ? CHECK_LATER : CHECK_NONE;
	else if (hint_once(look, plan, HINT_CHECK, key.data))
		plan->check = look->told ? CHECK_LATER : CHECK_DUE;
	/* After a line about differences the next change is not looked for: a bisect makes many. */
	if (hint_was_given(plan, HINT_CHECKED, key.data)) {
		plan->times.unchanged = file;
		plan->times.mtime = declared.mtime / NS_PER_S;
		plan->times.is_read = declared.atime > declared.mtime;
	}
}
