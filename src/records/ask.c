/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/ask.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "trust/brought.h"

/* ---- who else may change a path ------------------------------------------------ */

static const char *user_text(uid_t uid)
{
	const struct passwd *user = getpwuid(uid);

	return user ? formatted("'%s'", shown(user->pw_name)) : formatted("user %u", uid);
}

/* With an access list the group's bits do not tell who can write. */
static const char *writers_text(const struct owner_fault *fault)
{
	const struct group *group;

	if (streq(fault->who, "other,"))
		return "anybody";
	if (starts_with(fault->who, "acl:"))
		return "others, by its access list";
	group = getgrgid(fault->info.gid);
	return group ? formatted("group '%s'", shown(group->gr_name)) :
		       formatted("group %u", fault->info.gid);
}

/* NOW: a record accepts others, and FAULT is of one who came later. */
static const char *fault_text(const struct owner_fault *fault, bool now)
{
	if (fault->refusal == REFUSED_OWNER)
		return joined(now ? "now " : "", "belongs to ", user_text(fault->info.uid));
	if (fault->refusal == REFUSED_WRITABLE)
		return joined("can ", now ? "now " : "", "be written to by ", writers_text(fault));
	return owner_fault_text(fault);
}

const char *owner_fault_line(const struct owner_fault *fault)
{
	return formatted("'%s' %s", shown(fault->path),
			 fault->text ? fault->text : fault_text(fault, false));
}

const char *chmod_command(const char *path)
{
	struct file_info info;

	if (file_lstat(path, &info) || info.uid != geteuid() ||
	    !(S_ISREG(info.mode) || S_ISDIR(info.mode)))
		return NULL;
	/* Everybody is to write there, as in /tmp, which is root's. */
	if (S_ISDIR(info.mode) && info.mode & S_ISVTX && info.mode & S_IWOTH)
		return NULL;
	return formatted("chmod go-w %s", paste_word(path));
}

const char *chmod_read_command(const char *path)
{
	struct file_info info;

	while (file_lstat(path, &info)) {
		if (errno != EACCES)
			return NULL;
		path = path_parent(path);
	}
	return info.uid == geteuid() ? formatted("chmod u+rwX %s", paste_word(path)) : NULL;
}

const char *owners_chmod(const struct owners *o)
{
	const struct owner_fault *fault = o->list;
	const char *line;

	if (!o->count || fault->refusal != REFUSED_WRITABLE)
		return NULL;
	line = chmod_command(fault->path);
	for (size_t i = 1; line && i < o->count; i++) {
		fault = &o->list[i];
		if (fault->refusal == REFUSED_WRITABLE && chmod_command(fault->path))
			line = joined(line, " ", paste_word(fault->path));
	}
	return line;
}

void verdict_ask_owners(struct verdict *v)
{
	if (v->owners.all)
		return;
	v->owners = (struct owners){ .groups = v->owners.groups, .all = true };
	verdict_owners(v);
	for (size_t i = 0; i < v->owners.count; i++)
		v->owners.list[i].text = fault_text(&v->owners.list[i], is_set(v->owners.accepted));
}

/* ---- git ----------------------------------------------------------------------- */

enum git_tracking ask_git(struct real_path env, const char **why)
{
	const char *path = shown(env.path), *text;
	struct git_answer a;

	git_tracks(env, &a);
	text = a.text ? shown(a.text) : "";
	switch (a.tracking) {
	case GIT_UNTRACKED:
		break;
	case GIT_TRACKED:
		*why = formatted("git tracks '%s'", text);
		break;
	case GIT_IN_HEAD:
		*why = formatted("git tracks '%s' in HEAD", text);
		break;
	case GIT_IN_COMMIT:
		*why = formatted("git tracks '%s' in commit %.12s", text, a.commit);
		break;
	case GIT_REPOSITORY:
		*why = formatted("'%s' is a git repository itself", path);
		break;
	case GIT_OTHER_USER:
		*why = formatted("git reads no repository of another user, as '%s' is", text);
		break;
	case GIT_ANY_CASE:
		*why = formatted("cannot tell whether git tracks '%s': the file system ignores "
				 "case, and git compares that of ASCII letters only",
				 path);
		break;
	case GIT_UNKNOWN:
		*why = formatted("cannot tell whether git tracks '%s': %s", path, a.text);
		break;
	}
	return a.tracking;
}

const char *git_untrack_command(struct real_path env)
{
	const char *name = path_base(env.path);
	struct buf b = BUF_INIT;

	/* git treats a path as a pattern. -f untracks a file that is not committed, too. */
	buf_putl(&b, "git ",
		 name[strcspn(name, "*?[\\")] || *name == ':' ? "--literal-pathspecs " : "", "-C ",
		 paste_word(path_parent(env.path)), " rm -r -f -q --cached -- ", paste_word(name));
	return b.data;
}

/* Ask about the environment, then about a pointer to it. */
void verdict_ask_git(struct verdict *v)
{
	enum git_tracking tracking = GIT_UNTRACKED;

	if (v->env.path)
		tracking = ask_git(chain_path(&v->env), &v->git);
	if (tracking == GIT_UNTRACKED && v->candidate.pointer && v->slot)
		tracking = ask_git(real_path_kept(v->slot), &v->git);
	if (tracking != GIT_UNTRACKED)
		v->bars |= BAR_GIT;
}

/* ---- all of it ----------------------------------------------------------------- */

void verdict_ask(struct trust *trust, struct verdict *v)
{
	if (v->asked)
		return;
	v->asked = true;
	verdict_ask_owners(v);
	verdict_ask_git(v);
	if (v->env.path)
		v->brought = brought_along(trust->settings, chain_path(&v->env), v->candidate.path);
	if (v->brought)
		v->bars |= BAR_BROUGHT;
}

const char *allow_command(unsigned left)
{
	return formatted("avenv allow%s%s", left & BY_SHARED ? " --shared" : "",
			 left & BAR_GIT ? " --tracked" : "");
}
