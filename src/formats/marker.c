/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environment markers (PEP 508), parsed and evaluated in one pass. */
#include <ctype.h>

#include "core/buf.h"
#include "core/mem.h"
#include "formats/pep440.h"
#include "formats/requirement.h"

enum {
	/** levels of nested parentheses */
	DEPTH_MAX = 32,
};

/** The state of a parse */
struct reader {
	const char *s;
	/** NULL: parse without evaluating */
	const struct marker_env *env;
	const char *extra;
	unsigned depth;
	/** the text is no marker */
	bool wrong;
};

/** A variable, and the offset of its value in struct marker_env; that of `extra` is the size. */
struct variable {
	const char *name;
	size_t at;
	/** values are versions, and are compared as versions */
	bool version;
};

/** One side of a comparison: a variable, or a string. */
struct side {
	const struct variable *variable;
	const char *text;
};

#define VALUE(name)    offsetof(struct marker_env, name)
#define VARIABLE(name) #name, VALUE(name)

/* The other names of a value, of setuptools, come after its own name: see own_name(). */
static const struct variable variables[] = {
	{ VARIABLE(python_version), true },
	{ VARIABLE(python_full_version), true },
	{ VARIABLE(os_name), false },
	{ VARIABLE(sys_platform), false },
	{ VARIABLE(platform_release), true },
	{ VARIABLE(platform_system), false },
	{ VARIABLE(platform_version), false },
	{ VARIABLE(platform_machine), false },
	{ VARIABLE(platform_python_implementation), false },
	{ VARIABLE(implementation_name), false },
	{ VARIABLE(implementation_version), true },
	{ "os.name", VALUE(os_name), false },
	{ "sys.platform", VALUE(sys_platform), false },
	{ "platform.version", VALUE(platform_version), false },
	{ "platform.machine", VALUE(platform_machine), false },
	{ "platform.python_implementation", VALUE(platform_python_implementation), false },
	{ "python_implementation", VALUE(platform_python_implementation), false },
	{ VARIABLE(extras), false },
	{ VARIABLE(dependency_groups), false },
	{ "extra", sizeof(struct marker_env), false },
};

static bool is_extra(const struct variable *variable)
{
	return variable->at == sizeof(struct marker_env);
}

static bool is_set_of_names(const struct variable *variable)
{
	return variable &&
	       (variable->at == VALUE(extras) || variable->at == VALUE(dependency_groups));
}

/* VARIABLE's own name. */
static const char *own_name(const struct variable *variable)
{
	const struct variable *own = variables;

	while (own->at != variable->at)
		own++;
	return own->name;
}

static const char *side_value(const struct reader *r, const struct side *side)
{
	const char *value;

	if (!side->variable)
		return side->text;
	if (is_extra(side->variable))
		return r->extra;
	memcpy(&value, (const char *)r->env + side->variable->at, sizeof(value));
	return value;
}

static void skip_marker_space(struct reader *r)
{
	r->s += strspn(r->s, " \t");
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Skip WORD. Returns false if the next word is another one. */
static bool take_marker_word(struct reader *r, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(r->s, word, len) != 0 || is_word_char(r->s[len]))
		return false;
	r->s += len;
	return true;
}

/* Read a string in quotes, without a backslash; NULL: malformed. */
static const char *take_string(struct reader *r)
{
	const char *start = r->s + 1;
	size_t len = strcspn(start, *r->s == '\'' ? "'\\\n" : "\"\\\n");

	if (start[len] != *r->s)
		return NULL;
	r->s = start + len + 1;
	return mem_dup(start, len);
}

static const struct variable *take_variable(struct reader *r)
{
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
		if (take_marker_word(r, variables[i].name))
			return &variables[i];
	return NULL;
}

static struct side take_side(struct reader *r)
{
	struct side side = { 0 };

	skip_marker_space(r);
	if (*r->s == '\'' || *r->s == '"')
		side.text = take_string(r);
	else
		side.variable = take_variable(r);
	r->wrong = r->wrong || (!side.text && !side.variable);
	skip_marker_space(r);
	return side;
}

