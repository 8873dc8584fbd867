using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Neighbourhood.Streams;
using KernelCli.Primitives;
using KernelCli.Rows;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>Each filter against its definition: borders, paddings, strides, types, shapes, and windows larger than the picture.</summary>
public sealed class NeighbourhoodTests
{
    internal static readonly string[] Exact =
    [
        "median:3", "median:5", "median:7", "median:9x3", "median:1", "median:1x5", "median:5:shape=disk", "median:3:shape=cross", "median:11", "median:15x13", "median:17:shape=disk", "median:31x5",
        "rank:3:0", "rank:3:100", "rank:5:25", "rank:5:75:shape=cross", "rank:11:90", "rank:3:33.4", "rank:13x9:2",
        "min:3", "min:5x1", "min:1x5", "min:7:shape=disk", "min:9:shape=cross", "min:21", "erode:3", "max:3", "max:9x15", "max:13:shape=disk", "dilate:5", "max:45x3", "min:3x37", "max:19:shape=cross",
        "open:3", "open:5x3", "open:5:shape=disk", "close:3", "close:11", "gradient:3", "gradient:5:shape=cross", "tophat:3", "tophat:7", "blackhat:5", "blackhat:3:shape=disk",
        "despeckle:3:0", "despeckle:3:20", "despeckle:5:100.5",
    ];

    // What is not exact to the last bit on floats: a level off at most, and 99 of 100 equal.
    internal static readonly string[] Statistics =
    [
        "stddev:3", "stddev:5x1", "stddev:9x15", "stddev:1", "niblack:3:0.2", "niblack:15:-0.2", "niblack:5x7:0", "sauvola:3:0.2", "sauvola:15:0.5", "sauvola:1x3:0.34",
        "adaptive:3:5", "adaptive:15:-3", "adaptive:5x3:0.5", "adaptive:3:2:by=median", "adaptive:11:4:by=median",
    ];

    internal static readonly string[] Smoothing =
    [
        "bilateral:1:30", "bilateral:2:5", "bilateral:3:200:size=3", "bilateral:1.5:40:size=5x9", "bilateral:0.4:1", "guided:3:10", "guided:9:1", "guided:5x3:40", "guided:1:5",
        "kirsch", "robinson", "highpass:1", "highpass:0.4", "adaptive:7:3:by=gaussian", "adaptive:9x3:-2:by=gaussian",
    ];

    public static TheoryData<string> SmoothingSpecs => [.. Smoothing];

    public static TheoryData<string> StatisticSpecs => [.. Statistics];

    public static TheoryData<string> ExactSpecs => [.. Exact];

    [Fact]
    public void Every_family_is_tried() => Assert.Empty(NeighbourhoodFamilies.All.Concat(NeighbourhoodFamilies.Compasses).Select(family => family.Name).Except(Exact.Concat(Statistics).Concat(Smoothing).Append("canny").Select(spec => spec.Split(':')[0])));

    [Theory]
    [MemberData(nameof(ExactSpecs))]
    public void Filters_by_rank_equal_a_sort(string spec)
    {
        foreach (Scene scene in Scenes(spec))
        {
            CheckExact(spec, scene, SampleType.UInt8);
            CheckExact(spec, scene, SampleType.UInt16);
            CheckExact(spec, scene, SampleType.Float32);
        }
    }

    [Theory]
    [MemberData(nameof(StatisticSpecs))]
    public void Statistics_of_whole_numbers_are_exact(string spec)
    {
        foreach (Scene scene in Scenes(spec))
        {
            CheckExact(spec, scene, SampleType.UInt8);
            CheckExact(spec, scene, SampleType.UInt16);
            CheckRounded(spec, scene, SampleType.UInt8);
            CheckRounded(spec, scene, SampleType.UInt16);
        }
    }

    [Theory]
    [MemberData(nameof(StatisticSpecs))]
    public void Results_of_floats_are_near_their_definition(string spec)
    {
        foreach (Scene scene in Scenes(spec))
            CheckNear(spec, scene, SampleType.Float32);
    }

    [Theory]
    [MemberData(nameof(SmoothingSpecs))]
    public void Smoothing_is_near_its_definition(string spec)
    {
        foreach (Scene scene in Scenes(spec))
        {
            CheckNear(spec, scene, SampleType.UInt8);
            CheckNear(spec, scene, SampleType.UInt16);
            CheckNear(spec, scene, SampleType.Float32);
        }
    }

