using System.Text;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>Completion for bash: a function that is run where Tab is pressed.</summary>
internal static class BashScript
{
    private const string Functions = """
        # Completion of kernelcli in bash: source this file, or save it as kernelcli in the folder of bash-completion.

        # Offers those of some words that go on from the current one.
        _kernelcli_offer() {
            local last=$cur cut word
            [[ $COMP_WORDBREAKS == *:* ]] && last=${last##*:}
            [[ $COMP_WORDBREAKS == *=* ]] && last=${last##*=}
            cut=${cur%"$last"}
            for word in "$@"; do
                [[ $start$word == "$cur"* ]] && { word=$start$word; COMPREPLY+=("${word#"$cut"}"); }
            done
            [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=] ]] && compopt -o nospace 2> /dev/null
            return 0
        }

        # Leaves names to bash itself, which quotes them.
        _kernelcli_files() { compopt -o default 2> /dev/null; }
        _kernelcli_folders() { compopt -o dirnames 2> /dev/null; }

        # A word, or a file after file=.
        _kernelcli_weights() { if [[ $value == file=* ]]; then _kernelcli_files; else _kernelcli_offer "$@"; fi; }


        """;

    private const string Beginning = """
        _kernelcli() {
            # Bash parts words at = and :, which are put together again.
            local line=${COMP_LINE:0:COMP_POINT} start='' word rest i cur option value command isOperand=''
            local -a words=()
            COMPREPLY=()
            for ((i = 0; i <= COMP_CWORD; i++)); do
                word=${COMP_WORDS[i]}
                rest=${line#"${line%%[![:space:]]*}"}
                [[ ${#word} -le ${#rest} ]] || word=$rest
                if [[ $i -gt 0 && $rest == "$line" ]]; then
                    words[${#words[@]}-1]+=$word
                else
                    words+=("$word")
                fi
                line=${rest#"$word"}
            done
            cur=${words[${#words[@]}-1]} value=$cur option=${words[${#words[@]}-2]} command=${words[1]}
            for ((i = 2; i < ${#words[@]} - 1; i++)); do
                [[ ${words[i]} == -- ]] && isOperand=1
            done

        """;

    /// <summary>The script.</summary>
    public static string Create(CommandModel program)
    {
        var script = new StringBuilder(Functions);
        AppendFilters(script);
        script.Append(Beginning);
        foreach (CommandModel parent in program.All.Where(command => command.Commands.Count > 0))
        {
            int depth = parent.Path.Length == 0 ? 1 : parent.Path.Split(' ').Length + 1;
            string test = depth == 1 ? "" : $"$command == '{parent.Path}' && ";
            IEnumerable<string> offered = parent.Commands.Select(sub => sub.Name).Concat(parent.Options.SelectMany(CommandModel.NamesOf));
            script.Append($"    if [[ {test}${{#words[@]}} -eq {depth + 1} ]]; then\n        _kernelcli_offer {Join(offered)}\n"
                + "        return\n    fi\n");
            if (depth > 1)
                script.Append($"    [[ $command == '{parent.Path}' ]] && command+=\" ${{words[{depth}]}}\"\n");
        }
        script.Append("    [[ $cur == --*=* ]] && option=${cur%%=*} value=${cur#*=} start=$option=\n");
        CommandModel[] commands = [.. program.All.Where(command => command.Commands.Count == 0)];
        script.Append("    if [[ -z $isOperand ]]; then\n        case $command:$option in\n");
        foreach (CommandModel command in commands)
            foreach (OptionDefinition option in command.Options.Where(option => !option.IsSwitch))
            {
                IEnumerable<string> names = CommandModel.NamesOf(option).Select(name => Quoted($"{command.Path}:{name}"));
                script.Append($"            {string.Join('|', names)}) {Action(option.Words, option.Kind)}return ;;\n");
            }
        script.Append("        esac\n        if [[ $cur == -* ]]; then\n            case $command in\n");
        foreach (CommandModel command in commands)
            script.Append($"                {Quoted(command.Path)}) "
                + $"_kernelcli_offer {Join(command.Options.SelectMany(CommandModel.NamesOf))} ;;\n");
        script.Append("            esac\n            return\n        fi\n    fi\n    case $command in\n");
        foreach (CommandModel command in commands)
            if (command.Operand is { } operand)
                script.Append($"        {Quoted(command.Path)}) {Action(operand.Words, operand.Kind)}return ;;\n");
        return script.Append("    esac\n}\ncomplete -F _kernelcli kernelcli\n").ToString();
    }

    private static void AppendFilters(StringBuilder script)
    {
        script.Append("_kernelcli_filter() {\n    local after\n    case $value in\n");
        script.Append($"        {string.Join('|', FilterWords.BeforePaths.Select(word => $"{word}*"))}) _kernelcli_files ;;\n");
        script.Append("        *:*)\n            start+=${value%:*}: after=${value##*:}\n            case $after in\n");
        foreach ((string key, string[] words) in FilterWords.AfterKeys)
            script.Append($"                {key}=*) start+={key}=; _kernelcli_offer {Join(words)} ;;\n");
        script.Append("                *)\n                    case ${value%%:*} in\n");
        foreach ((string[] names, string[] words) in FilterWords.AfterNames)
            script.Append($"                        {string.Join('|', names)}) _kernelcli_offer {Join(words)} ;;\n");
        script.Append("                    esac ;;\n            esac ;;\n        *)\n");
        script.Append($"            _kernelcli_offer {Join(FilterWords.Names.Select(name => name.Word))}\n");
        script.Append("            compopt -o nospace 2> /dev/null ;;\n    esac\n}\n\n");
    }

    private static string Action(IReadOnlyList<string> words, CompletionKind kind) => kind switch
    {
        CompletionKind.Filter => "_kernelcli_filter; ",
        _ when words.Contains("file=") => $"_kernelcli_weights {Join(words)}; ",
        _ when words.Count > 0 => $"_kernelcli_offer {Join(words)}; ",
        CompletionKind.File => "_kernelcli_files; ",
        CompletionKind.Folder => "_kernelcli_folders; ",
        _ => "",
    };

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);

    private static string Quoted(string text) => $"'{text}'";
}
