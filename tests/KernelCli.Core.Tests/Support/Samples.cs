using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Core.Tests.Support;

/// <summary>Samples of each type as numbers.</summary>
internal static class Samples
{
    /// <summary>The samples of rows.</summary>
    public static double[] ToDoubles(byte[] samples, SampleType type) => type switch
    {
        SampleType.UInt8 => Array.ConvertAll(samples, value => (double)value),
        SampleType.UInt16 => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(samples).ToArray(), value => (double)value),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(samples).ToArray(), value => (double)value),
    };
}