    [Theory]
    [InlineData("canny:1:50:100")]
    [InlineData("canny:0.5:100:300")]
    [InlineData("canny:1.4:20:20")]
    public void Edges_are_those_of_the_definition(string spec)
    {
        foreach (SampleType type in (SampleType[])[SampleType.UInt8, SampleType.UInt16])
            foreach (BorderMode border in Enum.GetValues<BorderMode>())
                for (int seed = 0; seed < 3; seed++)
                {
                    var scene = new Scene(seed == 2 ? 1 : 45, seed == 2 ? 1 : 31, seed == 1 ? 3 : 1, new CorrelationOptions { Border = new Border(border, 60) }, seed);
                    float[] source = Picture(scene, type), actual = Run(spec, source, scene, type, VectorWidths.Best, isLast: true);
                    double[][] expected = [.. Enumerable.Range(0, scene.Channels).Select(channel => NaiveFilters.Run(spec, scene.Plane(source, channel), scene.Movement, type.FullRange()).Values)];

                    // Two neighbours of one magnitude are told apart by the last bit of a blur.
                    int unequal = actual.Where((value, i) => value != expected[i % scene.Channels][i / scene.Channels]).Count();
                    Expect.That(unequal * 100 <= actual.Length, $"{spec}, {type}, {scene}: {unequal} of {actual.Length}");
                    Assert.True(seed == 2 || actual.Distinct().Count() == 2, "an edge, and what is none");
                    foreach (VectorWidth width in VectorWidths.Supported())
                        Assert.Equal(actual, Run(spec, source, scene, type, width, isLast: true));
                }
    }

    [Fact]
    public void A_line_of_edges_is_joined_round_corners_and_NaN_stays_one()
    {
        var scene = new Scene(40, 40, 1, CorrelationOptions.Default, 0);
        float[] source = [.. Enumerable.Range(0, 1600).Select(i => i % 40 is > 9 and < 30 && i / 40 is > 9 and < 30 ? 1f : 0)];
        float[] edges = Run("canny:1:0.1:500", source, scene, SampleType.Float32, VectorWidths.Best, isLast: true);
        Assert.InRange(edges.Count(edge => edge == 1), 60, 100);
        source[0] = float.NaN;
        edges = Run("canny:1:0.1:500", source, scene, SampleType.Float32, VectorWidths.Best, isLast: true);
        Assert.True(float.IsNaN(edges[0]) && !float.IsNaN(edges[39]));
    }

    [Theory]
    [InlineData("canny:1:50:100:stride=2")]
    [InlineData("canny:1:50:100:padding=full")]
    public void Edges_take_no_stride_and_no_padding(string spec)
    {
        var step = (WindowStep)FilterParser.Parse(spec, _ => []);
        var scene = new Scene(9, 9, 1, step.Within(CorrelationOptions.Default), 1);
        Assert.Contains("leave out", Assert.Throws<ArgumentException>(() => Run(spec, Picture(scene, SampleType.UInt8), scene, SampleType.UInt8, VectorWidths.Best, isLast: true)).Message, StringComparison.Ordinal);
    }

    // Results that are written are rounded half up, once.
    private static void CheckRounded(string spec, Scene scene, SampleType type)
    {
        float[] source = Picture(scene, type);
        double white = type.FullRange();
        double[][] expected = [.. Enumerable.Range(0, scene.Channels).Select(channel => NaiveFilters.Run(spec, scene.Plane(source, channel), scene.Movement, white).Values)];
        float[] actual = Run(spec, source, scene, type, VectorWidths.Best, isLast: true);
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal(Math.Clamp(Math.Floor(expected[i % scene.Channels][i / scene.Channels] + 0.5), 0, white), actual[i]);
    }

    private static void CheckNear(string spec, Scene scene, SampleType type)
    {
        float[] source = Picture(scene, type), first = Run(spec, source, scene, type, VectorWidths.Best, isLast: false);
        double white = type.FullRange(), level = white / 255;
        double[][] expected = [.. Enumerable.Range(0, scene.Channels).Select(channel => NaiveFilters.Run(spec, scene.Plane(source, channel), scene.Movement, white).Values)];
        int unequal = 0;
        for (int i = 0; i < first.Length; i++)
        {
            double wanted = expected[i % scene.Channels][i / scene.Channels];
            Assert.True(double.IsNaN(wanted) ? float.IsNaN(first[i]) : first[i].Equals((float)wanted) || Math.Abs(first[i] - wanted) <= level + (1e-5 * Math.Abs(wanted)),
                $"{spec}, {type}, {scene}: {first[i]:R} instead of {wanted:R} at {i}");
            unequal += Math.Abs(Math.Floor((first[i] / level) + 0.5) - Math.Floor((wanted / level) + 0.5)) > 0 && Math.Abs(wanted) < 300 * level ? 1 : 0;
        }
        Expect.That(unequal * 100 <= first.Length, $"{spec}, {type}, {scene}: {unequal} of {first.Length}");
        foreach (VectorWidth width in VectorWidths.Supported())
            Assert.Equal(first, Run(spec, source, scene, type, width, isLast: false));
    }

    private static void CheckExact(string spec, Scene scene, SampleType type)
    {
        float[] source = Picture(scene, type);
        double white = type.FullRange();
        float[][] expected = [.. Enumerable.Range(0, scene.Channels).Select(channel => NaiveFilters.Run(spec, scene.Plane(source, channel), scene.Movement, white)
            .Values.Select(value => (float)value).ToArray())];
        foreach (VectorWidth width in VectorWidths.Supported())
        {
            float[] actual = Run(spec, source, scene, type, width, isLast: false);
            Assert.Equal(expected.Sum(plane => plane.Length), actual.Length);
            for (int i = 0; i < actual.Length; i++)
                Assert.True(actual[i].Equals(expected[i % scene.Channels][i / scene.Channels] + 0f),
                    $"{spec}, {type}, {scene}, {width}: {actual[i]:R} instead of {expected[i % scene.Channels][i / scene.Channels]:R} at {i}");
        }
    }

