using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Commands;
using KernelCli.Cli.Errors;
using KernelCli.Cli.Help;
using KernelCli.Cli.Options;
using KernelCli.Layers;
using KernelCli.Tests.Support;

namespace KernelCli.Tests;

/// <summary>Help in any width, the other ways to it, and that what it says of values is true.</summary>
public sealed class HelpTests
{
    private static readonly CommandModel Program = CommandModel.Of(RootCommandFactory.Create(CancellationToken.None));

    public static TheoryData<int> Widths => [30, 40, 59, 60, 80, 100, 132, 250];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Help_fits_its_width_and_cuts_no_word(int width)
    {
        foreach (CommandModel command in Program.All)
        {
            string help = HelpText.Of(command, isShort: false, width), wide = HelpText.Of(command, isShort: false, 10_000);
            if (width >= 40)
                Assert.DoesNotContain(help.Split('\n'), line => line.Length > width);
            Assert.DoesNotContain(help.Split('\n'), line => line.EndsWith(' '));
            Assert.Equal(Words(wide), Words(help));
        }
    }

    [Fact]
    public void Help_is_as_wide_as_asked_for()
    {
        string program = Tool.Binary;
        Assert.SkipWhen(Tool.IsWindows, "The width comes from the environment of a POSIX shell.");
        string Help(string columns)
        {
            using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, ["apply", "--help"])
            {
                Environment = { ["COLUMNS"] = columns },
                RedirectStandardOutput = true
            })!;
            return process.StandardOutput.ReadToEnd();
        }
        CommandModel apply = Program.Commands.Single(command => command.Name == "apply");
        Assert.Equal(HelpText.Of(apply, isShort: false, 50), Help("50"));
        Assert.Equal(HelpText.Of(apply, isShort: false, 100), Help("none"));
        Assert.Equal(HelpText.Of(apply, isShort: false, 100), Tool.Run("apply", "--help").Succeeded().Text);
    }

    [Fact]
    public void Every_option_stands_below_a_heading()
    {
        string help = Tool.Run("apply", "--help").Succeeded().Text;
        Assert.Equal(["Input:", "Output:", "Picture:", "Comparison:", "Batch:", "Limits:", "Messages:", "Examples:"], Regex.Matches(help, @"^\w+:$", RegexOptions.Multiline).Select(match => match.Value));
        Assert.All(ApplyOptions.All, option => Assert.Contains(CommandModel.TermOf(option), help, StringComparison.Ordinal));
    }

    [Fact]
    public void The_short_help_is_shorter_and_names_the_long_one()
    {
        string brief = Tool.Run("apply", "-h").Succeeded().Text;
        Assert.InRange(brief.Split('\n').Length, 20, 45);
        Assert.Contains("'kernelcli apply --help' shows all", brief, StringComparison.Ordinal);
        Assert.Equal(Tool.Run("info", "--help").Text, Tool.Run("info", "-h").Text);
    }

    [Fact]
    public void Version_and_help_have_the_usual_other_names()
    {
        string version = Tool.Run("--version").Succeeded().Text, help = Tool.Run("--help").Succeeded().Text;
        Assert.StartsWith("0.", version, StringComparison.Ordinal);
        Assert.Equal(version, Tool.Run("-V").Succeeded().Text);
        Assert.Equal(version, Tool.Run("version").Succeeded().Text);
        Assert.Equal(help, Tool.Run("help").Succeeded().Text);
        Assert.Equal(Tool.Run("kernels", "show", "--help").Text, Tool.Run("help", "kernels", "show").Succeeded().Text);
        Assert.Equal(Tool.Run("apply", "--help").Text, Tool.Run("help", "apply").Succeeded().Text);
        Tool.Run("help", "aply").Failed(2, "did you mean 'apply'?");
    }

    [Fact]
    public void Every_word_that_help_shows_is_a_value()
    {
        int words = 0;
        foreach (OptionDefinition option in Program.All.SelectMany(command => command.Options).Distinct())
            foreach (string word in option.Words.Where(word => word != "file="))
            {
                Read(option, word is [.., '=' or ':'] ? word + "2" : word);
                Assert.Throws<UsageException>(() => Read(option, word + "?"));
                words++;
            }
        Assert.True(words > 80);
        Assert.Equal(["replicate", "reflect101", "symmetric", "wrap", "constant="], ApplyOptions.Border.Words);
        Assert.Equal(["same", "valid", "full"], ApplyOptions.Padding.Words);
        Assert.Equal(["none", "relu", "sigmoid", "tanh", "leaky:"], LayerOptions.Activation.Words);
        Assert.Equal(["auto"], BatchOptions.Shard.Words);
    }

    [Fact]
    public void Every_key_that_the_manual_shows_is_one()
    {
        foreach ((string form, _) in KernelKeys.All)
        {
            string[] parts = form.Split('=', 2);
            Assert.Contains(parts[0], FilterCatalogue.Find("custom")!.Keys());
            foreach (string word in ValueForms.Words(parts[1]))
                FilterParser.Parse($"box:3:{parts[0]}={(word.EndsWith('=') ? word + "2" : word)}", _ => []);
        }
        Assert.Equal(KernelKeys.All.Select(key => key.Form.Split('=')[0]).Order(), FilterCatalogue.Find("custom")!.Keys().Order());
    }

    [Fact]
    public void The_usage_of_a_command_names_options_that_it_has()
    {
        foreach (CommandModel command in Program.All)
            foreach (Match match in Regex.Matches(command.Usage, @"(?<![\w-])--?[A-Za-z][\w-]*"))
                Assert.Contains(command.Options, option => CommandModel.NamesOf(option).Contains(match.Value));
    }

    private static void Read(OptionDefinition option, string text)
    {
        if (option == VolumeOptions.Filter)
            VolumeOptions.Filter.Understand(text, token => VolumeKernelCatalogue.Parse(token.Text, _ => throw new InvalidOperationException()));
        else if (option == BatchOptions.Shard)
            BatchOptions.Shard.Understand(text, token => Cli.Inputs.Shard.Parse(token, name => name switch { "CI_NODE_INDEX" => "1", "CI_NODE_TOTAL" => "2", _ => null }));
        else
            option.GetType().GetMethod("Read")!.Invoke(option, BindingFlags.DoNotWrapExceptions, null, [text], null);
    }

    // Without the marks that let a line go on, and with lists of values taken apart.
    private static string[] Words(string help) =>
        help.Replace(" \\\n", " ", StringComparison.Ordinal).Replace("|", "| ", StringComparison.Ordinal).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
}
