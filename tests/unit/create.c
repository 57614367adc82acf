/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 15 43 47 */
/*
 * Parts of a new environment: the wheels that ensurepip would install, and names
 * of any characters in pyvenv.cfg and in activation scripts.
 */
#include "cli/layout.h"
#include "cli/seed.h"
#include "core/buf.h"
#include "scratch.h"

#define SOURCE "_SETUPTOOLS_VERSION = \"65.5.0\"\n_PIP_VERSION = \"23.0.1\"\n"
#define CONFIG " 'WHEEL_PKG_DIR': '%s',\n"
#define S65    "setuptools-65.5.0-py3-none-any.whl"
#define P23    "pip-23.0.1-py3-none-any.whl"
#define P1     "pip-1-py3-none-any.whl"
#define S2     "setuptools-2-py3-none-any.whl"

// clang-format off
static const struct {
	const char *name;
	int minor;
	/** ensurepip/__init__.py; NULL: none */
	const char *source;
	/** in ensurepip/_bundled and in the distribution's directory "kept" */
	const char *bundled[3], *kept[2];
	/** part of _sysconfigdata; %s is that directory */
	const char *config;
	/** wheels installed and missing */
	const char *wheels, *missing;
} seeds[] = {
	{ "3.11", 11, SOURCE, { P23, S65 }, { 0 }, "", "b:" S65 " b:" P23, NULL },
	{ "the source names one of two pips", 8, SOURCE, { "pip-24.0-py3-none-any.whl", P23, S65 },
	  { 0 }, "",
	  "b:" S65 " b:" P23, NULL },
	{ "3.12 has no setuptools", 12, SOURCE, { P23, S65 }, { 0 }, "", "b:" P23, NULL },
	{ "no setuptools", 11, SOURCE, { P23 }, { 0 }, "", "b:" P23, "setuptools" },
	{ "no pip", 13, SOURCE, { S65 }, { 0 }, "", "", "pip" },
	{ "another pip", 13, SOURCE, { P1 }, { 0 }, "", "", "pip" },
	{ "no ensurepip", 13, NULL, { P23 }, { 0 }, "", "", "pip" },
	{ "no versions in the source", 13, "x = 1\n", { P23 }, { 0 }, "", "", "pip" },
	{ "the distribution's first", 11, SOURCE, { P23, S65 }, { P1, S2 }, CONFIG,
	  "k:" S2 " k:" P1, NULL },
	{ "without ensurepip", 11, NULL, { 0 }, { P1, S2 }, CONFIG, "k:" S2 " k:" P1, NULL },
	{ "the last by its bytes", 12, NULL, { 0 },
	  { "pip-9.0-py3-none-any.whl", "pip-10.0-py3-none-any.whl" }, CONFIG,
	    "k:pip-9.0-py3-none-any.whl", NULL },
	{ "all of them or none", 11, SOURCE, { P23, S65 }, { P1 }, CONFIG, "b:" S65 " b:" P23,
	  NULL },
	{ "a relative directory", 13, SOURCE, { P23 }, { P1 }, " 'WHEEL_PKG_DIR': 'kept',\n",
	  "b:" P23, NULL },
	{ "a missing directory", 13, SOURCE, { P23 }, { 0 },
	  " 'WHEEL_PKG_DIR': '/nowhere/at/all',\n",
	  "b:" P23, NULL },
	{ "3.13, in one line", 13, NULL, { 0 }, { P1 },
	  "{'A': 1,\n 'B': 2,\n    'WHEEL_PKG_DIR' : \"%s\"}",
	  "k:" P1, NULL },
};
// clang-format on

static void put_config(const char *config)
{
	const char *hole = strstr(config, "%s");
	struct buf b = BUF_INIT;

	buf_put(&b, config, hole ? (size_t)(hole - config) : strlen(config));
	if (hole)
		buf_putl(&b, at("kept"), hole + 2);
	put_file("lib/_sysconfigdata__linux.py", b.data ? b.data : "");
}

TEST(wheels_of_ensurepip)
{
	foreach(row, seeds) {
		struct buf got = BUF_INIT;
		struct seed seed;

		scratch_clear();
		put("kept/ lib/ lib/ensurepip/ lib/ensurepip/_bundled/");
		for (int i = 0; i < 3 && row->bundled[i]; i++)
			put(path_join("lib/ensurepip/_bundled", row->bundled[i]));
		for (int i = 0; i < 2 && row->kept[i]; i++)
			put(path_join("kept", row->kept[i]));
		if (row->source)
			put_file("lib/ensurepip/__init__.py", row->source);
		put_config(row->config);
		seed_find(at("lib"), 3, row->minor, &seed);
		for (size_t i = 0; i < seed.count; i++)
			buf_putl(&got, i ? " " : "",
				 path_under(seed.wheels[i], at("kept")) ? "k:" : "b:",
				 path_base(seed.wheels[i]));
		row_text(row->name, got.data ? got.data : "", row->wheels);
		row_text(row->name, seed.missing, row->missing);
	}
}

