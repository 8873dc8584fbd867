using System.Text;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>Completion for fish, by its command <c>complete</c>.</summary>
internal static class FishScript
{
    private const string Functions = """
        # Completion of kernelcli in fish: save this file as kernelcli.fish in a folder of $fish_complete_path.

        # Whether the words before the current one are the program and these.
        function __kernelcli_is
            set -l words (commandline -opc)
            test "$words[2..]" = "$argv"
        end

        # Whether the words after the program begin with these.
        function __kernelcli_in
            set -l words (commandline -opc)
            set -l last (math 1 + (count $argv))
            test (count $words) -ge $last; and test "$words[2..$last]" = "$argv"
        end

        # The value that is being typed.
        function __kernelcli_value
            commandline -ct | string replace -r -- '^--[a-z-]+=' ''
        end

        # Files after some word.
        function __kernelcli_files_after
            set -l first (math 1 + (string length -- $argv[1]))
            string replace -r -- '^' $argv[1] (__fish_complete_path (string sub -s $first -- (__kernelcli_value)))
        end

        # Words, or a file after file=.
        function __kernelcli_weights
            switch "$(__kernelcli_value)"
                case 'file=*'
                    __kernelcli_files_after file=
                case '*'
                    string join \n -- $argv
            end
        end


        """;

    /// <summary>The script.</summary>
    public static string Create(CommandModel program)
    {
        var script = new StringBuilder(Functions);
        AppendFilters(script);
        script.Append("complete -c kernelcli -f\n");
        foreach (CommandModel command in program.All)
        {
            string exactly = Condition("is", command), within = command.Commands.Count > 0 ? exactly : Condition("in", command);
            foreach (CommandModel sub in command.Commands)
                script.Append($"complete -c kernelcli {exactly} -a {sub.Name} -d {Quoted(sub.Description)}\n");
            if (command.Operand is { } operand && Operands(operand.Words, operand.Kind) is { Length: > 0 } offered)
                script.Append($"complete -c kernelcli {within}{offered}\n");
            foreach (OptionDefinition option in command.Options)
            {
                string names = string.Join(' ', CommandModel.NamesOf(option).Select(name =>
                    name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}"));
                string value = option.IsSwitch ? "" : Value(option.Words, option.Kind);
                script.Append($"complete -c kernelcli {within} {names}{value} -d {Quoted(option.Help)}\n");
            }
        }
        return script.ToString();
    }

    private static void AppendFilters(StringBuilder script)
    {
        script.Append("function __kernelcli_filters\n    set -l value (__kernelcli_value)\n");
        script.Append("    set -l start (string replace -r '[^:]*$' '' -- \"$value\")\n    switch \"$value\"\n");
        foreach (string word in FilterWords.BeforePaths)
            script.Append($"        case '{word}*'\n            __kernelcli_files_after {word}\n");
        script.Append("        case '*:*'\n            switch (string replace -r '^.*:' '' -- $value)\n");
        foreach ((string key, string[] words) in FilterWords.AfterKeys)
            script.Append($"                case '{key}=*'\n                    string join \\n -- \"$start\"{key}={Braced(words)}\n");
        script.Append("                case '*'\n                    switch (string split -m 1 : -- $value)[1]\n");
        foreach ((string[] names, string[] words) in FilterWords.AfterNames)
            script.Append($"                        case {string.Join(' ', names)}\n                            string join \\n -- "
                + $"\"$start\"{Braced(words)}\n");
        script.Append("                    end\n            end\n        case '*'\n            printf '%s\\t%s\\n'");
        foreach ((string word, string summary) in FilterWords.Names)
            script.Append($" \\\n                {word} {Quoted(summary)}");
        script.Append("\n    end\nend\n\n");
    }

    private static string Condition(string test, CommandModel command) =>
        $"-n '__kernelcli_{test}{(command.Path.Length == 0 ? "" : " " + command.Path)}'";

    private static string Operands(IReadOnlyList<string> words, CompletionKind kind) => kind switch
    {
        CompletionKind.Filter => " -a '(__kernelcli_filters)'",
        _ when words.Count > 0 => $" -a '{string.Join(' ', words)}'",
        CompletionKind.File => " -F",
        CompletionKind.Folder => " -a '(__fish_complete_directories)'",
        _ => "",
    };

    private static string Value(IReadOnlyList<string> words, CompletionKind kind) => kind switch
    {
        CompletionKind.File when words.Count == 0 => " -r -F",
        _ when words.Contains("file=") => $" -x -a '(__kernelcli_weights {string.Join(' ', words)})'",
        _ => " -x" + Operands(words, kind),
    };

    private static string Braced(string[] words) => words.Length == 1 ? words[0] : $"{{{string.Join(',', words)}}}";

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
