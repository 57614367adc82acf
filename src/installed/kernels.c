/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/kernels.h"

#include <jansson.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "system/files.h"

/* The program that the kernel with the file PATH starts. NULL: PATH is unreadable or malformed. */
static const char *program_of(const char *path)
{
	struct mem_mark mark = mem_mark();
	const char *program;
	struct text text;
	json_t *root;

	if (file_slurp(path, FILE_MAX, &text))
		return NULL;
	root = json_loadb(text.data, text.len, 0, NULL);
	program = json_string_value(json_array_get(json_object_get(root, "argv"), 0));
	program = mem_keep_text(mark, program);
	json_decref(root);
	return program;
}

void kernels_find(struct kernels *kernels)
{
	const char *data = settings_path("JUPYTER_DATA_DIR"),
		   *share = settings_path("XDG_DATA_HOME");
	struct strings names = { 0 };

	if (!data && share)
		data = path_join(share, "jupyter");
	if (!data)
		data = settings_home(".local/share/jupyter");
	if (!data || files_names(path_join(data, "kernels"), &names))
		return;
	strings_sort(&names);
	for (size_t i = 0; i < names.count; i++) {
		struct kernel kernel = { .dir = path_join(path_join(data, "kernels"),
							  names.list[i]) };

		kernel.program = program_of(path_join(kernel.dir, "kernel.json"));
		if (!kernel.program || kernel.program[0] != '/')
			continue;
		LIST_ADD(kernels, kernel);
	}
}