    /// <summary>Pictures of every kind, with every border, padding and stride among them.</summary>
    internal static IEnumerable<Scene> Scenes(string spec)
    {
        (int width, int height) = NaiveFilters.Sides(spec.Split(':').ElementAtOrDefault(1) is { } side && char.IsAsciiDigit(side[0]) && spec[0] is not ('b' or 'h') ? side : "13");
        BorderMode[] borders = Enum.GetValues<BorderMode>();

        // Rows of more than a tile are read in place; definitions take too long over them where windows are large.
        (int, int)[] sizes = [(1, 1), (2, 3), (23, 9), (70, 5), (5, 41), (150, 12), width * height <= 25 ? (1700, 3) : (200, 3)];
        for (int i = 0; i < 14; i++)
        {
            (int columns, int rows) = sizes[i % sizes.Length];
            Padding padding = (i % 5) switch { 1 => Padding.Full, 2 => Padding.Valid, 3 => Padding.Sides(height, 1, 2, width), _ => Padding.Same };

            // A window fits into a picture twice, for chains of two.
            if (padding.Mode is PaddingMode.Valid or PaddingMode.Explicit)
                (columns, rows) = (columns + (2 * width), rows + (2 * height));
            Spacing stride = (i % 4) switch { 1 => new Spacing(2, 1), 3 => new Spacing(3, 2), _ => Spacing.One };
            if (i == 13)
                stride = new Spacing(1, 40);
            var movement = new CorrelationOptions { Border = new Border(borders[i % borders.Length], 60), Padding = padding, Stride = stride };
            yield return new Scene(columns, rows, (i % 3) switch { 1 => 3, _ => 1 }, movement, i);
        }
    }

    /// <summary>The results of a filter as float32, whatever their type.</summary>
    internal static float[] Run(string spec, float[] source, Scene scene, SampleType type, VectorWidth width, bool isLast)
    {
        var step = (WindowStep)FilterParser.Parse(spec, _ => []);
        var graph = new FilterGraph { Movement = scene.Movement, FullRange = type.FullRange(), IsLast = isLast, Limits = ImageLimits.Default, Width = width };
        using IRowSource rows = step.Filter.Apply(Rows(source, scene, type), graph);
        byte[] bytes = MemoryRows.ReadAll(rows);
        Assert.NotEmpty(graph.Description);
        return rows.Info.Format.Sample switch
        {
            SampleType.UInt8 => Array.ConvertAll(bytes, value => (float)value),
            SampleType.UInt16 => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), value => (float)value),
            _ => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
        };
    }

    internal static MemoryRows Rows(float[] source, Scene scene, SampleType type) => type switch
    {
        SampleType.UInt8 => MemoryRows.Of(Array.ConvertAll(source, value => (byte)value), scene.Width, scene.Height, scene.Channels),
        SampleType.UInt16 => MemoryRows.Of(Array.ConvertAll(source, value => (ushort)value), scene.Width, scene.Height, scene.Channels),
        _ => MemoryRows.Of(source, scene.Width, scene.Height, scene.Channels),
    };

    /// <summary>Noise with runs of equal values and the extremes; among floats also negative numbers, infinities and NaN.</summary>
    internal static float[] Picture(Scene scene, SampleType type)
    {
        var random = new Random(scene.Seed);
        float calm = type is SampleType.Float32 ? 0.4f : 77;
        return [.. Enumerable.Range(0, scene.Width * scene.Height * scene.Channels).Select(_ => (random.Next(40), type) switch
        {
            ( < 8, _) => calm,
            (8, SampleType.Float32) when scene.Seed % 2 == 1 => float.NaN,
            (9, SampleType.Float32) => float.PositiveInfinity,
            (10, SampleType.Float32) => float.NegativeInfinity,
            (11, SampleType.Float32) => -3e30f,
            (_, SampleType.Float32) => (random.NextSingle() * 1.5f) - 0.25f,
            ( < 12, _) => 0,
            ( < 16, _) => (float)type.FullRange(),
            _ => random.Next((int)type.FullRange() + 1),
        })];
    }
}

/// <summary>A picture and how windows are moved over it.</summary>
internal sealed record Scene(int Width, int Height, int Channels, CorrelationOptions Movement, int Seed)
{
    public NaivePlane Plane(float[] samples, int channel) =>
        new([.. Enumerable.Range(0, Width * Height).Select(i => (double)samples[(i * Channels) + channel])], Width, Height);

    public override string ToString() => $"{Width}x{Height}x{Channels}, {Movement.Border.Mode}, padding {Movement.Padding}, stride {Movement.Stride}";
}