static const struct python *python(void)
{
	static struct python p;

	p = (struct python){
		.path = "/opt/py/bin/python3",
		.real = "/opt/real/bin/python3.x",
		.home = "/opt/py/bin",
		.exe = "python3",
		.implementation = "cpython",
		.major = 3,
		.minor = 10,
		.micro = 4,
		.version = "3.10.4",
		.series = "3.10",
		.threads = "",
		.stdlib = at("stdlib"),
		.cache_tag = "cpython-310",
	};
	return &p;
}

/* As repr() of Python writes them. */
TEST(prompt_in_pyvenv_cfg)
{
	static const char *const rows[][2] = {
		{ "", "prompt = ''\n" },
		{ "it's \"q\"", "prompt = 'it\\'s \"q\"'\n" },
		{ "say \"q\"", "prompt = 'say \"q\"'\n" },
		{ "a\\b\tc\001", "prompt = 'a\\\\b\\tc\\x01'\n" },
		{ "\x7f\xc2\xa0\xc2\xad", "prompt = '\\x7f\\xa0\\xad'\n" },
		{ "\xc3\xa9\xf0\x9f\x90\x8d", "prompt = '\xc3\xa9\xf0\x9f\x90\x8d'\n" },
		{ "\xe2\x80\xae\xf3\xa0\x80\x81", "prompt = '\\u202e\\U000e0001'\n" },
	};

	foreach(row, rows) {
		struct layout l = { .python = python(), .target = "/p/.venv", .prompt = (*row)[0] };
		struct buf out = BUF_INIT;

		layout_cfg(&l, &out);
		row_text((*row)[0], strstr(out.data, "prompt = "), (*row)[1]);
	}
}

/** Templates of venv before and since CVE-2024-9287, and scripts made of them. */
static const struct script {
	const char *source, *name, *template, *target, *prompt, *wanted;
} scripts[] = {
#define RAW    "        context.prompt = '(%s) ' % prompt\n"
#define QUOTED "def quote_ps1(s):\n"
#define RAW_SH                                                                                     \
	"VIRTUAL_ENV=\"__VENV_DIR__\"\n"                                                           \
	"PATH=\"$VIRTUAL_ENV/__VENV_BIN_NAME__:$PATH\"\n"                                          \
	"PS1=\"x__VENV_PROMPT__${PS1:-}\" # __VENV_NAME__\n"
#define QUOTED_SH                                                                                  \
	"VIRTUAL_ENV=__VENV_DIR__\n"                                                               \
	"PS1=__VENV_PROMPT__\"${PS1:-}\"; __VENV_PYTHON__\n"
	{ RAW, "activate", RAW_SH, "/p/my env", NULL,
	  "VIRTUAL_ENV=\"/p/my env\"\nPATH=\"$VIRTUAL_ENV/bin:$PATH\"\n"
	  "PS1=\"x(my env) ${PS1:-}\" # my env\n" },
	{ RAW, "activate", RAW_SH, "/p/$(id)'s", "a`b\"",
	  "VIRTUAL_ENV='/p/$(id)'\"'\"'s'\nPATH=\"$VIRTUAL_ENV/bin:$PATH\"\n"
	  "PS1=\"x\"'(a`b\") '\"${PS1:-}\" # '$(id)'\"'\"'s'\n" },
	{ RAW, "activate.fish", "set A \"__VENV_DIR__\"\n", "/p/a\\b", NULL,
	  "set A '/p/a\\\\b'\n" },
	{ RAW, "activate.fish", "set A \"__VENV_DIR__\"\n", "/p/__VENV_NAME__", "x",
	  "set A \"/p/__VENV_NAME__\"\n" },
	{ QUOTED, "activate", QUOTED_SH, "/p/en v", "it's",
	  "VIRTUAL_ENV='/p/en v'\nPS1='it'\"'\"'s'\"${PS1:-}\"; "
	  "'/p/en v/bin/python3'\n" },
	{ QUOTED, "Activate.ps1", "__VENV_PROMPT__", "/p/e", "it's", "'it''s'" },
};

static int take(void *arg, const char *name, const struct buf *text, mode_t mode)
{
	(void)mode;
	row_text(((const struct script *)arg)->name, name, ((const struct script *)arg)->name);
	row_text(((const struct script *)arg)->target, text->data,
		 ((const struct script *)arg)->wanted);
	return 0;
}

TEST(names_in_scripts)
{
	foreach(row, scripts) {
		struct script copy = *row;

		scratch_clear();
		put_dirs("stdlib/venv/scripts/common");
		put_dirs("stdlib/venv/scripts/posix");
		put_file("stdlib/venv/__init__.py", row->source);
		put_file(path_join("stdlib/venv/scripts/common", row->name), row->template);
		row_int(row->target,
			layout_scripts(python(), row->target, row->prompt, take, &copy), 0);
	}
}

MAIN(scratch_make, scratch_remove)
