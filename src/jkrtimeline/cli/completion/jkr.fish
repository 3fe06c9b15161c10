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
