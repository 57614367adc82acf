/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a distribution is called, and its version: where pips differ most. */
#include <ctype.h>
#include <stdint.h>

#include "cli/dist.h"
#include "cli/pep440.h"
#include "cli/requirement.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

/** What the name of an entry says; NULL for what it does not. */
struct stem {
	const char *name, *version;
};

size_t dist_entry_name_len(const char *entry)
{
	size_t stem = (size_t)(strrchr(entry, '.') - entry);
	size_t name = strcspn(entry, "-");

	return name < stem ? name : stem;
}

const char *dist_entry_version(const char *entry)
{
	const char *version = entry + dist_entry_name_len(entry);
	const char *dot = strrchr(entry, '.');

	version += *version == '-';
	return version < dot ? mem_dup(version, (size_t)(dot - version)) : "";
}

const char *dist_version_of(const char *entry, const char *name)
{
	static const char suffix[] = ".dist-info";
	size_t len = strlen(name), all = strlen(entry);

	if (all <= len + sizeof(suffix) || entry[len] != '-' || !starts_with(entry, name) ||
	    !ends_with(entry, suffix))
		return NULL;
	return mem_dup(entry + len + 1, all - len - sizeof(suffix));
}

/* TEXT with each run of what is not in [A-Za-z0-9.] made one dash. */
static const char *dashed(const char *text)
{
	struct buf b = BUF_INIT;

	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || *text == '.')
			buf_putc(&b, *text);
		else if (!b.len || b.data[b.len - 1] != '-')
			buf_putc(&b, '-');
	}
	return b.data;
}

const char *dist_safe_name(const char *name)
{
	return dashed(name);
}

static const char *lower(const char *text)
{
	char *copy = mem_dups(text);

	for (char *s = copy; *s; s++)
		*s = (char)tolower((unsigned char)*s);
	return copy;
}

/* As importlib.metadata has it: case counts, and the first dash parts. */
static struct stem importlib_stem(const struct dist *dist)
{
	const char *dot = strrchr(dist->entry, '.'), *dash;
	struct stem stem = { 0 };
	const char *text;

	if (!dot || dot == dist->entry || dist->form == DIST_EGG)
		return stem;
	text = mem_dup(dist->entry, (size_t)(dot - dist->entry));
	dash = strchr(text, '-');
	if (streq(dot, ".dist-info") && dash) {
		stem.name = mem_dup(text, (size_t)(dash - text));
		stem.version = dash + 1;
	}
	if (streq(dot, ".egg-info"))
		stem.name = mem_dup(text, strcspn(text, "-"));
	if (stem.name && !*stem.name)
		stem.name = NULL;
	if (stem.version && !*stem.version)
		stem.version = NULL;
	return stem;
}

/* As pkg_resources has it: NAME-VERSION-pyX.Y-PLATFORM. */
static struct stem pkg_resources_stem(const struct dist *dist)
{
	/* In an egg, it is the egg that has the name. */
	const char *entry =
		dist->form == DIST_EGG ? path_base(path_parent(dist->path)) : dist->entry;
	const char *dot = strrchr(entry, '.');
	const char *text = mem_dup(entry, dot ? (size_t)(dot - entry) : strlen(entry));
	size_t n = strcspn(text, "-"), len;
	struct stem stem = { 0 };

	if (!n)
		return stem;
	stem.name = mem_dup(text, n);
	if (text[n]) {
		len = strcspn(text + n + 1, "-");
		if (len)
			stem.version = mem_dup(text + n + 1, len);
	}
	return stem;
}

/* pkg_resources makes versions safe before it looks at them. */
static const char *safe_version(const char *version)
{
	char *copy;

	if (pep440_valid(version))
		return version;
	copy = mem_dups(version);
	for (char *s = copy; *s; s++)
		if (*s == ' ')
			*s = '.';
	return dashed(copy);
}

