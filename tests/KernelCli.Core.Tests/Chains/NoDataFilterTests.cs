using System.Globalization;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Neighbourhood;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>Pictures in which some pixels hold no value, against the definition in doubles: each cell is looked up, NaN is none.</summary>
public sealed class NoDataFilterTests
{
    private const int Width = NoDataPicture.Width;
    private const int Height = NoDataPicture.Height;
    private const double Constant = 40;

    private static readonly string[] Kernels =
    [
        "box:3", "box:9", "box:15x5", "gaussian:1", "gaussian:3", "gaussian:5", "binomial:5", "disk:2.5", "triangle:5", "motion:5:30", "identity",
        "custom:0,1,0/1,0,1/0,1,0", "custom:0.3,0.1,0.2:bias=9:mul=2", "custom:1,2,3/4,5,6/7,8,9:div=-45", "separable:1,2,1/1,0,3", "laplacian",
        "sharpen", "emboss:30", "log:1", "sobel:x", "prewitt", "sobel", "scharr",
    ];

    private static readonly string[] Windows =
    [
        "median:3", "median:5", "median:7x3", "median:5:shape=disk", "rank:5:30", "rank:3:100", "rank:7:85:shape=cross", "min:3", "max:5", "min:15",
        "stddev:5", "niblack:7:0.2", "sauvola:7:0.3", "adaptive:5:3", "adaptive:5:2:by=median", "adaptive:7:2:by=gaussian", "despeckle:3:10", "open:3",
        "close:5", "gradient:3", "tophat:3", "blackhat:3", "bilateral:1:30", "guided:5:20", "highpass:1", "unsharp:1:amount=0.5", "unsharp:1:amount=0.5:threshold=20",
    ];

    private static readonly string[] Moves = ["", ":padding=valid", ":padding=full:border=wrap", ":stride=3x2", ":padding=2,0,1,4:border=symmetric"];

    public static TheoryData<string> Filters => [.. Kernels, .. Windows];

    [Theory]
    [MemberData(nameof(Filters))]
    public void Results_equal_the_definition_in_doubles(string spec)
    {
        foreach (bool fills in (bool[])(CannotFill(spec) ? [false] : [false, true]))
        {
            foreach (BorderMode border in Enum.GetValues<BorderMode>())
                Check(spec, new Border(border, border is BorderMode.Constant ? Constant : 0), fills, -9999f, seed: 1);
            foreach (string move in Moves)
                Check(spec + move, Border.Replicate, fills, float.NaN, seed: 2);
            Check(spec, Border.Replicate, fills, (byte)0, seed: 3);
            Check(spec, Border.Reflect101, fills, (byte)255, seed: 4);
            Check(spec, Border.Replicate, fills, (ushort)32768, seed: 5);
        }
    }

    private static bool CannotFill(string spec) => spec.StartsWith("guided", StringComparison.Ordinal);

    private static void Check<T>(string spec, Border border, bool fills, T noData, int seed)
        where T : unmanaged, IConvertible
    {
        T[] source = NoDataPicture.Create(seed, noData);
        double missing = noData.ToDouble(CultureInfo.InvariantCulture), white = noData is byte ? 255 : noData is ushort ? 65535 : 1;
        double[] values = Array.ConvertAll(source, sample => sample.Equals(noData) ? double.NaN : sample.ToDouble(CultureInfo.InvariantCulture));
        FilterStep step = FilterParser.Parse(spec);
        CorrelationOptions movement = ((NeighborhoodStep)step).Within(CorrelationOptions.Default with { Border = border });
        double[] expected = new NaiveNoData(movement, white, fills).Run(step, spec, new NaivePlane(values, Width, Height)).Values;
        T[] actual = NoDataPicture.Run(spec, source, NoData.Of(missing, fills), border);
        Assert.Equal(expected.Length, actual.Length);
        double magnitude = values.Where(double.IsFinite).Max(Math.Abs);
        int off = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double got = actual[i].ToDouble(CultureInfo.InvariantCulture);
            bool isMissing = actual[i].Equals(noData);
            Expect.That(isMissing == double.IsNaN(expected[i]), $"{spec} {border} {fills} {noData} {i}: {got} instead of {expected[i]}");
            if (isMissing)
                continue;
            if (noData is float)
            {
                // Decisions by a threshold are either of two values.
                Expect.That(Math.Abs(got - expected[i]) <= 2e-5 * magnitude, $"{spec} {border} {fills} {noData} {i}: {got} instead of {expected[i]}");
                continue;
            }
            double rounded = Math.Clamp(Math.Floor(expected[i] + 0.5), 0, white);
            double distance = rounded == missing ? Math.Abs(got - missing) - 1 : Math.Abs(got - rounded);
            Expect.That(distance <= 1, $"{spec} {border} {fills} {noData} {i}: {got} instead of {expected[i]}");
            off += distance > 0 ? 1 : 0;
        }
        Expect.That(off <= actual.Length / 100, $"{spec} {noData}: {off} of {actual.Length} are off by one");
    }
}
