using System.Text;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Cli.Options;
using KernelCli.Cli.Verification;
using KernelCli.Codecs.Registry;
using KernelCli.Correlation.Selection;
using KernelCli.Kernels;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Tests.Verification;

/// <summary>The promises of verify are what the definitions give, and the cases have everything that can be asked for.</summary>
public sealed class PromisedHashTests
{
    // How far results are at least from the middle between two samples where they need not be exact: in float32 on 8 and on 16 bit, and of
    // 8-bit results of real weights, which fixed point and wide Gaussians may make.
    private const double ClearanceOf8Bit = 0.0004;
    private const double ClearanceOf16Bit = 0.015;
    private const double ClearanceOfRealWeights = 0.02;

    // Nothing but these hashes is what the program gave once: files whose formats leave a writer many choices. The samples of the JPEG with losses
    // are those that djpeg -dct int gives.
    private static readonly Dictionary<string, string> WrittenDown = new()
    {
        ["shapes-rgb8.pam -f identity --channels color --format jpeg --subsampling 444"] = "f713a77f5040b5cf87b488a8bdd4276ef129f2ffe58d5ef3d591bd68430aca01",
        ["file of shapes-rgb8.pam -f identity --channels color --format tga"] = "2de08548b13e80bb7c2c3060278d85ad74b785be550138f405d8ae9065002880",
        ["file of shapes-gray8.pam -f identity --format gif"] = "adfc5a4670bdaaa5ce85502cc62ca6dbe81816ff9eacd9c6ebd5d4ed58129767",
        ["file of noise-rgb8.pam -f identity --channels color --format tiff --tiff-compression none"] = "80b4504ef88ff81cf11b919dce61184dedfcc1a056354ed1ce8c3527d53ca596",
        ["file of shapes-gray16.pam -f identity --format tiff --tiff-compression lzw"] = "06641d58887fe7704232755d6197cbb5e058fde016059aa79a164643eee39e85",
        ["file of blocks-gray8.pam -f identity --format jpeg --quality 100"] = "3c8a019cd1d25a475d202372cb92bdeb7e29e164d1acfad5731fece4296a0cc9",
        ["file of blocks-gray8.pam -f identity --format jpeg --quality 100 --optimize --restart 1"] = "1aee95583471d7a27a6de63841ae6a01b3261c2053d203133b47a15a95b09ffe",
        ["file of shapes-rgb8.pam -f identity --channels color --format jpeg --subsampling 444"] = "f962cfd58f1af3378ef660453c4c9a9b6cff4a5e6eefb2ddb7b4abfe26b4a552",
    };

    private static readonly Dictionary<string, Lazy<NaiveResult>> Results = VerifyCases.All.ToDictionary(words => words, words => new Lazy<NaiveResult>(() => NaiveCase.Run(new VerifyCase(words))));

    private static readonly VerifyCase[] Cases = Array.ConvertAll(VerifyCases.All, words => new VerifyCase(words));

    [Fact]
    public void The_list_is_what_the_definitions_give()
    {
        var text = new StringBuilder();
        foreach ((VerifyCase verifyCase, (string? samples, string? file)) in Cases.Zip(Cases.AsParallel().AsOrdered().Select(Promise)))
        {
            text.Append(PromisedHashes.Line(verifyCase.Name, WrittenDown.GetValueOrDefault(verifyCase.Name) ?? samples!));
            if ((WrittenDown.GetValueOrDefault(verifyCase.FileName) ?? file) is { } hash)
                text.Append(PromisedHashes.Line(verifyCase.FileName, hash));
        }
        if (PromisedHashes.Text() == text.ToString())
            return;
        string received = Path.Combine(AppContext.BaseDirectory, "received-promised.txt");
        File.WriteAllText(received, text.ToString());
        Assert.Fail($"the list differs from what the definitions give: compare {received} with src/KernelCli/Verification/promised.txt");
    }

    [Fact]
    public void No_promise_hangs_on_an_error_that_the_engine_may_make() => Assert.Equal("", string.Join('\n', Cases.AsParallel().AsOrdered()
        .Where(verifyCase => !WrittenDown.ContainsKey(verifyCase.Name)).Select(Complaint).Where(complaint => complaint is not null)));

    [Fact]
    public void Every_filter_is_in_some_case() =>
        Assert.Empty(FilterCatalogue.Families.Select(family => family.Name).Except(Cases.SelectMany(one => one.Steps).Select(step => step.Text.Split(':', '=')[0])));

