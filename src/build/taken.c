/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "build/taken.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/path.h"
#include "lookup/extra_files.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"
#include "system/replace.h"
#include "system/tree.h"

static int refuse_mounted(const char *path)
{
	return error("cannot remove '%s': a file system is mounted there; unmount it first",
		     shown(path));
}

int taken_refuse_mount(int parent, const char *path)
{
	int mounted = tree_is_mount(parent, path_base(path));

	if (mounted < 0)
		return error_errno("cannot look at '%s'", shown(path));
	if (!mounted)
		return 0;
	return error("'%s' is a mount point, and stays; %s empties and fills it", shown(path),
		     paste_command("avenv create --clear", path));
}

int taken_check(int parent, const char *path)
{
	if (taken_refuse_mount(parent, path))
		return -1;
	if (!tree_check(parent, path_base(path)))
		return 0;
	return errno == EBUSY ? refuse_mounted(tree_fault(path)) :
				error_errno("cannot remove '%s'", shown(tree_fault(path)));
}

const char *taken_give_back(int parent, const char *path, const char *place)
{
	return path_join(path_parent(place), give_back(parent, path_base(path), path_base(place)));
}

int taken_not(int parent, const char *path, const char *place)
{
	const char *now = taken_give_back(parent, path, place);

	return streq(now, place) ? -1 :
				   error("what was '%s' is '%s' now: another program has made the "
					 "first one meanwhile",
					 shown(place), shown(now));
}

/*
 * Remove NAMES, entries of the directory open as FD, and set *FAULT to the one at fault. pyvenv.cfg
 * goes last: what a kill leaves is an environment still; and the libraries right before it: their
 * RECORDs tell which other entries are of packages. Returns 0, or -1 with errno.
 */
static int remove_names(int fd, const struct strings *names, const char **fault)
{
	struct stat st;

	if (!fstat(fd, &st) && (st.st_mode & S_IRWXU) != S_IRWXU &&
	    fchmod(fd, (st.st_mode & 07777) | S_IRWXU))
		return -1;
	for (int rank = 0; rank <= 2; rank++) {
		for (size_t i = 0; i < names->count; i++) {
			const char *name = names->list[i];
			int is = streq(name, "pyvenv.cfg") ? 2 : starts_with(name, "lib");

			*fault = name;
			if (is == rank && tree_remove(fd, name))
				return -1;
		}
	}
	*fault = "";
	return 0;
}

int taken_remove(int parent, const char *path, int fd, const char *place)
{
	struct strings names = { 0 };
	const char *fault = "", *why;
	bool is_denied;

	/* The next sweep tries again. */
	if (dir_names_at(fd, &names)) {
		error_errno("cannot read '%s'", shown(path));
		return TAKEN_LEFT;
	}
	if (place && take_names(fd, place, &names))
		return -1;
	if (!remove_names(fd, &names, &fault) && !unlinkat(parent, path_base(path), AT_REMOVEDIR))
		return 0;
	if (place && (errno == ENOTEMPTY || errno == EEXIST)) {
		error("another program wrote into '%s' while it was removed: that is in '%s' now",
		      shown(place), shown(taken_give_back(parent, path, place)));
		return TAKEN_LEFT;
	}
	why = strerror(errno);
	is_denied = geteuid() && (errno == EACCES || errno == EPERM);
	fault = *fault ? tree_fault(path_join(path, fault)) : path;
	if (errno == EBUSY)
		refuse_mounted(fault);
	else
		error("cannot remove '%s': %s; %s removes what is left", shown(fault), why,
		      paste_command(is_denied ? "sudo rm -rf" : "rm -rf", path));
	return TAKEN_LEFT;
}
