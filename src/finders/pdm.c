/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdm: STORE/NAME-HASH-X.Y; HASH is of the project's real path (MD5). If several exist, .pdm-python
 * chooses one by a line STORE/NAME-HASH-X.Y/bin/python.
 */
#include "core/mem.h"
#include "core/path.h"
#include "finders/store.h"
#include "formats/hash.h"

static bool look_for_pdm(struct search *search, struct candidate *c, const char *dir)
{
	const char *real = store_real(search), *newest, *chosen = NULL;
	struct buf tag = BUF_INIT;
	struct text text;
	uint8_t sum[MD5_SIZE];
	char id[9];

	md5(real, strlen(real), sum);
	base64_url(sum, 6, id);
	buf_putl(&tag, path_base(real), "-", id, "-");
	newest = store_newest(dir, tag.data, NULL);
	if (!file_slurp(path_join(search->dir, ".pdm-python"), FILE_MAX, &text))
		chosen = strstr(text.data, tag.data);
	if (chosen) {
		chosen = path_join(dir, mem_dup(chosen, strcspn(chosen, "/")));
		newest = venv_exists(chosen) > 0 ? chosen : newest;
	}
	return store_use_tool_env(search, c, newest);
}

const struct store store_pdm = {
	.tool = "pdm",
	.file = STORE_PYPROJECT,
	.variable = "",
	.place = ".local/share/pdm/venvs",
	.look = look_for_pdm,
};
