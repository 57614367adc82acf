# shellcheck shell=bash
# create, pythons, remove
PATH=$T/quick/bin:/usr/bin:/bin:$T/bin
SHELL=/bin/bash
unset PYENV_ROOT
# plain: sizes and versions of this machine become words
plain() {
	sed -E 's/pip [0-9.]+/pip X/; s/(Python )3\.[0-9]+([^.0-9])/\1X.Y\2/g; s/\([0-9.]+K/(SIZE/'
}
mkdir shop
cd shop || exit
replayed say create | plain
AVENV_SHELL="bash $PROTOCOL" AVENV_STATE='' say create | plain
touch requirements.txt
AVENV_SHELL="bash $PROTOCOL" AVENV_STATE='' say create --without-pip tools
mkenv elsewhere/.venv
for on in elsewhere .; do
	on=$PWD/$on/.venv
	PATH=$on/bin:$PATH VIRTUAL_ENV=$on AVENV_SHELL="bash $PROTOCOL" AVENV_STATE='' replayed say create --without-pip --clear tools
done
rm -r elsewhere
mkdir inside
AVENV_SHELL="bash $PROTOCOL" AVENV_STATE='' say -C inside create --without-pip . | plain
rm -r tools inside
"$AVENV" -q create --without-pip venv
say create --clear | plain
say create -r requirements.txt
cd .. && say -C shop create -r requirements.txt && cd shop || exit
say create -p python3
rm .venv/pyvenv.cfg
say create
rm -r .venv
say create --system-site-packages | plain
mkdir other
echo 3.98 >other/.python-version
say -C other create | sed -E 's/(-p 3[.])[0-9]+/\1X/'
rm -r other
cd ..
say create shop/requirements.txt
say create --clear shop
mkenv archive/.venv
say create --without-pip archive/.venv
mkdir -p taken/.venv/bin
touch taken/.venv/bin/ls
replayed say -C taken create
rm -r taken/.venv
mkdir -m 777 taken/.venv
replayed say -C taken create
rmdir taken/.venv
for way in 'echo ../shop/.venv >' 'ln -s ../archive' ': >' 'echo SECRET=1 >'; do
	eval "$way taken/.venv"
	replayed say -C taken create
	rm taken/.venv
done
say remove -y shop/venv | plain
replayed say remove -y shop | plain
say -C shop/.venv remove -y .
ln -s archive link
say create link
for place in a:b $'a\nb' $'a\xff' "$HOME"; do say create --clear --without-pip "$place"; done
say create --prompt $'a\nb' new
