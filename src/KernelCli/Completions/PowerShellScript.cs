using System.Text;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;

namespace KernelCli.Cli.Completions;

/// <summary>Completion for PowerShell, by an argument completer. Where it has no answer, PowerShell itself offers names of files.</summary>
internal static class PowerShellScript
{
    private const string Beginning = """
        # Completion of kernelcli in PowerShell: run this script in the profile.
        Register-ArgumentCompleter -Native -CommandName kernelcli -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $before = $commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition }
            $words = @($before | ForEach-Object { $_.ToString() })
            # PowerShell parts some words that are one here.
            $length = $cursorPosition - $commandAst.Extent.StartOffset
            $current = $commandAst.ToString().PadRight($length).Substring(0, $length) -replace '^.*\s', ''
            $replaced = if ($current.EndsWith($wordToComplete)) { $wordToComplete.Length } else { $current.Length }
            $start = $current.Substring(0, $current.Length - $replaced)

        """;

    private const string End = """
            $command = if ($words.Count -gt 1) { $words[1] } else { '' }
            if ($words.Count -gt 2 -and $operands.ContainsKey("$command $($words[2])")) { $command = "$command $($words[2])" }
            $option = $words[-1]; $prefix = ''; $value = $current
            if ($current -match '^(--[a-z-]+=)(.*)$') { $prefix = $Matches[1]; $option = $prefix.TrimEnd('='); $value = $Matches[2] }
            $what = if ($words -notcontains '--' -and $values.ContainsKey("$command $option")) { $values["$command $option"] }
                elseif ($current.StartsWith('-') -and $words -notcontains '--') { $options[$command] }
                elseif ($operands.ContainsKey($command)) { $operands[$command] }
            if ($what -eq 'filter' -or $what.Word -contains 'file=') {
                if ($value -match $beforePaths) { $prefix += $Matches[0]; $value = $value.Substring($Matches[0].Length); $what = 'file' }
                elseif ($what -ne 'filter') { }
                elseif ($value -match '^(.*:)(([a-z]+)=)[^:]*$' -and $afterKeys.ContainsKey($Matches[3])) {
                    $prefix += $Matches[1] + $Matches[2]; $what = $afterKeys[$Matches[3]]
                }
                elseif ($value -match '^([^:]*):(.*:)?[^:]*$') {
                    $prefix += $Matches[1] + ':' + $Matches[2]; $what = $afterNames[$Matches[1]]
                }
                else { $what = $filters }
            }
            if ($what -eq 'file' -and $prefix -eq '') { return }
            if ($what -eq 'file' -or $what -eq 'folder') {
                $what = @(Get-ChildItem -Directory:($what -eq 'folder') -Path "$value*" -Name | ForEach-Object {
                    @{ Word = ($value -replace '[^/\\]*$', '') + $_; Text = $_ } })
            }
            foreach ($item in $what) {
                $word = $prefix + $item.Word
                if ($word.StartsWith($current)) {
                    $word = $word.Substring($start.Length)
                    if ($word -match '\s') { $word = "'$word'" }
                    [System.Management.Automation.CompletionResult]::new($word, $item.Word, 'ParameterValue', $item.Text)
                }
            }
        }

        """;

    /// <summary>The script.</summary>
    public static string Create(CommandModel program)
    {
        var script = new StringBuilder(Beginning);
        AppendTable(script, "operands", program.All.Select(command => (command.Path, command.Commands.Count > 0
            ? Items(command.Commands.Select(sub => (sub.Name, sub.Description)))
            : command.Operand is { } operand ? What(operand.Words, operand.Kind) : "@()")));
        AppendTable(script, "options", program.All.Select(command => (command.Path, Items(command.Options.SelectMany(option =>
            CommandModel.NamesOf(option).Select(name => (name, option.Help)))))));
        AppendTable(script, "values",
            from command in program.All
            from option in command.Options
            where !option.IsSwitch
            from name in CommandModel.NamesOf(option)
            select ($"{command.Path} {name}", What(option.Words, option.Kind)));
        script.Append($"    $filters = {Items(FilterWords.Names)}\n");
        script.Append($"    $beforePaths = {Quoted($"^({string.Join('|', FilterWords.BeforePaths)})")}\n");
        AppendTable(script, "afterNames", FilterWords.AfterNames.SelectMany(row =>
            row.Names.Select(name => (name, Items(row.Words.Select(word => (word, word)))))));
        AppendTable(script, "afterKeys", FilterWords.AfterKeys.Select(row => (row.Key, Items(row.Words.Select(word => (word, word))))));
        return script.Append(End).ToString();
    }

    // Keys that differ only in case are different options.
    private static void AppendTable(StringBuilder script, string name, IEnumerable<(string Key, string Value)> rows)
    {
        script.Append($"    ${name} = [System.Collections.Hashtable]::new()\n");
        foreach ((string key, string value) in rows)
            script.Append($"    ${name}[{Quoted(key)}] = {value}\n");
    }

    private static string What(IReadOnlyList<string> words, CompletionKind kind) => kind switch
    {
        CompletionKind.Filter => "'filter'",
        _ when words.Count > 0 => Items(words.Select(word => (word, word))),
        CompletionKind.File => "'file'",
        CompletionKind.Folder => "'folder'",
        _ => "@()",
    };

    private static string Items(IEnumerable<(string Word, string Text)> items) =>
        $"@({string.Join(", ", items.Select(item => $"@{{ Word = {Quoted(item.Word)}; Text = {Quoted(item.Text)} }}"))})";

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
