# shellcheck shell=sh disable=SC2016
# Written by 'avenv setup --everywhere': PATH with the shims, and BASH_ENV. Login shells read it.
case :${PATH-}: in
*:'@DATA@'/shims:*) ;;
*) export PATH='@DATA@'/shims:"${PATH-/usr/local/bin:/usr/bin:/bin}" ;;
esac
[ "${BASH_ENV-}" = '@DATA@'/everywhere/bash ] ||
	export AVENV_BASH_ENV="${BASH_ENV-}" BASH_ENV='@DATA@'/everywhere/bash
