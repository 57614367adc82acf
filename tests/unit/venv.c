/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Health of real directories, and the name that a prompt shows. */
#include "core/venv.h"
#include "core/buf.h"
#include "scratch.h"

/* A healthy one called "e", from which each row takes something away. */
static void fresh(void)
{
	scratch_clear();
	put_env("e");
}

static void gone(const char *name)
{
	assert_int_equal(remove(at(name)), 0);
}

static void as_is(void)
{
}

static void no_cfg(void)
{
	gone("e/pyvenv.cfg");
}

static void no_directory(void)
{
	scratch_clear();
}

static void file_instead(void)
{
	scratch_clear();
	put_file("e", "");
}

static void cfg_directory(void)
{
	no_cfg();
	put_dir("e/pyvenv.cfg");
}

static void cfg_fifo(void)
{
	no_cfg();
	put_fifo("e/pyvenv.cfg");
}

static void cfg_link(void)
{
	no_cfg();
	put_file("cfg", "home = /usr/bin\n");
	put_link("e/pyvenv.cfg", "../cfg");
}

static void cfg_device(void)
{
	no_cfg();
	put_link("e/pyvenv.cfg", "/dev/zero");
}

static void cfg_large(void)
{
	static char data[FILE_MAX + 1] = "home = /usr/bin\n";

	put_bytes("e/pyvenv.cfg", data, sizeof(data));
}

static void cfg_full(void)
{
	static char data[FILE_MAX] = "home = /usr/bin\n";

	put_bytes("e/pyvenv.cfg", data, sizeof(data));
}

static void cfg_empty(void)
{
	put_file("e/pyvenv.cfg", "");
}

static void cfg_homeless(void)
{
	put_file("e/pyvenv.cfg", "version = 3.11.2\n");
}

static void cfg_binary(void)
{
	put_bytes("e/pyvenv.cfg", "\0\377home\0= /\n\0", 13);
}

static void no_bin(void)
{
	gone("e/bin/python");
	gone("e/bin");
}

static void bin_file(void)
{
	no_bin();
	put_file("e/bin", "");
}

static void bin_link(void)
{
	no_bin();
	put_link("e/bin", "/usr/bin");
}

static void scripts(void)
{
	no_bin();
	put_dir("e/Scripts");
	put_file("e/Scripts/python.exe", "");
	put_mode("e/Scripts/python.exe", 0755);
}

static void scripts_beside_bin(void)
{
	put_dir("e/Scripts");
}

static void scripts_without_python(void)
{
	no_bin();
	put_dir("e/Scripts");
	put_file("e/Scripts/python", "");
	put_mode("e/Scripts/python", 0755);
}

static void no_python(void)
{
	gone("e/bin/python");
}

static void python_dangling(void)
{
	no_python();
	put_link("e/bin/python", "/nonexistent/python3");
}

static void python_loop(void)
{
	no_python();
	put_link("e/bin/python", "python");
}

static void python_link(void)
{
	no_python();
	put_file("base", "");
	put_mode("base", 0755);
	put_link("e/bin/python3", "../../base");
	put_link("e/bin/python", "python3");
}

static void python_mode(void)
{
	put_mode("e/bin/python", 0644);
}

static void python_directory(void)
{
	no_python();
	put_dir("e/bin/python");
}