    [Fact]
    public void Every_word_of_every_option_of_pictures_is_in_some_case()
    {
        OptionDefinition[] options = [.. ApplyOptions.All.Where(option => option.Effect is OutputEffect.ChangesOutput && option.Heading is Heading.Picture && option != ApplyOptions.Filters)];
        string[] lines = [.. VerifyCases.All.Select(words => words.Replace("=", " ", StringComparison.Ordinal) + " ")];
        Assert.All(options, option => Assert.Contains(lines, line => line.Contains($" {option.Name} ", StringComparison.Ordinal)));
        Assert.Equal([], options.SelectMany(option => option.Words.Where(word => DefaultOf(option) != word && !word.StartsWith("auto", StringComparison.Ordinal)).Select(word => $" {option.Name} {word.TrimEnd('=')} "))
            .Where(words => !Array.Exists(lines, line => line.Contains(words, StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_depth_sample_type_and_format_is_in_some_case()
    {
        Assert.Empty(ApplyOptions.Depth.Words.Except(["keep"]).Except(VerifyCases.All.SelectMany(words => words.Split("--depth ").Skip(1)).Select(rest => rest.Split(' ')[0])));
        Assert.Empty(Enum.GetValues<SampleType>().Except([SampleType.Int16]).Except(Cases.Select(one => one.Picture.Info.Format.Sample)));
        Assert.Empty(Enum.GetValues<PixelLayout>().Except(Cases.Select(one => one.Picture.Info.Format.Layout)));
        Assert.Empty(Enum.GetValues<PaddingMode>().Except(Cases.Select(one => one.Chain.Geometry.Padding.Mode)));
        Assert.Empty(ImageCodecs.All.Select(codec => codec.Name).Except(Cases.Where(one => one.Format is not null).Select(one => one.Format!.Name)));
    }

    [Fact]
    public void Every_loop_of_correlations_is_in_some_case()
    {
        var loops = new HashSet<LoopId>();
        foreach (VerifyCase one in Cases)
        {
            using FilterChain chain = ChainBuilder.Build(one.Picture.Open(), one.Steps, one.Chain with { Width = VectorWidth.Bits128 }, mask => new TestPicture(mask).Open());
            loops.UnionWith(chain.Stages.SelectMany(stage => stage.Plans).SelectMany(plan => plan.Algorithm.Steps()).Select(step => step.Loop));
        }
        Assert.Equal([], Enum.GetValues<LoopId>().Except(loops));
    }

    [Fact]
    public void Every_case_is_there_once() => Assert.Equal(VerifyCases.All.Length, VerifyCases.All.Distinct().Count());

    private static (string? Samples, string? File) Promise(VerifyCase verifyCase)
    {
        if (WrittenDown.ContainsKey(verifyCase.Name))
            return (null, null);
        NaiveResult result = Results[verifyCase.Name].Value;
        return (result.Hash(), verifyCase.Format is { } format ? NaiveFiles.Hash(format.Name, result) : null);
    }

    private static string? Complaint(VerifyCase verifyCase)
    {
        NaiveResult result = Results[verifyCase.Name].Value;
        if (verifyCase.Picture.Info.Format.Sample is SampleType.Float32 && !result.IsHeld)
            return $"{verifyCase.Name}: float32 does not hold the results";
        double clearance = IsExact(verifyCase) ? 0 : result.Type is SampleType.UInt16 ? ClearanceOf16Bit
            : verifyCase is { Steps: [KernelStep { Kernel.Traits.IntegerWeights: null }], Picture.Info.Format.Sample: SampleType.UInt8 } ? ClearanceOfRealWeights : ClearanceOf8Bit;
        return result.Margin >= clearance ? null : $"{verifyCase.Name}: a result is {result.Margin} from the middle between two samples";
    }

    // Whole samples under whole numbers, which includes decimals; medians, ranks and decisions on whole numbers.
    private static bool IsExact(VerifyCase verifyCase)
    {
        PixelFormat format = verifyCase.Picture.Info.Format;
        bool hasAlpha = format.HasAlpha && verifyCase.Chain.Alpha is not AlphaMode.Drop;
        return verifyCase.Chain is { Light: LightMode.Encoded, Range: not RangeMode.Stretch } && verifyCase.Steps.All(step => step switch
        {
            KernelStep { Kernel: var kernel } => kernel.Traits.IntegerWeights is not null && (format.Sample is SampleType.UInt8 || IsDyadic(kernel))
                && !(hasAlpha && verifyCase.Chain.Alpha is AlphaMode.Auto && kernel.Traits.Sum > 0 && kernel.ToArray().Length > 1)
                && (verifyCase.Chain.NoData is null || kernel.ToArray().Any(weight => weight < 0)),
            GradientStep { Kernels: var pair } => format.Sample is SampleType.UInt8 && pair.X.Traits.IntegerWeights is not null,
            PointStep { Operation: var operation } => operation.Kind is not PointKind.Gamma && operation.A * 256 == Math.Floor(operation.A * 256),
            WindowStep => !step.Text.Contains("gaussian", StringComparison.Ordinal) && step.Text.Split(':')[0] is not ("bilateral" or "guided" or "highpass"),
            _ => false,
        });
    }

    private static bool IsDyadic(Kernel kernel) => IsPower(kernel.Multiplier / kernel.Divisor) && kernel.ToArray().All(weight => weight == Math.Floor(weight));

    private static bool IsPower(double factor) => Math.Log2(factor) is var exponent && exponent == Math.Floor(exponent);

    private static string? DefaultOf(OptionDefinition option) => option.Help.Split('[') is [_, .., var last] ? last.TrimEnd(']') : null;
}