/* What is folded as importlib.metadata shows it: the common indent is gone. */
static const char *dedent(const char *text)
{
	size_t least = SIZE_MAX, first = strcspn(text, "\n");
	struct buf b = BUF_INIT;

	if (!text[first])
		return text;
	for (const char *s = text + first; *s; s += strcspn(s, "\n")) {
		size_t n;

		s++;
		n = strspn(s, " \t");
		if (s[n] && s[n] != '\n' && n < least)
			least = n;
	}
	/* The first line counts as indented by eight. */
	if (first && least > 8)
		least = 8;
	for (size_t i = least; first && i < 8; i++)
		buf_putc(&b, ' ');
	buf_put(&b, text, first);
	for (const char *s = text + first; *s; s += strcspn(s, "\n")) {
		size_t n;

		s++;
		n = strspn(s, " \t");
		s += n < least ? n : least;
		buf_putc(&b, '\n');
		buf_put(&b, s, strcspn(s, "\n"));
	}
	return b.data;
}

static const char *header(const struct dist *dist, const char *name)
{
	size_t at = 0;

	return dist_header_raw(dist->metadata, name, &at);
}

static void leave_out(struct dist_found *f, const char *why, bool fatal)
{
	f->left_out = true;
	if (!f->problem.text) {
		f->problem.text = why;
		f->problem.fatal = fatal;
	}
}

static void set_version(struct dist_found *f, const char *version, const char *raw)
{
	const char *normal = version ? pep440_normalize(version) : NULL;

	f->dist.legacy = !normal;
	f->dist.version = normal ? normal : raw;
	if (!f->dist.version)
		leave_out(f, "has no version in its metadata", true);
}

/* pip passes over what it, or somebody else, did not remove completely. */
static void check_key(struct dist_found *f, const char *key)
{
	if (!requirement_name_valid(key))
		leave_out(f, "has no valid name, pip passes over it", false);
}

static void name_by_importlib(const struct pip_rules *rules, struct dist_found *f)
{
	struct stem stem = importlib_stem(&f->dist);
	const char *name = header(&f->dist, "Name");
	const char *version = header(&f->dist, "Version"), *key;

	if (!(stem.name || name) || (rules->name_required && !name)) {
		leave_out(f, "has no name in its metadata", false);
		return;
	}
	key = requirement_key(stem.name ? stem.name : name);
	f->key = rules->name_required ? requirement_key(name) : key;
	check_key(f, key);
	f->dist.name = name ? dedent(name) : key;
	if (rules->version_of_metadata || !stem.version)
		stem.version = version;
	/* What is no version is printed as METADATA has it, and be it None. */
	if (!version && stem.version && !rules->version_of_metadata)
		version = "None";
	set_version(f, stem.version, version);
}

static void name_by_pkg_resources(const struct pip_rules *rules, struct dist_found *f)
{
	struct stem stem = pkg_resources_stem(&f->dist);
	const char *project = dist_safe_name(stem.name ? stem.name : "Unknown");
	const char *name = header(&f->dist, "Name");
	const char *version = header(&f->dist, "Version");

	f->key = lower(project);
	check_key(f, requirement_key(project));
	if (rules->name_of_entry)
		name = project;
	f->dist.name = name ? name : requirement_key(project);
	if (version &&
	    (!stem.version || f->dist.form == DIST_EGG_INFO || f->dist.form == DIST_EGG_INFO_FILE))
		stem.version = version;
	if (stem.version)
		stem.version = safe_version(stem.version);
	set_version(f, stem.version, stem.version);
}

void dist_name(const struct pip_rules *rules, struct dist_found *found)
{
	/* Eggs in a directory are pkg_resources' also where the rest is not. */
	if (rules->importlib && found->dist.form != DIST_EGG)
		name_by_importlib(rules, found);
	else
		name_by_pkg_resources(rules, found);
	found->dist.key = found->dist.name ? requirement_key(found->dist.name) : found->key;
}