static const char *take_operator(struct reader *r)
{
	/* An operator comes before its prefixes: the first match counts. */
	static const char *const texts[] = { "===", "==", "~=", "!=", "<=", ">=", "<", ">" };

	if (take_marker_word(r, "in"))
		return "in";
	if (take_marker_word(r, "not")) {
		skip_marker_space(r);
		r->wrong = r->wrong || !take_marker_word(r, "in");
		return "not in";
	}
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		if (!starts_with(r->s, texts[i]))
			continue;
		r->s += strlen(texts[i]);
		return texts[i];
	}
	r->wrong = true;
	return "";
}

/* Strings have no order: "<=" and ">=" mean "==", and "<" and ">" never hold. */
static bool compare_texts(const char *left, const char *op, const char *right)
{
	if (streq(op, "in"))
		return strstr(right, left);
	if (streq(op, "not in"))
		return !strstr(right, left);
	if (streq(op, "!="))
		return !streq(left, right);
	return op[1] == '=' && streq(left, right);
}

/* Only a text on the left can be in a set of names, which has a value only in a lock file. */
static bool evaluate_set(struct reader *r, const struct side *left, const char *op,
			 const char *names)
{
	bool is_in;

	if (left->variable || !names || !ends_with(op, "in")) {
		r->wrong = true;
		return false;
	}
	is_in = strstr(names, joined(",", requirement_key(left->text), ","));
	return is_in == streq(op, "in");
}

static bool evaluate(struct reader *r, const struct side *left, const char *op,
		     const struct side *right)
{
	const struct variable *variable = left->variable ? left->variable : right->variable;
	const char *a = side_value(r, left), *b = side_value(r, right);
	struct buf specifier = BUF_INIT;

	if (is_set_of_names(left->variable) || is_set_of_names(right->variable))
		return evaluate_set(r, left, op, b);
	/* `packaging` takes the name of a second variable for a text. */
	if (left->variable && right->variable)
		b = own_name(right->variable);
	buf_putl(&specifier, op, b);
	if (variable->version && pep440_is_specifier(specifier.data))
		return pep440_matches(a, specifier.data);
	/* `packaging` refuses to compare texts by these operators. */
	r->wrong = streq(op, "~=") || streq(op, "===");
	if (is_extra(variable))
		return compare_texts(requirement_key(a), op, requirement_key(b));
	return compare_texts(a, op, b);
}

static bool read_comparison(struct reader *r)
{
	struct side left = take_side(r);
	const char *op = take_operator(r);
	struct side right = take_side(r);

	r->wrong = r->wrong || (!left.variable && !right.variable);
	return !r->wrong && r->env && evaluate(r, &left, op, &right);
}

static bool read_all(struct reader *r);

/* Read a comparison, or an expression in parentheses. */
static bool read_one(struct reader *r)
{
	bool holds;

	skip_marker_space(r);
	if (*r->s != '(')
		return read_comparison(r);
	r->s++;
	if (++r->depth > DEPTH_MAX) {
		r->wrong = true;
		return false;
	}
	holds = read_all(r);
	r->depth--;
	r->wrong = r->wrong || *r->s != ')';
	r->s += !r->wrong;
	skip_marker_space(r);
	return holds;
}

/* Read comparisons joined by "and". */
static bool read_term(struct reader *r)
{
	bool holds = read_one(r);

	while (!r->wrong && take_marker_word(r, "and"))
		holds = read_one(r) && holds;
	return holds;
}

/* Read terms joined by "or". */
static bool read_all(struct reader *r)
{
	bool holds = read_term(r);

	while (!r->wrong && take_marker_word(r, "or"))
		holds = read_term(r) || holds;
	return holds;
}

int marker_judge(const char *marker, const struct marker_env *env, const char *extra)
{
	struct reader r = { .s = marker, .env = env, .extra = extra };
	struct mem_mark mark = mem_mark();
	bool holds;

	if (!marker)
		return 1;
	holds = read_all(&r);
	mem_release(mark);
	return r.wrong || *r.s ? -1 : holds;
}

bool marker_valid(const char *text)
{
	return marker_judge(text, NULL, "") >= 0;
}
