using System.Text;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>Completion for zsh, by its function <c>_arguments</c>.</summary>
internal static class ZshScript
{
    private const string Functions = """
        #compdef kernelcli
        # Completion of kernelcli in zsh: save this file as _kernelcli in a folder of $fpath, or source it after compinit.

        # Words, of which those that end with = or : are followed by something.
        _kernelcli_words() {
            local -a whole=(${@:#*[:=]}) open=(${(M)@:#*[:=]})
            local ret=1
            if (( ${open[(I)file=]} )) && compset -P 'file='; then
                _files
                return
            fi
            (( $#whole )) && compadd -a whole && ret=0
            (( $#open )) && compadd -S '' -a open && ret=0
            return ret
        }


        """;

    /// <summary>The script.</summary>
    public static string Create(CommandModel program)
    {
        var script = new StringBuilder(Functions);
        AppendFilters(script);
        foreach (CommandModel command in program.All.Reverse())
            AppendCommand(script, command);
        return script.Append("if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n    _kernelcli \"$@\"\nelse\n    compdef _kernelcli "
            + "kernelcli\nfi\n").ToString();
    }

    private static void AppendCommand(StringBuilder script, CommandModel command)
    {
        script.Append($"{FunctionOf(command)}() {{\n");
        if (command.Commands.Count > 0)
            script.Append("    local curcontext=$curcontext context state line ret=1\n    local -A opt_args\n");
        script.Append("    _arguments -s -S" + (command.Commands.Count > 0 ? " -C" : ""));
        foreach (OptionDefinition option in command.Options)
            foreach (string name in CommandModel.NamesOf(option))
                script.Append($" \\\n        {Specification(option, name)}");
        if (command.Commands.Count > 0)
        {
            string list = string.Join(' ', command.Commands.Select(sub => $"{sub.Name}\\:{Nested(sub.Description)}"));
            script.Append($" \\\n        {Quoted($"1:command:(({list}))")} \\\n        '*::argument:->rest' && ret=0\n");
            script.Append("    [[ $state == rest ]] || return ret\n    case $line[1] in\n");
            foreach (CommandModel sub in command.Commands)
                script.Append($"        {sub.Name}) {FunctionOf(sub)} && ret=0 ;;\n");
            script.Append("    esac\n    return ret\n}\n\n");
            return;
        }
        if (command.Operand is { } operand)
            script.Append($" \\\n        {Quoted($"*:{Escaped(operand.Name)}:{Action(operand.Words, operand.Kind)}")}");
        script.Append("\n}\n\n");
    }

    // A name that takes a value ends with + or =, which allow it in the same word. What may be given once excludes its other names.
    private static string Specification(OptionDefinition option, string name)
    {
        bool isAlone = option == CommonOptions.Help || option == CommonOptions.Version;
        string before = option.IsRepeated ? "*" : isAlone ? "(- *)" : $"({string.Join(' ', CommandModel.NamesOf(option))})";
        string text = option.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)
            .Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);
        string value = option.IsSwitch ? "" : $":{Escaped(option.ValueName!)}:{Action(option.Words, option.Kind)}";
        string mark = option.IsSwitch ? "" : name.StartsWith("--", StringComparison.Ordinal) ? "=" : "+";
        return Quoted($"{before}{name}{mark}[{text}]{value}");
    }

    private static void AppendFilters(StringBuilder script)
    {
        script.Append("_kernelcli_filters() {\n    local name=${PREFIX%%:*}\n    case $PREFIX in\n");
        foreach (string word in FilterWords.BeforePaths)
            script.Append($"        {word}*) compset -P {Quoted(word)}; _files ;;\n");
        script.Append("        *:*)\n            compset -P '*:'\n            case $PREFIX in\n");
        foreach ((string key, string[] words) in FilterWords.AfterKeys)
            script.Append($"                {key}=*) compset -P '*='; _kernelcli_words {string.Join(' ', words)} ;;\n");
        script.Append("                *)\n                    case $name in\n");
        foreach ((string[] names, string[] words) in FilterWords.AfterNames)
            script.Append($"                        {string.Join('|', names)}) _kernelcli_words {string.Join(' ', words)} ;;\n");
        script.Append("                        *) return 1 ;;\n                    esac ;;\n            esac ;;\n        *)\n");
        script.Append("            local -a whole=(\n");
        AppendNames(script, FilterWords.Names.Where(name => !IsOpen(name.Word)));
        script.Append("            ) open=(\n");
        AppendNames(script, FilterWords.Names.Where(name => IsOpen(name.Word)));
        script.Append("            )\n            _describe -t filters filter whole -S ' ' -r ': ' -- open -S '' ;;\n    esac\n}\n\n");
    }

    private static void AppendNames(StringBuilder script, IEnumerable<(string Word, string Summary)> names)
    {
        foreach ((string word, string summary) in names)
            script.Append($"                {Quoted($"{Escaped(word)}:{summary}")}\n");
    }

    private static bool IsOpen(string word) => word[^1] is ':' or '=';

    private static string Action(IReadOnlyList<string> words, CompletionKind kind) => kind switch
    {
        CompletionKind.Filter => " _kernelcli_filters",
        _ when words.Count > 0 => $" _kernelcli_words {string.Join(' ', words).Replace(":", "\\:", StringComparison.Ordinal)}",
        CompletionKind.File => "_files",
        CompletionKind.Folder => "_files -/",
        _ => " ",
    };

    private static string FunctionOf(CommandModel command) => "_" + command.Words.Replace(' ', '_');

    private static string Escaped(string text) => text.Replace(":", "\\:", StringComparison.Ordinal);

    private static string Nested(string text) =>
        $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal).Replace(":", "\\\\:", StringComparison.Ordinal)}\"";

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
