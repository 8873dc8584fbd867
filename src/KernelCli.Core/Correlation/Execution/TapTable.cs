using System.Diagnostics;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Execution;

/// <summary>Where each tap reads: the ring row, and the sample in it. Every run of a pass resolves these to addresses.</summary>
internal sealed unsafe class TapTable
{
    private readonly int[] _rows;
    private readonly long[] _bytes;
    private readonly int _sampleBytes;
    private readonly AlignedBuffer _addresses;

    /// <param name="taps">Row and sample of each tap, in the order they are added up.</param>
    /// <param name="sampleBytes">Bytes of a sample of the ring rows.</param>
    public TapTable(ReadOnlySpan<(int Row, int Sample)> taps, int sampleBytes)
    {
        (_rows, _bytes, _sampleBytes) = (new int[taps.Length], new long[taps.Length], sampleBytes);
        for (int i = 0; i < taps.Length; i++)
            (_rows[i], _bytes[i]) = (taps[i].Row, (long)taps[i].Sample * sampleBytes);
        _addresses = new AlignedBuffer((long)taps.Length * sizeof(nint));
    }

    /// <summary>Bytes of the addresses.</summary>
    public long ScratchBytes => _addresses.Length;

    /// <summary>The addresses of all taps for sample <paramref name="first"/> of the output row whose ring rows are given.</summary>
    public byte** Resolve(byte** rows, int first)
    {
        Debug.Assert(first >= 0);
        long offset = (long)first * _sampleBytes;
        byte** addresses = (byte**)_addresses.Pointer;
        for (int i = 0; i < _rows.Length; i++)
            addresses[i] = rows[_rows[i]] + _bytes[i] + offset;
        return addresses;
    }
}
