using System.Text;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Inputs;
using KernelCli.Cli.Options;
using KernelCli.Cli.Output;
using KernelCli.Codecs;
using KernelCli.Codecs.Registry;

namespace KernelCli.Cli.Help;

/// <summary>Generates the manual page in troff from the commands, the filter catalogue and the formats.</summary>
internal static class ManPage
{
    private static readonly (string Name, string Text)[] Environment =
    [
        ("COLUMNS", "The width of help. Without it help is as wide as the terminal, or 100 columns where there is none."),
        ("NO_COLOR", "Where it is set and not empty, nothing is coloured unless --color always is given."),
        ("GITHUB_ACTIONS", "Where it is true, failures and differences are marked in the log of the job."),
        (Shard.Variables, "The part that a job of Slurm, Kubernetes or GitLab does, which --shard auto reads."),
    ];

    /// <summary>The whole page, for the program with its commands.</summary>
    public static string Create(CommandModel program)
    {
        var page = new StringBuilder();
        page.Append($".TH KERNELCLI 1 \"\" \"KernelCli {ToolVersion.Text}\" \"User Commands\"\n.ad l\n.nh\n");
        page.Append(".SH NAME\nkernelcli \\- applies convolution kernels to pictures\n.SH SYNOPSIS\n");
        CommandModel[] commands = [.. program.All.Where(command => command.Commands.Count == 0)];
        foreach (CommandModel command in commands)
            page.Append($"\\fB{Text(command.Words)}\\fR {Text(command.Usage)}\n.br\n");
        foreach (CommandModel command in commands)
            AppendCommand(page, command);
        page.Append(".SH FILTERS\nA filter is written name[:value...][:key=value...]; square brackets hold what may be left out, with the "
            + "value that it then has.\n");
        foreach (FilterFamily family in FilterCatalogue.Families)
            AppendTerm(page, family.Usage, family.Summary);
        page.Append(".SH KEYS OF EVERY KERNEL\n");
        foreach ((string form, string meaning) in KernelKeys.All)
            AppendTerm(page, form, meaning);
        page.Append(".SH FORMATS\n");
        foreach (ImageCodec codec in ImageCodecs.All)
            AppendTerm(page, codec.Name, string.Join(' ', codec.Extensions.ToArray()));
        page.Append(".SH FILES\n");
        AppendTerm(page, ".kernelcli-*.tmp", "A result that is being written, beside its place. One that a killed run left is removed by "
            + "the next run that writes into the folder.");
        page.Append(".SH ENVIRONMENT\n");
        foreach ((string name, string text) in Environment)
            AppendTerm(page, name, text);
        page.Append(".SH EXIT STATUS\n0 done; 1 pictures differ; 2 usage error, or nothing could be processed; 3 some inputs failed; 4 "
            + "refused by a limit; 130 interrupted.\n");
        page.Append(".SH EXAMPLES\n.nf\n");
        foreach (CommandModel command in commands)
            foreach (string example in HelpExamples.Of(command))
                page.Append($"{Text(example)}\n");
        page.Append(".fi\n");
        return page.ToString();
    }

    private static void AppendCommand(StringBuilder page, CommandModel command)
    {
        page.Append($".SH {command.Path.ToUpperInvariant()}\n{Text(command.Description)}\n");
        if (command.Operand is { } operand)
            AppendTerm(page, operand.Name, operand.Help);
        foreach (IGrouping<Heading, OptionDefinition> section in command.Sections)
        {
            page.Append($".SS {section.Key}\n");
            foreach (OptionDefinition option in section)
                AppendTerm(page, CommandModel.TermOf(option).TrimStart(), option.Help);
        }
    }

    private static void AppendTerm(StringBuilder page, string term, string text) =>
        page.Append($".TP\n\\fB{Text(term)}\\fR\n{Text(text)}\n");

    // Escapes text for troff: backslashes, hyphens (so that they print as ASCII minus signs), and a dot or quote at the start of a line,
    // which would begin a request. A long word may be broken after what parts lists.
    private static string Text(string text)
    {
        var escaped = new StringBuilder(text.StartsWith('.') || text.StartsWith('\'') ? "\\&" : "");
        foreach (char letter in text)
            escaped.Append(letter switch
            {
                '\\' => "\\e",
                '-' => "\\-",
                '|' or ',' or '/' or ']' => $"{letter}\\:",
                _ => letter,
            });
        return escaped.ToString();
    }
}
