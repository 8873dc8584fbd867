using System.Globalization;
using System.Runtime.InteropServices;
using KernelCli.Chains;
using KernelCli.Chains.Parsing;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Chains;

/// <summary>A picture in which some pixels hold no value, and what a filter makes of it.</summary>
internal static class NoDataPicture
{
    public const int Width = 53;
    public const int Height = 41;

    /// <summary>A picture of which a fifth is nodata: single pixels, and a block that is wider than most windows.</summary>
    public static T[] Create<T>(int seed, T noData)
        where T : unmanaged
    {
        var random = new Random(seed);
        var samples = new T[Width * Height];
        for (int i = 0; i < samples.Length; i++)
        {
            double value = 100 + (60 * Math.Sin(i % Width * 0.3)) + (40 * random.NextDouble());
            bool isMissing = random.Next(10) == 0 || (i % Width is > 20 and < 33 && i / Width is > 10 and < 24);
            samples[i] = isMissing ? noData : (T)Convert.ChangeType(typeof(T) == typeof(float) ? value / 200 * 37 : typeof(T) == typeof(byte)
                ? Math.Clamp(Math.Floor(value), 1, 254) : Math.Floor(value * 200), typeof(T), CultureInfo.InvariantCulture);
        }
        return samples;
    }

    /// <summary>The samples of a filtered picture.</summary>
    public static T[] Run<T>(string spec, T[] source, NoData? noData, Border border)
        where T : unmanaged
    {
        using FilterChain chain = ChainBuilder.Build(MemoryRows.Of(source, Width, Height, 1), [FilterParser.Parse(spec)],
            new ChainOptions { NoData = noData, Geometry = CorrelationOptions.Default with { Border = border, Threads = 1 } });
        return MemoryMarshal.Cast<byte, T>(MemoryRows.ReadAll(chain.Output)).ToArray();
    }
}
