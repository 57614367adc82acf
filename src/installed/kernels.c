/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/kernels.h"

#include <jansson.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/settings.h"
#include "system/files.h"

/* The program that the kernel with the text KERNEL starts. NULL: KERNEL is malformed. */
static const char *program_of(const struct text *kernel)
{
	json_t *root = json_loadb(kernel->data, kernel->len, 0, NULL);
	const char *program = json_string_value(json_array_get(json_object_get(root, "argv"), 0));

	program = program ? mem_dups(program) : NULL;
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
		struct text text;

		if (file_slurp(path_join(kernel.dir, "kernel.json"), FILE_MAX, &text))
			continue;
		kernel.program = program_of(&text);
		if (!kernel.program || kernel.program[0] != '/')
			continue;
		kernels->list =
			mem_grow(kernels->list, kernels->count, &kernels->room, sizeof(kernel));
		kernels->list[kernels->count++] = kernel;
	}
}