// clang-format off
static const struct {
	const char *name;
	void (*damage)(void);
	/** as far as it tells without following a link, and after */
	enum health before, after;
	const char *bin;
} rows[] = {
	{ "healthy",              as_is,           HEALTHY, HEALTHY, "bin" },
	{ "python is a link",     python_link,     HEALTHY, HEALTHY, "bin" },
	{ "64 KiB of pyvenv.cfg", cfg_full,        HEALTHY, HEALTHY, "bin" },
	{ "Scripts",              scripts,         HEALTHY, HEALTHY, "Scripts" },
	{ "bin comes first",      scripts_beside_bin, HEALTHY, HEALTHY, "bin" },
	{ "no pyvenv.cfg",        no_cfg,          NO_CFG, NO_CFG, "bin" },
	{ "nothing at all",       no_directory,    NO_CFG, NO_CFG, "bin" },
	{ "a file",               file_instead,    NO_CFG, NO_CFG, "bin" },
	{ "pyvenv.cfg is a directory", cfg_directory, CFG_NOT_REGULAR, CFG_NOT_REGULAR, "bin" },
	{ "pyvenv.cfg is a FIFO", cfg_fifo,        CFG_NOT_REGULAR, CFG_NOT_REGULAR, "bin" },
	{ "pyvenv.cfg is a link", cfg_link,        CFG_NOT_REGULAR, CFG_NOT_REGULAR, "bin" },
	{ "pyvenv.cfg leads to a device", cfg_device, CFG_NOT_REGULAR, CFG_NOT_REGULAR, "bin" },
	{ "more than 64 KiB",     cfg_large,       CFG_TOO_LARGE, CFG_TOO_LARGE, "bin" },
	{ "empty pyvenv.cfg",     cfg_empty,       CFG_NO_HOME, CFG_NO_HOME, "bin" },
	{ "no home",              cfg_homeless,    CFG_NO_HOME, CFG_NO_HOME, "bin" },
	{ "binary pyvenv.cfg",    cfg_binary,      CFG_NO_HOME, CFG_NO_HOME, "bin" },
	{ "no bin",               no_bin,          NO_BIN, NO_BIN, "bin" },
	{ "bin is a file",        bin_file,        NO_BIN, NO_BIN, "bin" },
	{ "bin is a link",        bin_link,        NO_BIN, NO_BIN, "bin" },
	{ "no python",            no_python,       HEALTHY, NO_PYTHON, "bin" },
	{ "python leads nowhere", python_dangling, HEALTHY, NO_PYTHON, "bin" },
	{ "python loops",         python_loop,     HEALTHY, NO_PYTHON, "bin" },
	{ "Scripts without python.exe", scripts_without_python, HEALTHY, NO_PYTHON, "Scripts" },
	{ "python's mode",        python_mode,     HEALTHY, PYTHON_NOT_EXECUTABLE, "bin" },
	{ "python is a directory", python_directory, HEALTHY, PYTHON_NOT_EXECUTABLE, "bin" },
};
// clang-format on

static void health(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const char *name = rows[i].name;
		bool env =
			rows[i].before == HEALTHY || rows[i].before == NO_BIN;
		struct venv venv;

		fresh();
		rows[i].damage();
		venv_read(at("e"), &venv);
		row_int(name, venv.health, rows[i].before);
		venv_check_python(&venv);
		row_int(name, venv.health, rows[i].after);
		row_int(name, venv_is_env(&venv), env);
		row_text(name, venv.bin, rows[i].bin);
		row_text(name, venv_bin(&venv),
			 path_join(at("e"), rows[i].bin));
		row_int(name, venv_problem(&venv) != NULL,
			rows[i].after != HEALTHY);
	}
}

/* A path that cannot even be opened: also for root. */
static void unreadable(void **state)
{
	struct buf b = BUF_INIT;
	struct venv venv;

	(void)state;
	for (int i = 0; i < PATH_MAX; i++)
		buf_puts(&b, "/d");
	venv_read(b.data, &venv);
	assert_int_equal(venv.health, CFG_UNREADABLE);
	assert_int_equal(venv.error, ENAMETOOLONG);
	assert_non_null(venv_problem(&venv));
}

