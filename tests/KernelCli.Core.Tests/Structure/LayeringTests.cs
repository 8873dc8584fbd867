using System.Text.RegularExpressions;

namespace KernelCli.Core.Tests.Structure;

/// <summary>Lower rooms never see higher ones, no two see each other, and the library sees neither files nor the console.</summary>
public sealed partial class LayeringTests
{
    // Small and complete: there is nothing that they belong to more than to themselves.
    private static readonly string[] CompleteWhenSmall =
        ["IRowSource", "IRowSink", "RowPump", "ExitCode", "FloorMath", "PlainText", "Tensor", "VolumeAxis", "LayerCommand", "VolumeCommand", "CompareCommand"];

    // Each room of the library with those that it may use.
    private static readonly Dictionary<string, string> Arrows = new()
    {
        ["Primitives"] = "",
        ["Numerics"] = "",
        ["Simd"] = "",
        ["Text"] = "Primitives",
        ["Kernels"] = "Numerics",
        ["Kernels.Fitting"] = "Kernels Primitives",
        ["Kernels.Files"] = "Kernels Primitives Text",
        ["SlidingWindow"] = "Numerics Primitives Simd Text",
        ["Pointwise"] = "Numerics Primitives",
        ["Correlation.Loops"] = "Numerics Simd",
        ["Correlation.Selection"] = "Kernels Numerics Primitives SlidingWindow",
        ["Correlation.Output"] = "Correlation.Loops Correlation.Selection Numerics Primitives Simd SlidingWindow",
        ["Correlation.Execution"] = "Correlation.Loops Correlation.Output Correlation.Selection Kernels Numerics Primitives Simd SlidingWindow",
        ["Correlation"] = "Correlation.Execution Correlation.Selection Kernels Primitives Simd SlidingWindow",
        ["Rows"] = "Correlation Numerics Pointwise Primitives SlidingWindow",
        ["Neighbourhood"] = "Correlation Primitives Simd SlidingWindow",
        ["Neighbourhood.Loops"] = "Correlation.Loops Primitives Simd",
        ["Neighbourhood.Execution"] = "Correlation.Execution Correlation.Loops Neighbourhood Neighbourhood.Loops Numerics Pointwise Primitives Simd SlidingWindow",
        ["Neighbourhood.Passes"] = "Neighbourhood Neighbourhood.Execution Neighbourhood.Loops Primitives Simd SlidingWindow",
        ["Neighbourhood.Streams"] = "Correlation Kernels Neighbourhood Neighbourhood.Execution Neighbourhood.Loops Neighbourhood.Passes Pointwise Primitives Rows Simd SlidingWindow",
        ["Neighbourhood.Filters"] = "Correlation Kernels Neighbourhood Neighbourhood.Execution Neighbourhood.Passes Neighbourhood.Streams Primitives Rows SlidingWindow",
        ["Chains.Parsing"] = "Chains Kernels Kernels.Files Neighbourhood Neighbourhood.Filters Neighbourhood.Passes Pointwise Primitives Rows SlidingWindow Text",
        ["Chains"] = "Correlation Correlation.Selection Kernels Neighbourhood.Filters Neighbourhood.Streams Numerics Pointwise Primitives Rows Simd SlidingWindow",
        ["Layers"] = "Correlation Kernels Numerics Primitives Simd SlidingWindow Text",
        ["Layers.Files"] = "Layers Primitives SlidingWindow Text",
    };

    [Fact]
    public void Rooms_of_the_library_use_only_what_is_below_them() => Assert.Empty(SourceTree.Uses()
        .Where(use => !use.From.StartsWith("Codecs", StringComparison.Ordinal) && !use.From.StartsWith("Cli", StringComparison.Ordinal))
        .Where(use => !Arrows[use.From].Split(' ').Contains(use.To)).Select(use => $"{use.File} uses {use.To} ({use.Type})").Distinct());

    [Fact]
    public void Formats_use_only_rows_and_what_is_below_them() => Assert.Empty(SourceTree.Uses()
        .Where(use => use.From.StartsWith("Codecs", StringComparison.Ordinal) && !use.To.StartsWith("Codecs", StringComparison.Ordinal))
        .Where(use => use.To is not ("Primitives" or "Simd" or "Rows")).Select(use => $"{use.File} uses {use.To} ({use.Type})").Distinct());

    [Fact]
    public void Folders_use_each_other_in_one_direction() =>
        Assert.Equal("", string.Join(" -> ", SourceTree.Circle(SourceTree.Uses().Select(use => (use.From, use.To)))));

    [Fact]
    public void The_library_knows_no_files_and_no_console() =>
        Assert.DoesNotContain(SourceTree.Files("src/KernelCli.Core").Concat(SourceTree.Files("src/KernelCli.Codecs")), file => Outside().IsMatch(SourceTree.Read(file)));

    [Fact]
    public void The_libraries_advise_no_option_of_the_program() => Assert.Equal("", string.Join('\n',
        SourceTree.Files("src/KernelCli.Core").Concat(SourceTree.Files("src/KernelCli.Codecs")).SelectMany(file => SourceTree.Read(file).Split('\n')
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Option().IsMatch(line)).Select(line => $"{file}: {line.Trim()}"))));

    [Fact]
    public void No_room_is_larger_than_400_lines() => Assert.DoesNotContain(SourceTree.Files("."), file => SourceTree.Read(file).Count(letter => letter == '\n') > 400);

    [Fact]
    public void No_line_of_the_source_is_longer_than_140_characters() =>
        Assert.Equal("", string.Join(", ", SourceTree.Files("src").SelectMany(file =>
            SourceTree.Read(file).Split('\n').Select((line, i) => (line, i)).Where(row => row.line.Length > 140).Select(row => $"{file}:{row.i + 1}"))));

    [Fact]
    public void Small_types_live_with_what_gives_them_meaning() => Assert.DoesNotContain(
        SourceTree.Files("src"), file => SourceTree.Read(file).Count(letter => letter == '\n') < 25 && !CompleteWhenSmall.Contains(Path.GetFileNameWithoutExtension(file)));

    // Without a reference its memory is collected while its address is in use.
    [Fact]
    public void A_buffer_that_a_method_makes_for_itself_is_kept_alive_to_its_end() => Assert.Empty(SourceTree.Files("src").SelectMany(file => LocalBuffer().Matches(SourceTree.Read(file))
        .Where(made => !SourceTree.Read(file).Contains($"GC.KeepAlive({made.Groups[1].Value});", StringComparison.Ordinal)).Select(made => $"{file}: {made.Groups[1].Value}")));

    [GeneratedRegex(@"\b(?:var (\w+) = new AlignedBuffer|AlignedBuffer (?<1>[a-z]\w*) = new)\(")]
    private static partial Regex LocalBuffer();

    [GeneratedRegex(@"(?<![\w.])(File\.|Console\.|Environment\.(?!ProcessorCount))")]
    private static partial Regex Outside();

    // Text with an option or the program's name in it.
    [GeneratedRegex(@"""[^""]*(--[a-z]|kernelcli\b)")]
    private static partial Regex Option();
}
