/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doctor_env(), at the end, has the checks of an environment in their order. */
#include "mend/doctor.h"

#include "core/mem.h"
#include "core/path.h"
#include "declared/difference.h"
#include "formats/launcher.h"
#include "lookup/allowed.h"
#include "lookup/damaged.h"
#include "lookup/reason.h"
#include "lookup/store_project.h"
#include "mend/repair.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "system/files.h"

/* The command of R; NULL: there is none. */
static const char *command_of(const struct reason *r)
{
	return *r->next ? r->next : NULL;
}

const char *doctor_command(const struct doctor *d, const char *command)
{
	return formatted("%s %s", command, paste_word(d->venv->path));
}

/* ---- pyvenv.cfg, and what `repair` mends ---------------------------------------- */

/* Python can use pyvenv.cfg: `repair` can mend all else. */
static bool has_good_cfg(const struct venv *venv)
{
	return venv_is_env(venv) && venv->health != CFG_NOT_UTF8 && venv->health != UNSUPPORTED;
}

static void add_bad_cfg(struct doctor *d)
{
	const struct venv *venv = d->venv;
	struct reason way = damaged_way(&d->ctx->trust, venv);
	struct finding *f;

	if (venv->health == UNSUPPORTED) {
		findings_say(&d->findings, "unsupported", venv->path, "'%s': %s", shown(venv->path),
			     way.why)
			->mend = way.next;
		return;
	}
	f = findings_say(&d->findings, "cfg", path_join(venv->path, "pyvenv.cfg"), "%s, so %s",
			 venv_problem(venv),
			 venv->health == CFG_NOT_UTF8 ?
				 "its Python does not start" :
				 "its Python is no environment's and pip installs elsewhere");
	if (d->allowed || venv->health == NO_CFG)
		f->mend = command_of(&way);
	else
		f->first = doctor_allow_line(d, d->found);
}

/* Add FINDINGS of repair(). 'avenv repair' mends a finding that has no command of its own. */
static void add_repairs(struct doctor *d, const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct finding f = findings->list[i];

		if (!f.mend && d->allowed)
			f.mend = doctor_command(d, "avenv repair");
		else if (!f.mend)
			f.first = doctor_allow_line(d, d->found);
		*findings_add(&d->findings, NULL, NULL, NULL) = f;
	}
}

static int look_for_repairs(struct doctor *d)
{
	struct repair r = { .venv = d->venv, .ctx = d->ctx, .dry = true };

	if (repair(&r))
		return -1;
	add_repairs(d, &r.refused);
	add_repairs(d, &r.mended);
	return 0;
}

/* ---- scripts in bin ----------------------------------------------------------- */

/** The faults of a script, a file with "#!/path/of/python" or the like at its start */
struct script_faults {
	/** the interpreter, if that is missing; else NULL */
	const char *gone;
	/** the script starts the environment's Python, but nobody may execute the script */
	bool no_program;
};

static struct script_faults faults_of(const struct venv *venv, const char *path)
{
	struct mem_mark mark = mem_mark();
	struct script_faults faults = { 0 };
	struct launcher launcher;
	struct text text;

	if (!file_slurp(path, FILE_MAX, &text) && launcher_parse(text.data, &launcher)) {
		faults.gone = file_is_gone(launcher.interpreter) ? launcher.interpreter : NULL;
		faults.no_program = !file_info_is_program(&text.info) &&
				    path_under(launcher.interpreter, venv->path);
	}
	faults.gone = mem_keep_text(mark, faults.gone);
	return faults;
}

/*
 * Add the first script whose interpreter is missing; and the scripts that have lost their execute
 * bits, as in an archive or on another file system. After a move all scripts have the first defect,
 * and `repair` mends them: D->sound is false then.
 */
static void look_at_scripts(struct doctor *d)
{
	const char *bin = venv_bin(d->venv), *first_gone = NULL;
	struct strings names = { 0 }, no_programs = { 0 };
	struct buf line = BUF_INIT;

	if (!d->sound || files_names(bin, &names))
		return;
	strings_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(bin, names.list[i]);
		struct script_faults faults = faults_of(d->venv, path);

		if (faults.no_program)
			strings_add(&no_programs, path);
		if (!faults.gone || first_gone)
			continue;
		first_gone = path;
		findings_say(&d->findings, "foreign-launcher", path,
			     "'%s' starts '%s', which is gone", shown(path), shown(faults.gone))
			->mend = doctor_command(d, "avenv recreate");
	}
	if (!no_programs.count)
		return;
	for (size_t i = 0; i < no_programs.count; i++)
		buf_putl(&line, " ", paste_word(no_programs.list[i]));
	findings_say(&d->findings, "not-executable", no_programs.list[0],
		     "%s not executable, '%s' first",
		     counted(no_programs.count, "script is", "scripts are"),
		     shown(path_base(no_programs.list[0])))
		->mend = joined("chmod +x", line.data);
}

/* ---- reasons why the environment is not turned on ------------------------------ */

