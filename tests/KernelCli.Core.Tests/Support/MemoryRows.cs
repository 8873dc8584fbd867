using System.Runtime.InteropServices;
using KernelCli.Primitives;
using KernelCli.Rows;

namespace KernelCli.Core.Tests.Support;

/// <summary>Samples in memory as rows, and rows as samples.</summary>
internal sealed class MemoryRows(byte[] bytes, ImageInfo info) : IRowSource
{
    private int _next;

    public ImageInfo Info => info;

    public bool IsCompleted { get; private set; }

    public static MemoryRows Of<T>(T[] samples, int width, int height, int channels)
        where T : unmanaged
    {
        SampleType type = typeof(T) == typeof(byte) ? SampleType.UInt8 : typeof(T) == typeof(ushort) ? SampleType.UInt16 : SampleType.Float32;
        return new MemoryRows(MemoryMarshal.AsBytes(samples.AsSpan()).ToArray(), new ImageInfo(width, height, new PixelFormat((PixelLayout)channels, type)));
    }

    public static byte[] ReadAll(IRowSource source)
    {
        byte[] all = new byte[source.Info.RowBytes * source.Info.Height];
        for (int y = 0; y < source.Info.Height; y++)
            source.ReadRow(all.AsSpan(y * source.Info.RowBytes, source.Info.RowBytes));
        source.Complete();
        return all;
    }

    public void ReadRow(Span<byte> row) => bytes.AsSpan(_next++ * info.RowBytes, info.RowBytes).CopyTo(row);

    public void Complete() => IsCompleted = true;

    public void Dispose() => IsCompleted = true;
}
