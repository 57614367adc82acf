/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of a distribution, their owners, and what is nobody's. */
#include "scratch.h"

#include "cli/dist_record.h"
#include "cli/record_csv.h"
#include "core/buf.h"
#include "core/mem.h"

#define SITE "env/lib/python3.11/site-packages"
/** of "" and of "x" */
#define EMPTY "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
#define X     "sha256=LXEWQrcmsEQBYnyp-6wy9chTD7GQPMTbAiWHF5IaSIE"

static struct venv venv;
static struct dist_site site;
static struct dist demo;
static struct dists dists;
static struct dist_record record;

static int setup(void **state)
{
	static const char *const dirs[] = { "env",
					    "env/bin",
					    "env/include",
					    "env/lib",
					    "env/lib/python3.11",
					    SITE,
					    SITE "/demo-1.dist-info",
					    SITE "/demo",
					    SITE "/demo/__pycache__" };

	if (scratch_make(state))
		return -1;
	foreach(row, dirs)
		put_dir(*row);
	venv = (struct venv){ .path = at("env"), .bin = "bin" };
	site = (struct dist_site){ .path = at(SITE), .local = true };
	demo = (struct dist){
		.form = DIST_INFO,
		.site = &site,
		.entry = "demo-1.dist-info",
		.path = at(SITE "/demo-1.dist-info"),
		.name = "demo",
	};
	dists = (struct dists){
		.sites = &site, .site_count = 1, .list = &demo, .count = 1
	};
	return 0;
}

static void read_record(const char *text)
{
	put_file(SITE "/demo-1.dist-info/RECORD", text);
	dist_record_read(&venv, &demo, &record);
}

TEST(rows)
{
	read_record("demo/x.py," X ",1\r\n"
		    "../../../bin/demo," X ",1\r\n"
		    "../../../../outside,,\r\n"
		    "/etc/passwd,,\r\n"
		    ",,\r\n"
		    "demo-1.dist-info/RECORD,,\r\n");
	assert_null(record.problem);
	assert_string_equal(record.path, at(SITE "/demo-1.dist-info/RECORD"));
	assert_int_equal(record.count, 5);
	assert_string_equal(record.files[0].path, at(SITE "/demo/x.py"));
	assert_string_equal(record.files[0].below,
			    SITE "/demo/x.py" + strlen("env/"));
	assert_string_equal(record.files[0].hash, X);
	assert_string_equal(record.files[0].size, "1");
	assert_string_equal(record.files[1].below, "bin/demo");
	assert_null(record.files[2].below);
	assert_string_equal(record.files[2].path, at("outside"));
	assert_null(record.files[3].below);
	assert_string_equal(record.files[3].path, "/etc/passwd");
}

/* lib64 is another name of lib, where it is a link to it. */
TEST(lib64)
{
	static const char row[] =
		"../../../lib64/python3.11/site-packages/demo/x.py,,\n";

	read_record(row);
	assert_string_equal(record.files[0].below,
			    "lib64/python3.11/site-packages/demo/x.py");
	put_link("env/lib64", "lib");
	read_record(row);
	assert_string_equal(record.files[0].below,
			    SITE "/demo/x.py" + strlen("env/"));
	assert_int_equal(unlink(at("env/lib64")), 0);
}

TEST(refused)
{
	static const char name[] = SITE "/demo-1.dist-info/RECORD";
	struct buf many = BUF_INIT;
	size_t left = DIST_RECORDS_MAX;

	read_record("a,b,c,d\n");
	assert_string_equal(record.problem, "is malformed");
	assert_int_equal(record.count, 0);
	put_bytes(name, "a\0b,,\n", 6);
	dist_record_read(&venv, &demo, &record);
	assert_string_equal(record.problem, "has a NUL byte in it");
	grow(name, 100 * 1024 * 1024);
	dist_record_read(&venv, &demo, &record);
	assert_string_equal(record.problem, "is too large");
	assert_int_equal(dist_record_size(&demo, &left), -1);
	for (size_t i = 0; i <= RECORD_ROWS_MAX; i++)
		buf_puts(&many, "a\n");
	read_record(many.data);
	assert_string_equal(record.problem, "is malformed");
	assert_int_equal(unlink(at(name)), 0);
	dist_record_read(&venv, &demo, &record);
	assert_null(record.path);
	assert_null(record.problem);
	put_file("elsewhere", "demo/x.py,,\n");
	put_link(name, at("elsewhere"));
	dist_record_read(&venv, &demo, &record);
	assert_string_equal(record.problem, "is a link");
	assert_int_equal(record.count, 0);
	assert_int_equal(unlink(at(name)), 0);
	put_fifo(name);
	dist_record_read(&venv, &demo, &record);
	assert_string_equal(record.problem, "is not a regular file");
	assert_int_equal(unlink(at(name)), 0);
}