const char *doctor_allow_line(const struct doctor *d, const struct verdict *found)
{
	const struct reason r = reason_of(d->ctx, found);

	/* The command that is running is no next command. */
	return starts_with(r.next, "avenv doctor") ? NULL : command_of(&r);
}

static void add_reason(struct doctor *d, const struct verdict *found)
{
	const struct reason r = reason_of(d->ctx, found);
	const struct owners *o = &found->owners;
	bool of_others = verdict_bar(found) == BAR_OTHERS && o->count;
	struct finding *f = findings_add(&d->findings, words_of(found)->id,
					 of_others ? o->list->path : found->candidate.path, r.why);

	f->harmless = words_of(found)->harmless;
	f->mend = doctor_allow_line(d, found);
}

void doctor_trust(struct doctor *d)
{
	const struct verdict *found = d->found;
	struct verdict named = { 0 };

	/* Even with a record, an environment that other users can write to is refused. */
	if (d->venv && !verdict_is_usable(found) && verdict_bar(found) != BAR_OTHER_USER)
		find_at(&d->ctx->trust, d->venv->path, true, &named);
	if (verdict_bar(&named) == BAR_OTHERS && verdict_bar(found) != BAR_OTHERS)
		add_reason(d, &named);
	/* doctor_env() adds the environment's own defects. */
	if ((verdict_bar(found) & (BAR_NO_ENV | BAR_BROKEN)) && found->venv.path &&
	    found->venv.health != HEALTHY)
		return;
	/* In an allowed tree the hook adds the record. */
	if (words_of(found)->id && !reason_is_covered(d->ctx, found))
		add_reason(d, found);
}

static void look_for_git(struct doctor *d)
{
	const char *path = d->venv->path, *why = NULL;
	enum git_tracking tracking = ask_git(path, &why);
	bool unclear = tracking == GIT_UNKNOWN || tracking == GIT_OTHER_USER;
	struct finding *f;

	if (tracking == GIT_UNTRACKED)
		return;
	f = findings_say(
		&d->findings, "tracked", path,
		unclear ? "%s" :
			  "%s: an environment works only where it was made, and a clone of it is "
			  "not safe",
		why);
	f->harmless = unclear;
	/* git would run what the configuration of a stranger's repository names. */
	if (tracking != GIT_TRACKED && tracking != GIT_OTHER_USER)
		return;
	if (!verdict_is_usable(d->found))
		f->first = doctor_allow_line(d, d->found);
	else
		f->mend = tracking == GIT_TRACKED ? git_untrack_command(path) :
						    git_safe_command(path);
}

static void look_at_declared(struct doctor *d)
{
	struct comparison c = { .venv = d->venv, .dists = &d->dists };
	struct reason missing;
	struct finding *f;

	if (!verdict_is_usable(d->found) || !d->found->project.path)
		return;
	declared_project(&c, &d->ctx->settings, d->found->project.path, d->ctx->physical);
	declared_compare(&c);
	if (c.fault || !declared_is_different(&c))
		return;
	f = findings_add(&d->findings, "declared", c.files.list[0], declared_summary(&c));
	f->mend = declared_command(d->ctx, &c, &missing);
	if (!missing.why)
		return;
	f->text = formatted("%s; %s", f->text, missing.why);
	f->mend = NULL;
	f->first = command_of(&missing);
}

static void look_for_project(struct doctor *d)
{
	const char *path = d->venv->path, *tool = d->in_store ? known_tool(path) : NULL, *project;
	struct finding *f;
	bool gone;

	project = tool ? store_project(&d->ctx->trust, path, tool, &gone) : NULL;
	if (!project || !gone)
		return;
	f = findings_say(&d->findings, "project-gone", path, "its project '%s' is gone",
			 shown(project));
	f->mend = doctor_command(d, "avenv remove");
	f->harmless = f->always = true;
}

/* Add the first part that this user may not read. Returns whether there is one. */
static bool look_for_unreadable(struct doctor *d)
{
	const char *part = env_unreadable(d->venv);
	struct reason way = env_readable_way(d->venv);

	if (part)
		findings_say(&d->findings, "unreadable", part, "'%s' cannot be read by this user",
			     shown(part))
			->mend = command_of(&way);
	return part;
}

int doctor_env(struct doctor *d)
{
	int ret = 0;

	if (look_for_unreadable(d))
		return 0;
	d->allowed = env_is_allowed(&d->ctx->trust, d->venv->path);
	if (has_good_cfg(d->venv))
		ret = look_for_repairs(d);
	else
		add_bad_cfg(d);
	/* The command that mends this changes all else. */
	if (d->venv->health == NO_CFG || d->venv->health == UNSUPPORTED)
		return ret;
	d->sound = !ret && !d->findings.count;
	if (d->findings.count)
		d->first_command = finding_command(&d->findings.list[0]);
	look_at_scripts(d);
	if (files_are_noexec(d->venv->path))
		findings_say(&d->findings, "noexec", d->venv->path, "'%s' %s", shown(d->venv->path),
			     files_noexec_text);
	doctor_trust(d);
	look_for_project(d);
	look_for_git(d);
	doctor_packages(d);
	look_at_declared(d);
	return ret;
}
