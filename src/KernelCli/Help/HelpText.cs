using KernelCli.Cli.Options;

namespace KernelCli.Cli.Help;

/// <summary>The help of a command.</summary>
internal static class HelpText
{
    // A command with no more options has one help, which shows all of them.
    private const int FewOptions = 12;

    /// <summary>Formats the help.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isShort">Whether only the main options are shown.</param>
    /// <param name="width">The width of a line.</param>
    public static string Of(CommandModel command, bool isShort, int width)
    {
        var layout = new TextLayout(width);
        layout.Paragraph(command.Description);
        layout.Gap();
        layout.Paragraph($"Usage: {command.Words} {command.Usage}", hanging: 4);
        if (command.Operand is { } operand)
        {
            layout.Gap();
            layout.Entry(operand.Name, operand.Help);
        }
        if (command.Commands.Count > 0)
            Section(layout, "Commands", command.Commands.Select(sub => (sub.Name, sub.Description)));
        isShort &= command.Options.Count > FewOptions;
        if (isShort || command.Commands.Count > 0 || command.Options.Count == 1)
            Section(layout, "Options", command.Options.Where(option => !isShort || option.IsMain).Select(Row));
        else
            foreach (IGrouping<Heading, OptionDefinition> section in command.Sections)
                Section(layout, section.Key.ToString(), section.Select(Row));
        IReadOnlyList<string> examples = HelpExamples.Of(command);
        if (examples.Count > 0)
        {
            layout.Gap();
            layout.Paragraph("Examples:");
            foreach (string example in examples)
                layout.CommandLine(example);
        }
        if (isShort)
        {
            layout.Gap();
            layout.Paragraph($"'{command.Words} --help' shows all {command.Options.Count} options.");
        }
        return layout.ToString();
    }

    private static (string, string) Row(OptionDefinition option) => (CommandModel.TermOf(option), option.Help);

    private static void Section(TextLayout layout, string title, IEnumerable<(string Term, string Description)> rows)
    {
        layout.Gap();
        layout.Paragraph($"{title}:");
        foreach ((string term, string description) in rows)
            layout.Entry(term, description);
    }
}
