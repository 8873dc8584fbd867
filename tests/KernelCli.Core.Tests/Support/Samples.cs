using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Support;

/// <summary>Samples of each type from numbers, and as numbers.</summary>
internal static class Samples
{
    /// <summary>The samples of rows.</summary>
    public static double[] ToDoubles(byte[] samples, SampleType type) => type switch
    {
        SampleType.UInt8 => Array.ConvertAll(samples, value => (double)value),
        SampleType.UInt16 => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(samples).ToArray(), value => (double)value),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(samples).ToArray(), value => (double)value),
    };

    /// <summary>Rows of samples from fractions of white, whole samples rounded down.</summary>
    public static byte[] FromFractions(double[] fractions, SampleType type) => type switch
    {
        SampleType.UInt8 => Array.ConvertAll(fractions, value => (byte)(value * 255)),
        SampleType.UInt16 => MemoryMarshal.AsBytes(Array.ConvertAll(fractions, value => (ushort)(value * 65535)).AsSpan()).ToArray(),
        _ => MemoryMarshal.AsBytes(Array.ConvertAll(fractions, value => (float)value).AsSpan()).ToArray(),
    };
}