/* A whole .dist-info behind a link is not gone into. */
TEST(linked_info)
{
	struct dist linked = demo;

	read_record("demo/x.py,,\n");
	put_link(SITE "/linked-1.dist-info", "demo-1.dist-info");
	linked.path = at(SITE "/linked-1.dist-info");
	dist_record_read(&venv, &linked, &record);
	assert_null(record.path);
	assert_int_equal(record.count, 0);
	assert_int_equal(unlink(at(SITE "/linked-1.dist-info")), 0);
}

TEST(sizes)
{
	size_t left = 100;

	read_record("a,,1\nb,,"
		    "41\nc,,\nd,,-5\ne,,99999999999999999999\n");
	assert_int_equal(dist_record_size(&demo, &left), 42);
	read_record("a,,1\na,b,c,d\n");
	assert_int_equal(dist_record_size(&demo, &left), -1);
	read_record("");
	assert_int_equal(dist_record_size(&demo, &left), 0);
	left = 12;
	read_record("a,,1\n");
	assert_int_equal(dist_record_size(&demo, &left), 1);
	assert_int_equal(left, 7);
	assert_int_equal(dist_record_size(&demo, &left), 1);
	assert_int_equal(dist_record_size(&demo, &left), -1);
	assert_int_equal(left, 2);
}

/* installed-files.txt names what lies beside it, directories as well. */
TEST(egg_info)
{
	struct dist egg = demo;

	put_dir(SITE "/egg.egg-info");
	egg.form = DIST_EGG_INFO;
	egg.path = at(SITE "/egg.egg-info");
	put_file(SITE "/egg.egg-info/SOURCES.txt",
		 "setup.py\nhere.py\n/etc/passwd\n../../../bin/python\n");
	put_file(SITE "/here.py", "");
	put_file("env/bin/python", "");
	dist_record_read(&venv, &egg, &record);
	assert_true(record.sources);
	assert_int_equal(record.count, 1);
	assert_string_equal(record.files[0].path, at(SITE "/here.py"));
	put_file(SITE "/egg.egg-info/installed-files.txt",
		 "../egg.py\r\nPKG-INFO\n./\n");
	dist_record_read(&venv, &egg, &record);
	assert_int_equal(record.count, 2);
	assert_string_equal(record.files[0].path, at(SITE "/egg.py"));
	assert_string_equal(record.files[1].path,
			    at(SITE "/egg.egg-info/PKG-INFO"));
	assert_int_equal(unlink(at(SITE "/here.py")), 0);
	assert_int_equal(unlink(at(SITE "/egg.egg-info/SOURCES.txt")), 0);
	assert_int_equal(unlink(at(SITE "/egg.egg-info/installed-files.txt")),
			 0);
	assert_int_equal(rmdir(at(SITE "/egg.egg-info")), 0);
}

/** What RECORD may say of a file, and what comes of that. */
struct looked {
	const char *name, *hash, *size;
	enum dist_file_state state;
};

