using System.CommandLine;

namespace Muster.Cli.Commands;

/// <summary><c>muster completion SHELL</c>: a script that asks the program itself for what may come next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # eval "$(muster completion bash)"
        _muster() {
          local IFS=$'\n'
          COMPREPLY=($(muster "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null |
            grep -F -- "${COMP_WORDS[COMP_CWORD]}"))
          [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o filenames -F _muster muster
        """;

    private const string Zsh = """
        # eval "$(muster completion zsh)"
        _muster() {
          local -a found
          found=("${(@f)$(muster "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          [[ -n "${found[*]}" ]] && compadd -- "${found[@]}"
          _files
        }
        compdef _muster muster
        """;

    private const string Fish = """
        # muster completion fish | source
        function __muster_suggest
          set -l line (commandline -cp)
          muster "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c muster -a '(__muster_suggest)'
        """;

    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script for a shell.") { shell };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(shell)));
        return command;
    }

    private static int Run(string shell)
    {
        using var output = Terminal.OpenText("-");
        output.WriteLine((shell switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }).ReplaceLineEndings("\n"));
        return ExitCodes.Done;
    }
}
