/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * add_...() adds a finding; look_for_...() and doctor_...() add one if the environment has that
 * defect. look_for_repairs() also sets D->sound, and look_for_broken_pip() D->has_pip.
 * doctor_env(), at the end, has them in their order.
 */
#include "mend/doctor.h"

#include <errno.h>

#include "core/mem.h"
#include "core/path.h"
#include "installed/dist.h"
#include "installed/editable.h"
#include "installed/site.h"
#include "lookup/damaged.h"
#include "lookup/known.h"
#include "lookup/way_python.h"
#include "lookup/why_off.h"
#include "mend/repair.h"
#include "plan/moved.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "system/file_at.h"

/* The command of R; NULL: there is none. */
static const char *command_of(const struct reason *r)
{
	return *r->next ? r->next : NULL;
}

/* LINE mends F, if that is ALLOWED; else the command comes first that turns D->found on. */
static void set_mend(const struct doctor *d, struct finding *f, const char *line, bool allowed)
{
	const struct reason way = allowed ? (struct reason){ 0 } : reason_of(d->ctx, d->found);

	f->mend = allowed ? line : NULL;
	f->first = allowed ? NULL : command_of(&way);
}

/* ---- pyvenv.cfg, and what `repair` mends ---------------------------------------- */

/* `repair` can look at VENV: it is of a kind that avenv handles, and Python can use pyvenv.cfg. */
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
	set_mend(d, f, command_of(&way), d->allowed || venv->health == NO_CFG);
}

void doctor_recreate(const struct doctor *d, struct finding *f)
{
	set_mend(d, f, recreate_line("avenv recreate", venv_real(d->venv)), d->allowed);
}

/* Add FINDINGS of repair_look(). 'avenv repair' mends a finding that has no command of its own. */
static void add_repairs(struct doctor *d, const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct finding f = findings->list[i];

		if (!f.mend || !d->allowed)
			set_mend(d, &f, paste_env("avenv repair", d->venv->path), d->allowed);
		LIST_ADD(&d->findings, f);
	}
}

static int look_for_repairs(struct doctor *d)
{
	struct repair r = { .venv = d->venv, .ctx = d->ctx };
	int ret = repair_look(&r);

	file_close(r.dir);
	if (ret)
		return -1;
	add_repairs(d, &r.refused);
	add_repairs(d, &r.defects);
	d->sound = !r.refused.count && !r.defects.count;
	return 0;
}

/* Add that this user may not read PART of the environment. */
static void add_unreadable(struct doctor *d, const char *part)
{
	struct reason way = env_readable_way(d->venv);

	findings_say(&d->findings, "unreadable", part, "'%s' cannot be read by this user",
		     shown(part))
		->mend = command_of(&way);
}

/* ---- packages ------------------------------------------------------------------ */

/* lib has packages of two Pythons, as after `python3.6 -m venv` over another one's. */
static void look_for_two_pythons(struct doctor *d, const struct library *library)
{
	const char *lib = path_join(d->venv->path, "lib");
	const char *other = library_other(d->venv, library);
	struct finding *f;

	if (!other)
		return;
	f = findings_say(&d->findings, "two-pythons", path_join(lib, other),
			 "'%s' has packages for two Pythons, %s and %s; its own imports those of "
			 "%s, and only these are installed again",
			 shown(lib), library->name, shown(other), library->name);
	doctor_recreate(d, f);
}

/* pip is installed, but cannot start. Sets D->has_pip. */
static void look_for_broken_pip(struct doctor *d, const struct library *library)
{
	const char *site = site_path(d->venv, library, "lib");
	bool wanted = file_exists(path_join(venv_bin(d->venv), "pip")) > 0;
	struct strings names = { 0 };
	struct finding *f;

	if (dir_names(site, &names) && errno == EACCES)
		add_unreadable(d, site);
	for (size_t i = 0; i < names.count; i++)
		wanted |= dist_entry_is_pip(names.list[i]);
	d->has_pip = file_exists(path_join(site, "pip/__init__.py")) > 0 ||
		     file_exists(path_join(site, "pip.py")) > 0;
	/* uv makes environments without pip. */
	if (!wanted || d->has_pip || !names.count)
		return;
	f = findings_say(&d->findings, "pip", site, "pip does not start: '%s' has no module pip",
			 shown(site));
	doctor_recreate(d, f);
}