static void each_problem_has_its_words(void **state)
{
	const char *seen[PYTHON_NOT_EXECUTABLE + 1];

	(void)state;
	for (int i = NO_CFG; i <= PYTHON_NOT_EXECUTABLE; i++) {
		struct venv venv = { .health = (enum health)i };

		seen[i] = venv_problem(&venv);
		assert_non_null(seen[i]);
		for (int j = NO_CFG; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
	}
}

// clang-format off
static const struct {
	const char *env, *prompt, *project, *wanted;
} prompts[] = {
	{ "/p/demo/.venv", NULL, "/p/demo", "demo" },
	{ "/p/demo/venv", NULL, "/p/demo", "demo" },
	{ "/p/demo/env", NULL, "/p/demo", "demo" },
	{ "/p/demo/.env", NULL, "/p/demo", "demo" },
	{ "/p/demo/virtualenv", NULL, "/p/demo", "demo" },
	{ "/p/demo/djvenv", NULL, "/p/demo", "djvenv" },
	{ "/p/demo/.venv2", NULL, "/p/demo", ".venv2" },
	{ "/store/abc/.venv", NULL, "/p/demo", "demo" },
	{ "/.venv", NULL, "/", ".venv" },
	{ "/p/demo/.venv", "", "/p/demo", "demo" },
	{ "/p/demo/.venv", "own", "/p/demo", "own" },
	{ "/p/demo/djvenv", "own", "/p/demo", "own" },
	{ "/p/demo/.venv", "(own) ", "/p/demo", "own" },
	{ "/p/demo/.venv", "(own)", "/p/demo", "own" },
	{ "/p/demo/.venv", "own) ", "/p/demo", "own? " },
	{ "/p/demo/.venv", "()", "/p/demo", "??" },
	{ "/p/demo/.venv", "two words", "/p/demo", "two words" },
	{ "/p/demo/.venv", "a.b_c+d@e:f,g=h-9", "/p/demo", "a.b_c+d@e:f,g=h-9" },
	{ "/p/demo/.venv", "é€𝄞", "/p/demo", "é€𝄞" },
	{ "/p/demo/.venv", "$(touch x)", "/p/demo", "??touch x?" },
	{ "/p/demo/.venv", "`id`", "/p/demo", "?id?" },
	{ "/p/demo/.venv", "%F{red}\\u!", "/p/demo", "?F?red??u?" },
	{ "/p/demo/.venv", "a\nb\tc\033[31m", "/p/demo", "a?b?c??31m" },
	{ "/p/demo/.venv", "a'b\"c\\d;e|f&g<h>i*j?k~l#m^n{o}p/q", "/p/demo", "a?b?c?d?e?f?g?h?i?j?k?l?m?n?o?p?q" },
	{ "/p/demo/.venv", "\177\xFF\xC3", "/p/demo", "???" },
	{ "/p/demo/.venv", "a\xE2\x80\xAE" "b", "/p/demo", "a???b" },
	{ "/p/demo/.venv", "a\xC2\x9B" "b", "/p/demo", "a??b" },
	{ "/p/demo/.venv", "a\xE2\x80\x8B" "b", "/p/demo", "a???b" },
	{ "/p/$(touch x)/.venv", NULL, "/p/$(touch x)", "??touch x?" },
	{ "/p/demo/%F{red}", NULL, "/p/demo", "?F?red?" },
};
// clang-format on

static void prompt_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(prompts); i++) {
		struct venv venv = { .path = prompts[i].env,
				     .cfg = { .prompt = prompts[i].prompt } };

		row_text(prompts[i].wanted,
			 venv_prompt(&venv, prompts[i].project),
			 prompts[i].wanted);
	}
}

static void prompt_of(size_t letters, struct buf *got)
{
	struct buf long_one = BUF_INIT;
	struct venv venv = { .path = "/p/.venv" };

	for (size_t i = 0; i < letters; i++)
		buf_putc(&long_one, 'x');
	venv.cfg.prompt = long_one.data;
	buf_puts(got, venv_prompt(&venv, "/p"));
}

static void prompt_is_cut(void **state)
{
	struct buf whole = BUF_INIT, cut = BUF_INIT;

	(void)state;
	prompt_of(128, &whole);
	assert_int_equal(whole.len, 128);
	prompt_of(129, &cut);
	assert_int_equal(cut.len, 131);
	assert_string_equal(cut.data + 128, "...");
}

/* Every byte: either plain or a question mark. */
static void prompt_bytes(void **state)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._+@:,=- ";

	(void)state;
	for (int c = 1; c < 256; c++) {
		const char prompt[] = { (char)c, '\0' };
		struct venv venv = { .path = "/p/.venv",
				     .cfg = { .prompt = prompt } };

		assert_string_equal(venv_prompt(&venv, "/p"),
				    strchr(plain, c) ? prompt : "?");
	}
}

static void generic_names(void **state)
{
	static const char *const generic[] = { ".venv", "venv", "env", ".env",
					       "virtualenv" };
	static const char *const other[] = { "",       "Venv",  ".venv2",
					     "djvenv", "venv ", "en" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(generic); i++)
		row_int(generic[i], venv_name_is_generic(generic[i]), true);
	for (size_t i = 0; i < ARRAY_SIZE(other); i++)
		row_int(other[i], venv_name_is_generic(other[i]), false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(health),
		cmocka_unit_test(unreadable),
		cmocka_unit_test(each_problem_has_its_words),
		cmocka_unit_test(prompt_names),
		cmocka_unit_test(prompt_is_cut),
		cmocka_unit_test(prompt_bytes),
		cmocka_unit_test(generic_names),
	};

	return RUN_IN_SCRATCH(tests);
}
