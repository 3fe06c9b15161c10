"""completion: the script that lets a shell complete commands, options and names.

Each script passes the words of the line to jkr as bash does, in COMP_WORDS (one a line, quoted as typed)
and COMP_CWORD, and gets one completion a line. An option and its value (`--theme=tar`) are one word then.
Without completions the shell offers file names.
"""

from typing import Annotated

import typer

from ..messages import unknown
from ..option_groups import word_completer
from ..output_streams import print_text

_BASH = r"""
_jkr_completion() {
    local IFS=$'\n' current prefix='' line i
    local -a words=()
    for ((i = 0; i <= COMP_CWORD; i++)); do # bash divides --theme=tar at the sign
        line=${COMP_WORDS[i]}
        if ((${#words[@]} > 1)) && { [[ $line == '=' && ${words[${#words[@]} - 1]} == --* ]] ||
            [[ ${words[${#words[@]} - 1]} == --*= ]]; }; then
            words[${#words[@]} - 1]+=$line
        else
            words+=("$line")
        fi
    done
    current=${COMP_WORDS[COMP_CWORD]}
    [[ $current == --*=* ]] && prefix=${current%%=*}=
    COMPREPLY=()
    while read -r line; do
        [[ -n $line ]] || continue
        case $current in
            \"* | \'*) COMPREPLY+=("$line") ;; # bash closes the quotes itself
            *) COMPREPLY+=("$prefix$(printf %q "$line")") ;;
        esac
    done < <(
        env COMP_WORDS="${words[*]}" COMP_CWORD=$((${#words[@]} - 1)) _JKR_COMPLETE=complete_bash "$1" 2> /dev/null
    )
}

complete -o default -F _jkr_completion jkr
"""

_ZSH = r"""
#compdef jkr

_jkr_completion() {
    local -a candidates
    local line=${(pj:\n:)words[1,CURRENT]}
    candidates=("${(@f)$(
        env COMP_WORDS="$line" COMP_CWORD=$((CURRENT - 1)) _JKR_COMPLETE=complete_bash jkr 2> /dev/null
    )}")
    candidates=(${candidates:#})
    [[ $PREFIX == --*=* ]] && compset -P 1 '*='
    if (($#candidates)); then
        compadd -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' -- $candidates
    else
        _files
    fi
}

if [[ $funcstack[1] == _jkr ]]; then
    _jkr_completion "$@"
else
    compdef _jkr_completion jkr
fi
"""

_FISH = r"""
function __jkr_completion
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l typed (string escape -- $words) $current
    set -l line (string join \n -- $typed | string collect)
    set -l completions (
        env COMP_WORDS=$line COMP_CWORD=(count $words) _JKR_COMPLETE=complete_bash jkr 2> /dev/null
    )
    set -l option (string match -r -- '^--[^=]+=' $current)
    test -n "$option"; or set option '' # an empty list would make every completion empty
    if test (count $completions) -gt 0
        printf '%s\n' $option$completions
    else if test -n "$option"
        printf '%s\n' $option(__fish_complete_path (string replace -- $option '' $current))
    else
        __fish_complete_path $current
    end
end

complete --command jkr --no-files --arguments '(__jkr_completion)'
"""

_POWERSHELL = r"""
$jkrCompletion = {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text }) + $wordToComplete
    $Env:_JKR_COMPLETE = "complete_bash"
    $Env:COMP_WORDS = $words -join "`n"
    $Env:COMP_CWORD = $words.Count - 1
    $prefix = if ($wordToComplete -match '^--[^=]+=') { $Matches[0] } else { '' }
    jkr | Where-Object { $_ } | ForEach-Object {
        $text = if ($_ -match '\s') { "$prefix'$_'" } else { "$prefix$_" }
        [System.Management.Automation.CompletionResult]::new($text, $_, 'ParameterValue', $_)
    }
    Remove-Item Env:_JKR_COMPLETE, Env:COMP_WORDS, Env:COMP_CWORD
}
Register-ArgumentCompleter -Native -CommandName jkr -ScriptBlock $jkrCompletion
"""

SCRIPTS = {name: script.strip() for name, script in (("bash", _BASH), ("zsh", _ZSH), ("fish", _FISH))}
SCRIPTS |= dict.fromkeys(("powershell", "pwsh"), _POWERSHELL.strip())
"""Shell → its script."""

_SHELLS = ("bash", "zsh", "fish", "powershell")


def completion(
    shell: Annotated[
        str,
        typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.", autocompletion=word_completer(_SHELLS)),
    ],
) -> int:
    """Print the completion script of a shell.

    Examples:
        source <(jkr completion bash)                                    # now, in bash
        jkr completion zsh > ~/.zfunc/_jkr                               # for good, in a folder of fpath
        jkr completion fish > ~/.config/fish/completions/jkr.fish        # for good
    """
    if shell not in _SHELLS:
        raise unknown("shell", shell, _SHELLS)
    print_text(SCRIPTS[shell] + "\n")
    return 0
