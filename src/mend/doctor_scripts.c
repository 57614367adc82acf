/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of `avenv doctor` about the scripts in bin. */
#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/launcher.h"
#include "mend/doctor.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/file_at.h"

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

	if (!file_start(AT_FDCWD, path, FILE_MAX, &text) && launcher_parse(text.data, &launcher)) {
		faults.gone = file_is_gone(launcher.interpreter) ? launcher.interpreter : NULL;
		faults.no_program = !file_info_is_program(&text.info) &&
				    path_under(launcher.interpreter, venv->path);
	}
	faults.gone = mem_keep_text(mark, faults.gone);
	return faults;
}

/* Only if D->sound: after a move each script starts a Python that is gone, until `repair`. */
void doctor_scripts(struct doctor *d)
{
	const char *bin = venv_bin(d->venv);
	struct strings names = { 0 }, no_programs = { 0 };
	struct buf line = BUF_INIT;
	struct finding *f = NULL;

	if (!d->sound || dir_names(bin, &names))
		return;
	strings_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		const char *path = path_join(bin, names.list[i]);
		struct script_faults faults = faults_of(d->venv, path);

		if (faults.no_program)
			strings_add(&no_programs, path);
		if (!faults.gone || f)
			continue;
		f = findings_say(&d->findings, "foreign-launcher", path,
				 "'%s' starts '%s', which is gone", shown(path),
				 shown(faults.gone));
		doctor_recreate(d, f);
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
