# Written by 'avenv setup --everywhere': config.nu reads it, in a shell with a prompt.
$env.PATH = ([(['@DATA@' shims] | path join)] | append $env.PATH? | uniq)
if ($env.BASH_ENV? | default '') !~ '/avenv/everywhere/bash' {
  $env.AVENV_BASH_ENV = ($env.BASH_ENV? | default '')
}
$env.BASH_ENV = '@BASH_ENV@'
