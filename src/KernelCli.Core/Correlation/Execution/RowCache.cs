using System.Diagnostics;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// A few rows, each under a number; a new one takes the place of the one that lies as many numbers back as there are
/// rows.
/// </summary>
internal sealed unsafe class RowCache
{
    private readonly AlignedBuffer _rows;
    private readonly long[] _keys;
    private readonly long _rowBytes;

    public RowCache(int count, long rowBytes)
    {
        (_rows, _keys, _rowBytes) = (new AlignedBuffer(count * rowBytes), new long[count], rowBytes);
        Array.Fill(_keys, long.MinValue);
    }

    public long Bytes => _rows.Length;

    /// <summary>The row under a number that has been claimed.</summary>
    public byte* Row(long key)
    {
        Debug.Assert(_keys[Slot(key)] == key, "the row has not been reserved, or another has taken its place");
        return _rows.Pointer + (Slot(key) * _rowBytes);
    }

    /// <summary>Takes a place for a number; false where its row is there already.</summary>
    public bool TryReserve(long key)
    {
        int slot = Slot(key);
        bool isNew = _keys[slot] != key;
        _keys[slot] = key;
        return isNew;
    }

    // The remainder of a division rounded down: neighbours never share a place, on either side of 0.
    private int Slot(long key) => (int)FloorMath.Modulo(key, _keys.Length);
}