static void look_at(const struct looked *l)
{
	struct dist_file file = { .of = &demo,
				  .path = at(path_join("env", l->name)),
				  .below = l->name,
				  .hash = l->hash,
				  .size = l->size };
	int root = open(at("env"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct buf what = BUF_INIT;
	struct dist_look look;

	dist_look_start(&look, root);
	buf_putl(&what, l->name, " ", l->hash, " ", l->size);
	row_int(what.data, dist_file_look(&look, &file), l->state);
	assert_non_null(look.why);
	dist_look_end(&look);
	close(root);
}

TEST(looks)
{
	static const struct looked list[] = {
		{ "look/x", X, "1", DIST_FILE_SAME },
		{ "look/x", X, "", DIST_FILE_SAME },
		{ "look/x", X "=", "1", DIST_FILE_SAME },
		{ "look/x", X "=x", "1", DIST_FILE_CHANGED },
		{ "look/x", X "A", "1", DIST_FILE_CHANGED },
		{ "look/x", "sha256=", "1", DIST_FILE_CHANGED },
		{ "look/x", EMPTY, "1", DIST_FILE_CHANGED },
		{ "look/x", X, "2", DIST_FILE_CHANGED },
		{ "look/x", X, "one", DIST_FILE_CHANGED },
		{ "look/x", "", "2", DIST_FILE_CHANGED },
		{ "look/x", "", "1", DIST_FILE_UNKNOWN },
		{ "look/x", "", "", DIST_FILE_UNKNOWN },
		{ "look/x", "blake3=abc", "1", DIST_FILE_UNKNOWN },
		{ "look/x",
		  "sha384=11LCxR-6DimqGQVwqdQlPkQHegWNMpf6OlYw1b0BJiL5fCisrtMTtcg7uZDKp9qF",
		  "1", DIST_FILE_SAME },
		{ "look/x",
		  "sha512=pKvURIxJVi2CgRXROh_M6pJ_UrTVRZKX-LQ-QtqJI4vBNibkPcs43bCCSIkn7JBPtCBXRDmD6IWFF51QVRr-Yg",
		  "1", DIST_FILE_SAME },
		{ "look/x", "sha1=EfatjsUqKYSrqv18O1FlA3hcIHI", "1",
		  DIST_FILE_WEAK },
		{ "look/x", "md5=ndTkYSaMgDT1yFZOFVxnpg", "1", DIST_FILE_WEAK },
		{ "look/x", "md5=ndTkYSaMgDT1yFZOFVxnpw", "1",
		  DIST_FILE_CHANGED },
		{ "look/gone", X, "1", DIST_FILE_MISSING },
		{ "look/gone", "", "", DIST_FILE_MISSING },
		{ "look/gone.pyc", "", "", DIST_FILE_UNKNOWN },
		{ "look/gone.pyc", X, "1", DIST_FILE_MISSING },
		{ "look/none/x", X, "1", DIST_FILE_MISSING },
		{ "look/link", X, "1", DIST_FILE_CHANGED },
		{ "look/link", "", "", DIST_FILE_CHANGED },
		{ "look/linked/x", X, "1", DIST_FILE_CHANGED },
		{ "look/x/x", X, "1", DIST_FILE_CHANGED },
		{ "look/fifo", X, "", DIST_FILE_CHANGED },
		{ "look", X, "", DIST_FILE_CHANGED },
	};

	put_dir("env/look");
	put_file("env/look/x", "x");
	put_link("env/look/link", "x");
	put_link("env/look/linked", "../look");
	put_fifo("env/look/fifo");
	foreach(row, list)
		look_at(row);
}

/* One descriptor serves a directory after the other, and what is not there. */
TEST(look_on)
{
	static const char *const names[] = { "look/x", "look/none/x", "look/x",
					     "pyvenv.cfg", "look/x" };
	int root = open(at("env"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dist_look look;

	put_file("env/pyvenv.cfg", "x");
	dist_look_start(&look, root);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const struct dist_file file = { .path = at(names[i]),
						.below = names[i],
						.hash = X,
						.size = "1" };

		row_int(names[i], dist_file_look(&look, &file),
			i == 1 ? DIST_FILE_MISSING : DIST_FILE_SAME);
	}
	dist_look_end(&look);
	assert_int_equal(look.dir, -1);
	close(root);
}

TEST(owners)
{
	static const char lib[] = "lib/python3.11/site-packages/";
	struct dist_owners o;

	read_record("demo/x.py,,\n../../../bin/demo,,\n../../../../no,,\n"
		    "demo/x.py," X ",1\n");
	dist_owners_read(&venv, &dists, &o);
	assert_int_equal(o.count, 3);
	assert_int_equal(o.records[0].count, 4);
	assert_ptr_equal(dist_owner(&o, "bin/demo")->of, &demo);
	assert_non_null(dist_owner(&o, path_join(lib, "demo/x.py")));
	assert_null(dist_owner(&o, path_join(lib, "demo")));
	assert_null(dist_owner(&o, "zzz"));
	assert_true(dist_owns_below(&o, "bin"));
	assert_true(dist_owns_below(&o, path_join(lib, "demo")));
	assert_false(dist_owns_below(&o, path_join(lib, "dem")));
	assert_false(dist_owns_below(&o, "include"));
}

/* Of COUNT rows ROW, in several distributions, that of the first GOOD is used. */
static void check_many(const char *row, size_t count, size_t good)
{
	struct dist list[6];
	struct dists many = { .list = list, .count = ARRAY_SIZE(list) };
	struct buf rows = BUF_INIT;
	struct dist_owners o;

	for (size_t i = 0; i < many.count; i++)
		list[i] = demo;
	for (size_t i = 0; i < count; i++)
		buf_putl(&rows, row, "\n");
	read_record(rows.data);
	dist_owners_read(&venv, &many, &o);
	for (size_t i = 0; i < many.count; i++) {
		const char *problem = o.records[i].problem;

		assert_int_equal(o.records[i].count, i < good ? count : 0);
		assert_string_equal(problem ? problem : "",
				    i < good ? "" :
					       "is too large, with all the "
					       "others");
	}
}

TEST(owners_bounded)
{
	char row[4001];

	memset(row, 'x', sizeof(row) - 1);
	row[sizeof(row) - 1] = '\0';
	check_many(row, 4000, 4);
	check_many("/a", 400000, 2);
}

/* An egg, which easy-install.pth names: all in it is its own. */
static void put_egg(void)
{
	static struct dist_site egg_site;
	static struct dist list[2];

	put_dir(SITE "/x.egg");
	put_dir(SITE "/x.egg/EGG-INFO");
	put_file(SITE "/x.egg/x.py", "");
	egg_site = (struct dist_site){ .path = at(SITE "/x.egg"),
				       .pth = at(SITE "/easy-install.pth"),
				       .local = true };
	list[0] = demo;
	list[1] = (struct dist){ .form = DIST_EGG,
				 .site = &egg_site,
				 .entry = "EGG-INFO",
				 .path = at(SITE "/x.egg/EGG-INFO") };
	dists.list = list;
	dists.count = ARRAY_SIZE(list);
}

/* What is somebody's beside what is nobody's. */
static void put_all(void)
{
	put_dir("env/local");
	put_dir("env/share");
	put_dir("env/share/man");
	put_dir("env/share/mine");
	put_file("env/local/lib", "");
	put_file("env/local/mine", "");
	put_file("env/share/man/demo.1", "");
	put_file("env/share/mine/a", "");
	put_file("env/share/mine/b", "");
	put_file("env/share/mine.txt", "");
	put_file("env/bin/demo", "");
	put_file("env/bin/evil", "");
	put_file("env/bin/activate.fish", "");
	put_file("env/bin/python3.11", "");
	put_file("env/bin/pythonista", "");
	put_file("env/include/evil.h", "");
	put_file(SITE "/demo/x.py", "");
	put_file(SITE "/demo/evil.py", "");
	put_file(SITE "/demo/_virtualenv.py", "");
	put_file(SITE "/y.egg-link", "");
	put_file(SITE "/easy-install.pth", "");
	put_egg();
	put_file(SITE "/demo/__pycache__/x.cpython-311.pyc", "");
	put_file(SITE "/demo/__pycache__/x.cpython-311.opt-1.pyc", "");
	put_file(SITE "/demo/__pycache__/gone.pyc", "");
	put_file(SITE "/sitecustomize.py", "");
	put_file(SITE "/_virtualenv.pth", "");
	put_dir(SITE "/~emo");
	put_dir(SITE "/~emo/deep");
	put_file(SITE "/~emo/deep/a", "");
	put_file(SITE "/~emo/deep/b", "");
	put_file(SITE "/~emo/c", "");
	put_dir(SITE "/empty");
	put_dir(SITE "/old");
	put_dir(SITE "/old/__pycache__");
	put_file(SITE "/old/__pycache__/gone.cpython-311.pyc", "");
	put_file(SITE "/demo/__pycache__/listed.cpython-311.pyc", "");
	put_file(SITE "/demo/listed.pyc", "");
}

TEST(unowned)
{
	static const char *const files[] = {
		/* nobody's */
		"bin/evil",
		"bin/pythonista",
		"include/evil.h",
		"lib/python3.11/site-packages/demo/__pycache__/gone.pyc",
		"lib/python3.11/site-packages/demo/_virtualenv.py",
		"lib/python3.11/site-packages/demo/evil.py",
		"lib/python3.11/site-packages/old/",
		"lib/python3.11/site-packages/sitecustomize.py",
		"lib/python3.11/site-packages/~emo/",
		"local/mine",
		"share/mine.txt",
		"share/mine/",
	};
	struct dist_unowned u;
	struct dist_owners o;

	put_all();
	read_record(
		"demo/x.py,,\n../../../bin/demo,,\n../../../share/man/demo.1,,\n"
		"demo/listed.py,,\n"
		"demo-1.dist-info/RECORD,,\n");
	dist_owners_read(&venv, &dists, &o);
	assert_int_equal(dist_unowned_find(&venv, &dists, &o, &u), 0);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		assert_string_equal(i < u.files.count ? u.files.list[i] : "",
				    files[i]);
	assert_int_equal(u.files.count, ARRAY_SIZE(files));
	assert_int_equal(u.more, 0);
}

/* Without a RECORD the metadata at least are somebody's. */
TEST(unowned_unlisted)
{
	struct dist_unowned u;
	struct dist_owners o;

	assert_int_equal(unlink(at(SITE "/demo-1.dist-info/RECORD")), 0);
	put_file(SITE "/demo-1.dist-info/METADATA", "");
	dist_owners_read(&venv, &dists, &o);
	assert_int_equal(dist_unowned_find(&venv, &dists, &o, &u), 0);
	for (size_t i = 0; i < u.files.count; i++)
		assert_null(strstr(u.files.list[i], "dist-info"));
	assert_int_equal(u.files.count, 12);
	venv.path = at("no-env");
	assert_int_equal(dist_unowned_find(&venv, &dists, &o, &u), -1);
}

MAIN(setup, scratch_remove)
