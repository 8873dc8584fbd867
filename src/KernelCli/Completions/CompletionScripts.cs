using System.Text;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>Static scripts that complete words in four shells.</summary>
internal static class CompletionScripts
{
    /// <summary>The command that prints them.</summary>
    public const string CommandName = "completions";

    /// <summary>The scripts by the name of their shell, and the manual page.</summary>
    public static readonly Dictionary<string, Func<CompletionModel, string>> ByShell = new()
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
        ["man"] = ManPage.Create,
    };

    /// <summary>For bash: source it, or put it into bash-completion's folder.</summary>
    public static string Bash(CompletionModel model)
    {
        var script = new StringBuilder();
        script.Append("_kernelcli() {\n    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n    COMPREPLY=()\n");
        script.Append($"    if (( COMP_CWORD == 1 )); then\n        COMPREPLY=($(compgen -W '{Join(model.Commands.Select(c => c.Name))}' "
            + "-- \"$cur\"))\n        return\n    fi\n");
        script.Append("    case $prev in\n");
        foreach (var option in model.WithValues)
            script.Append($"        {string.Join('|', option.Names)}) {BashValues(option)} return ;;\n");
        script.Append("    esac\n    local options='' subcommands=''\n    case ${COMP_WORDS[1]} in\n");
        foreach (var command in model.Commands)
            script.Append($"        {command.Name}) options='{Join(command.Options.SelectMany(o => o.Names))}' "
                + $"subcommands='{Join(command.Subcommands)}' ;;\n");
        script.Append("    esac\n    if [[ $cur == -* ]]; then\n        COMPREPLY=($(compgen -W \"$options\" -- \"$cur\"))\n");
        script.Append("    elif [[ -n $subcommands ]] && (( COMP_CWORD == 2 )); then\n        COMPREPLY=($(compgen -W \"$subcommands\" "
            + "-- \"$cur\"))\n");
        script.Append("    else\n        compopt -o filenames 2> /dev/null\n        mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n   "
            + " fi\n}\ncomplete -F _kernelcli kernelcli\n");
        return script.ToString();
    }

    /// <summary>The script for zsh: save it as _kernelcli in a folder of $fpath.</summary>
    public static string Zsh(CompletionModel model)
    {
        var script = new StringBuilder();
        script.Append("#compdef kernelcli\n_kernelcli() {\n");
        script.Append($"    if (( CURRENT == 2 )); then\n        compadd -- {Join(model.Commands.Select(c => c.Name))}\n        return\n "
            + "   fi\n    case $words[CURRENT-1] in\n");
        foreach (var option in model.WithValues)
            script.Append($"        {string.Join('|', option.Names)}) {ZshValues(option)} return ;;\n");
        script.Append("    esac\n    local -a options subcommands\n    case $words[2] in\n");
        foreach (var command in model.Commands)
            script.Append($"        {command.Name}) options=({Join(command.Options.SelectMany(o => o.Names))}) "
                + $"subcommands=({Join(command.Subcommands)}) ;;\n");
        script.Append("    esac\n    if [[ $words[CURRENT] == -* ]]; then\n        compadd -- $options\n");
        script.Append("    elif (( $#subcommands && CURRENT == 3 )); then\n        compadd -- $subcommands\n    else\n        _files\n   "
            + " fi\n}\n");
        script.Append("if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n    _kernelcli \"$@\"\nelse\n    compdef _kernelcli "
            + "kernelcli\nfi\n");
        return script.ToString();
    }

    /// <summary>The script for fish: save it as kernelcli.fish in the completions folder.</summary>
    public static string Fish(CompletionModel model)
    {
        var script = new StringBuilder();
        foreach (var command in model.Commands)
        {
            script.Append($"complete -c kernelcli -n __fish_use_subcommand -f -a {command.Name} -d {Quoted(command.Description)}\n");
            string seen = $"-n '__fish_seen_subcommand_from {command.Name}'";
            if (command.Subcommands.Count > 0)
                script.Append($"complete -c kernelcli {seen} -f -a '{Join(command.Subcommands)}'\n");
            foreach (var option in command.Options)
            {
                string names =
                    Join(option.Names.Select(name =>
                    name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}"));
                string value = FishValues(option);
                script.Append($"complete -c kernelcli {seen} {names}{value} -d {Quoted(option.Description)}\n");
            }
        }
        return script.ToString();
    }

    /// <summary>For PowerShell: run it in the profile.</summary>
    public static string PowerShell(CompletionModel model)
    {
        var script = new StringBuilder();
        script.Append("Register-ArgumentCompleter -Native -CommandName kernelcli -ScriptBlock {\n    param($wordToComplete, $commandAst, "
            + "$cursorPosition)\n");
        script.Append("    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | "
            + "ForEach-Object { $_.ToString() })\n    $values = @{\n");
        foreach (CompletionModel.OptionModel option in model.WithValues.Where(option => option.Values.Count > 0))
            foreach (string name in option.Names)
                script.Append($"        '{name}' = {List(option.Values)}\n");
        script.Append("    }\n    $options = @{\n");
        foreach (var command in model.Commands)
            script.Append($"        '{command.Name}' = {List([.. command.Subcommands, .. command.Options.SelectMany(o => o.Names)])}\n");
        script.Append($"    }}\n    $found = if ($words.Count -le 1) {{ {List([.. model.Commands.Select(c => c.Name)])} }}\n");
        script.Append("    elseif ($values.ContainsKey($words[-1])) { $values[$words[-1]] }\n    else { $options[$words[1]] }\n");
        script.Append("    $found | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object { "
            + "[System.Management.Automation.CompletionResult]::new($_) }\n}\n");
        return script.ToString();
    }

    private static string BashValues(CompletionModel.OptionModel option) => option switch
    {
        { Values.Count: > 0 } => $"COMPREPLY=($(compgen -W '{Join(option.Values)}' -- \"$cur\"));",
        { Kind: CompletionKind.File } => "compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\");",
        { Kind: CompletionKind.Folder } => "compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\");",
        _ => "",
    };

    private static string ZshValues(CompletionModel.OptionModel option) => option switch
    {
        { Values.Count: > 0 } => $"compadd -- {Join(option.Values)};",
        { Kind: CompletionKind.File } => "_files;",
        { Kind: CompletionKind.Folder } => "_files -/;",
        _ => "",
    };

    private static string FishValues(CompletionModel.OptionModel option) => option switch
    {
        { Values.Count: > 0 } => $" -x -a '{Join(option.Values)}'",
        { Kind: CompletionKind.File } => " -r -F",
        { Kind: CompletionKind.Folder } => " -x -a '(__fish_complete_directories)'",
        { TakesValue: true } => " -x",
        _ => "",
    };

    private static string Join(IEnumerable<string> words) => string.Join(' ', words);

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string List(IReadOnlyList<string> words) => $"@({string.Join(", ", words.Select(word => $"'{word}'"))})";
}