/* The project of a copied environment is imported from the original. */
static void look_for_original(struct doctor *d)
{
	const struct reason r = editable_elsewhere(d->venv);
	struct finding *f;

	if (!r.why)
		return;
	f = findings_add(&d->findings, "elsewhere", d->venv->path, r.why);
	f->mend = r.next;
	f->harmless = true;
}

/* ---- reasons why the environment is not turned on ------------------------------ */

static void add_reason(struct doctor *d, const struct verdict *found)
{
	const struct reason r = reason_of(d->ctx, found);
	const struct owners *o = &found->owners;
	bool of_others = verdict_bar(found) == BAR_OTHERS && o->count;
	struct finding *f = findings_add(&d->findings, words_of(found)->id,
					 of_others ? o->list->path : found->candidate.path, r.why);

	f->harmless = words_of(found)->harmless;
	f->mend = command_of(&r);
}

void doctor_trust(struct doctor *d)
{
	const struct verdict *found = d->found;
	struct verdict named = { 0 };

	/* The lines about the shell say that no record counts. */
	if (d->ctx->trust.closed)
		return;
	/* FOUND may lack a record. With one it is refused, too, if other users can write to it. */
	if (d->venv && !verdict_is_usable(found) && verdict_bar(found) != BAR_OTHER_USER)
		find_at(&d->ctx->trust, d->venv->path, true, &named);
	if (verdict_bar(&named) == BAR_OTHERS && verdict_bar(found) != BAR_OTHERS)
		add_reason(d, &named);
	/* doctor_env() adds the environment's own defects. */
	if ((verdict_bar(found) & (BAR_NO_ENV | BAR_BROKEN)) && found->venv.path &&
	    found->venv.health != HEALTHY)
		return;
	/* The scripts say the same: look_for_repairs() adds that, with the same command. */
	if (d->venv && verdict_was_moved(found) && moved_old(d->venv->path))
		return;
	/* In an allowed tree the hook adds the record. */
	if (words_of(found)->id && !reason_is_covered(d->ctx, found))
		add_reason(d, found);
}

static void look_for_tracking(struct doctor *d)
{
	struct real_path env = venv_real(d->venv);
	const char *why = NULL;
	enum git_tracking tracking = ask_git(env, &why);
	bool in_commit = tracking == GIT_IN_HEAD || tracking == GIT_IN_COMMIT;
	bool has_files = tracking == GIT_TRACKED || tracking == GIT_REPOSITORY;
	struct finding *f;

	if (tracking == GIT_UNTRACKED)
		return;
	if (has_files)
		why = joined(why,
			     ": an environment works only where it was made, and a clone of it "
			     "is not safe");
	f = findings_add(&d->findings, in_commit ? "committed" : "tracked", env.path, why);
	f->harmless = !has_files;
	/* git runs programs that the repository's configuration names: first it is allowed. */
	if (tracking == GIT_TRACKED)
		set_mend(d, f, git_untrack_command(env), verdict_is_usable(d->found));
}

const char *doctor_pip_check(const struct doctor *d)
{
	const char *python = paste_word(venv_python(d->venv));

	if (!d->sound || !verdict_is_usable(d->found))
		return NULL;
	if (d->has_pip)
		return formatted("%s -I -m pip check", python);
	return d->venv->cfg.by_uv ? joined("uv pip check -p ", python) : NULL;
}

int doctor_env(struct doctor *d)
{
	const char *unreadable = env_unreadable(d->venv);
	struct library library;
	int ret = 0;

	if (unreadable) {
		add_unreadable(d, unreadable);
		return 0;
	}
	d->allowed = env_is_allowed(&d->ctx->trust, venv_real(d->venv));
	if (has_good_cfg(d->venv))
		ret = look_for_repairs(d);
	else
		add_bad_cfg(d);
	/* Such an environment is made anew, whatever else is wrong. */
	if (d->venv->health == NO_CFG || d->venv->health == UNSUPPORTED)
		return ret;
	doctor_scripts(d);
	if (files_are_noexec(d->venv->path))
		findings_say(&d->findings, "noexec", d->venv->path, "'%s' %s", shown(d->venv->path),
			     files_noexec_text);
	doctor_trust(d);
	look_for_tracking(d);
	/* Without bin, the command that makes it anew has been added. */
	if (d->venv->health != NO_BIN) {
		library_of(d->venv, &library);
		look_for_two_pythons(d, &library);
		look_for_broken_pip(d, &library);
		doctor_python(d, &library);
	}
	if (d->sound && d->allowed)
		look_for_original(d);
	return ret;
}
