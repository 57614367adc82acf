# Written by 'avenv setup --everywhere': rc.elv reads it, in a shell with a prompt.
use str
if (not (has-value $paths '@DATA@'/shims)) { set paths = ['@DATA@'/shims $@paths] }
var own = (if (has-env BASH_ENV) { get-env BASH_ENV } else { put '' })
if (not (str:contains $own /avenv/everywhere/bash)) { set-env AVENV_BASH_ENV $own }
set-env BASH_ENV '@BASH_ENV@'
