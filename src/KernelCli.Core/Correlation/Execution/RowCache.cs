using System.Diagnostics;
using KernelCli.Numerics;
using KernelCli.Primitives;

namespace KernelCli.Correlation.Execution;

/// <summary>
/// A cache of rows with consecutive numbers as keys; a new row replaces the one whose key is lower by the number of slots.
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

    /// <summary>The row of a key that has been reserved.</summary>
    public byte* Row(long key)
    {
        Debug.Assert(_keys[Slot(key)] == key, "the row has not been reserved, or another has taken its place");
        return _rows.Pointer + (Slot(key) * _rowBytes);
    }

    /// <summary>Reserves the slot of a key; false if the row of this key is cached already.</summary>
    public bool TryReserve(long key)
    {
        int slot = Slot(key);
        bool isNew = _keys[slot] != key;
        _keys[slot] = key;
        return isNew;
    }

    // The floor modulo, so that neighbours never share a slot, on either side of 0.
    private int Slot(long key) => (int)FloorMath.Modulo(key, _keys.Length);
}
