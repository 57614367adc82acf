#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 57 58
# mv shop store: the record goes along with repair, recreate and move, and one of them is the only command that is
# needed. What came into store by another way gets no record by it.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/follow.sh"
[ "$(stat -c %W "$T")" != 0 ] || skip_all 'no times of birth: nothing is called moved'
has git || done_testing
quick_python

# moved: store was shop, which is allowed
moved() {
	cd "$w" && rm -rf "${w:?}"/* "$HOME/.local"
	bare shop/.venv
	mv shop store
	cd store || exit 1
}

# recorded: the slots on record
recorded() { sed -n 's/^allow slot \([^ ]*\).*/\1/p' "$HOME/.local/share/avenv/records" | sed "s,$w/,,"; }

# asks NEXT WHY NAME: plain avenv says WHY, and names NEXT
asks() {
	run avenv
	like "$out" "*$2"$'\n'"'$1' turns it on again" "$3: why, and the command"
}

moved
asks 'avenv repair' "was moved from '$w/shop', which you allowed" 'a renamed project'
like "$(cd .. && avenv status store)" "*'avenv repair $w/store/.venv' turns it on again" '... from elsewhere'
is "$(avenv doctor | grep -c '^  wrong ')" 1 '... one defect'
run avenv repair -n
like "$rc:$err" "0:*'avenv repair' would repair 1 defect*" '... --dry-run'
is "$(recorded)" shop/.venv '... --dry-run records nothing'
run avenv repair
like "$rc:$err" "0:*repaired 1 defect*'.venv' is allowed; *" '... repair says that it is allowed'
is "$(recorded)" store/.venv '... the record went along'
is "$(avenv path)" "$w/store/.venv" '... it is on'
mv ../store ../third
avenv -q repair >"$T/.out"
is "$(recorded):$(avenv path)" "third/.venv:$w/third/.venv" '... and once more'

# What writes the environment takes the record along, as repair does.
moved
run avenv recreate
is "$rc:$(recorded):$(avenv path)" "0:store/.venv:$w/store/.venv" 'recreate: the new one is on'
moved
rm .venv/pyvenv.cfg
run avenv recreate
is "$rc:$(recorded):$(avenv path)" "0:store/.venv:$w/store/.venv" '... of one without its pyvenv.cfg, too'
moved
run avenv move .venv venv
is "$rc:$(recorded):$(avenv path)" "0:store/venv:$w/store/venv" 'move: it is on by its new name'
moved
git init -q && git add -f .venv && git commit -q -m. && git rm -rq --cached .venv
stays 'recreate: what allow refuses' "*'avenv allow --tracked' allows it anyway" . avenv recreate

# repair cannot write such a path into scripts.
# shellcheck disable=SC2016 # a name
moved && mv ../store '../US$ 5' && cd '../US$ 5' || exit
asks 'avenv recreate' "was moved from '$w/shop', which you allowed" 'a name that scripts cannot hold'
run avenv repair
like "$rc:$err" "1:*; 'avenv recreate' rebuilds it" '... repair names the same'
like "$(shell_after PWD first prompt 2>&1)" "*you allowed; 'avenv' says what to type" '... the prompt names what says it'
run avenv allow
like "$rc:$err" "0:*still name; 'avenv recreate' rebuilds it" '... so does allow'
like "$(avenv)" "*still name"$'\n'"'avenv recreate' rebuilds it" '... and avenv'
run avenv recreate
is "$rc:$(avenv path)" "0:$PWD/.venv" '... it works'
unlike "$(avenv)" 'recreate' '... and is named no more'

moved
echo "VIRTUAL_ENV=\$PWD/.venv" >.venv/bin/activate
asks 'avenv repair' "was moved from '$w/shop', which you allowed" 'a script that names no place'
run avenv repair
is "$rc:$(recorded):$(avenv path)" "0:store/.venv:$w/store/.venv" '... repair is enough'
moved
avenv -q allow 2>"$T/.out"
mv ../store ../third
asks 'avenv repair' "was moved from '$w/store', which you allowed" 'renamed, allowed, and renamed again'
like "$(avenv run true 2>&1)" "*'avenv repair'*" '... run names it, too'
avenv -q repair >"$T/.out"
is "$(recorded):$(avenv path):$(avenv doctor 2>&1 | grep -c moved)" "third/.venv:$w/third/.venv:0" '... repair is enough'
moved
avenv -q allow 2>"$T/.out"
mv ../store ../shop
asks 'avenv repair' "was moved from '$w/store', which you allowed" 'renamed, allowed, and renamed back'
run avenv repair
is "$rc:$(recorded):$(avenv path)" "0:shop/.venv:$w/shop/.venv" '... repair is enough'
moved
rm -r .venv
"$PYTHON" -m venv --without-pip .venv
mv ../store ../shop
"$PYTHON" -m venv --without-pip --clear .venv
mv ../shop ../store
asks 'avenv repair' "was moved from '$w/shop', which you allowed" 'made anew where it was allowed, then renamed'
moved
avenv -q allow 2>"$T/.out"
mv ../store ../third
cp -a .venv copy && rm -r .venv && mv copy .venv
asks 'avenv allow' "is in a project that was moved from '$w/store', which you allowed" 'renamed twice, and a copy in the place of the environment'
run avenv repair
is "$(recorded)" store/.venv '... repair records nothing'
moved
rm -r .venv
"$PYTHON" -m venv --without-pip .venv
asks 'avenv allow' "/.venv' is in a project that was moved from '$w/shop', which you allowed" 'one that was made here'
run avenv repair
is "$rc:$(recorded)" 0:shop/.venv '... repair records nothing'
moved
rm -r .venv
bare ../other
mv ../other .venv
asks 'avenv allow' "is in a project that was moved from '$w/shop', which you allowed" 'one that came from elsewhere'
run avenv repair
like "$rc:$err" "1:*is not allowed, so it is not repaired; first 'avenv allow'*" '... repair refuses'
is "$(recorded | grep -c store)" 0 '... and records nothing'
moved
mv .venv real
ln -s real .venv
asks 'avenv allow' "is in a project that was moved from '$w/shop', which you allowed" 'a link'

# Another directory, whose environment names the allowed path
for how in 'cp -a store copy' 'cp -al store copy' 'tar -cf a.tar store; mkdir copy; tar -C copy --strip-components 1 -xf a.tar'; do
	moved
	mv ../store ../shop
	(cd .. && mv shop store && eval "$how" && mv store shop)
	for gone in '' shop; do
		[ -z "$gone" ] || mv ../$gone ../gone
		cd ../copy || exit 1
		run avenv
		like "$out" "*is not allowed"$'\n'"'avenv allow' turns it on from now on" "${how%% store*}: it asks"
		run avenv repair
		like "$rc:$err" "1:*is not allowed, so it is not repaired; first 'avenv allow'*" '... repair refuses'
		is "$(recorded)" shop/.venv '... and records nothing'
	done
done

# ---- each command, and those that it names -------------------------------------------

# shellcheck disable=SC2317 # called by name
{
	renamed() { env_at was/.venv && avenv -q allow was && mv p/* was && rmdir p && mv was p; }
	into_a_tree() { renamed && avenv -q allow --tree .; }
	writable() { renamed && chmod o+w p/.venv; }
	denied() { renamed && avenv -q deny p; }
	git_tracks() { renamed && git init -q p && git -C p add -f .venv; }
	python_gone() { renamed && rm p/.venv/bin/python*; }
	made_anew() { renamed && rm -r p/.venv && "$PYTHON" -m venv --without-pip p/.venv; }
	copied() { renamed && cp -a p q && rm -r p && mv q p; }
}
typed <<'L'
WHAT IS AGAINST IT|IS TYPED, EACH IN A FRESH PLACE|WHAT THE MESSAGES NAME FROM THERE ON, TO THE END
renamed|run true, up -n|avenv repair; done
renamed|allow, repair, recreate, move .venv other|done
into_a_tree|run true, up -n|avenv repair; done
into_a_tree|allow, repair|done
writable|repair|avenv allow --shared; done
denied|run true|avenv allow; done
denied|repair|avenv allow; done
git_tracks|run true, repair|avenv allow --tracked; done
python_gone|run true, up -n|avenv repair; done
python_gone|repair|done
made_anew|run true, up -n|avenv allow; done
made_anew|allow, repair|done
made_anew|recreate, move ./.venv other|avenv allow; done
copied|run true, up -n, repair, recreate, move ./.venv other|avenv allow; done
L
done_testing
