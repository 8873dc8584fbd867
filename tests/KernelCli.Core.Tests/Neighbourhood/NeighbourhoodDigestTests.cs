using System.Runtime.InteropServices;
using System.Security.Cryptography;
using KernelCli.Core.Tests.Support;
using KernelCli.Correlation;
using KernelCli.Primitives;
using KernelCli.Simd;
using KernelCli.SlidingWindow;

namespace KernelCli.Core.Tests.Neighbourhood;

/// <summary>The bytes of all neighbourhood filters, written down: a change of one is seen in review.</summary>
public sealed class NeighbourhoodDigestTests
{
    // SHA-256 over the results of all specs: the same on every processor and at every vector width.
    internal const string Results = "635e887f43882e9b599dbd33a5959defcd8d266869acbe9e26425e61c58fcf8b";

    /// <summary>The digest of all results at a width.</summary>
    internal static string Digest(VectorWidth width)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string spec in NeighbourhoodTests.Exact.Concat(NeighbourhoodTests.Statistics).Concat(NeighbourhoodTests.Smoothing).Append("canny:1:50:100"))
            foreach (SampleType type in (SampleType[])[SampleType.UInt8, SampleType.UInt16, SampleType.Float32])
                foreach (int channels in (int[])[1, 3])
                {
                    var scene = new Scene(83, 29, channels, CorrelationOptions.Default with { Border = new Border(BorderMode.Reflect101) }, channels);
                    hash.AppendData(MemoryMarshal.AsBytes(NeighbourhoodTests.Run(spec, NeighbourhoodTests.Picture(scene, type), scene, type, width, isLast: false).AsSpan()));
                }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [Fact]
    public void Every_filter_gives_the_bytes_that_were_written_down()
    {
        foreach (VectorWidth width in VectorWidths.Supported())
            Expect.That(Digest(width) is var digest && digest == Results, $"{width}: {digest}");
    }
}
