using System.Text;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Output;

namespace KernelCli.Cli.Completions;

/// <summary>Generates the manual page in troff from the command tree and the filter catalogue.</summary>
internal static class ManPage
{
    /// <summary>The whole page.</summary>
    public static string Create(CompletionModel model)
    {
        var page = new StringBuilder();
        page.Append($".TH KERNELCLI 1 \"\" \"KernelCli {ToolVersion.Text}\" \"User Commands\"\n.SH NAME\nkernelcli \\- applies "
            + "convolution kernels to pictures\n");
        page.Append(".SH SYNOPSIS\n");
        foreach (var command in model.Commands)
        {
            string subcommands = command.Subcommands.Count == 0 ? "" : $"{Text(string.Join('|', command.Subcommands))} ";
            page.Append($".B kernelcli {Text(command.Name)}\n{subcommands}[options]\n.br\n");
        }
        foreach (var command in model.Commands)
        {
            page.Append($".SH {command.Name.ToUpperInvariant()}\n{Text(command.Description)}\n");
            foreach (var option in command.Options)
            {
                string values = option.Values.Count is > 0 and < 10 ? $" {Text(string.Join('|', option.Values))}" : "";
                page.Append($".TP\n\\fB{Text(string.Join(", ", option.Names))}\\fR{values}\n{Text(option.Description)}\n");
            }
        }
        page.Append(".SH FILTERS\n");
        foreach (FilterFamily family in FilterCatalogue.Families)
            page.Append($".TP\n\\fB{Text(family.Usage)}\\fR\n{Text(family.Summary)}\n");
        page.Append(".SH EXIT STATUS\n0 done; 1 pictures differ; 2 usage error, or nothing could be processed; 3 some inputs failed; 4 "
            + "refused by a limit; 130 interrupted.\n");
        page.Append(".SH EXAMPLES\n.nf\n");
        foreach (var command in model.Commands)
            foreach (string example in HelpExamples.Of(command.Name))
                page.Append($"{Text(example)}\n");
        page.Append(".fi\n");
        return page.ToString();
    }

    // Escapes text for troff: backslashes, hyphens (so that they print as ASCII minus signs), and a dot or quote at the start of a line,
    // which would begin a request.
    private static string Text(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
