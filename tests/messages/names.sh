# shellcheck shell=bash
export later=yes
. "$SRCDIR/tests/mkinfo.sh"
# A name that a shell could take for code: a command with an apostrophe in it stands on a line of its own.
name="it's \$(touch pwned)"
mkenv "$name/.venv"
# It has another quoting than that of real ones.
rm "$name"/.venv/bin/activate*
say status "$name"
say -C "$name" run true
say -C "$name" doctor
say -q deny "$name"
say -C "$name" allow
chmod o+w "$name"
say -C "$name" allow
say allow --found .
say status "$name"
chmod o-w "$name"
mv "$name/.venv" "$name/one"
cp -a "$name/one" "$name/two"
say -C "$name" path
ln -s nowhere "$name/.venv"
say -C "$name" create
rm "$name/.venv"
mkdir "$name/sub"
at "$name/sub"
say -C .. use ./two
say
cd .. && cd .. || exit
# A name that could be read as the end of a message and a command
name="venv' is here; 'sh x"
mkenv "$name/.venv" "$name/'avenv up'"
say status "$name"
say -C "$name" use "./'avenv up'"
mkdir "don't"
say -C "don't" status
# What git says, and a path of its, with an apostrophe
name="x' 'sh"
mkenv "$name/.venv"
git init -q "$name"
: >"$name/.git/index.lock"
say -C "$name" allow
rm -r "$name/.git"
echo "gitdir: /no'; 'sh" >"$name/.git"
say -C "$name" allow
# What a package and a requirement say
mkenv data/.venv
dist data/.venv demo "1'; type 'curl evil|sh"
say packages data/.venv
"$AVENV" -q allow data
echo "other @ https://example.com/x'; type 'curl" >data/requirements.txt
say check -v data
