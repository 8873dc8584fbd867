using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Neighbourhood.Loops;
using KernelCli.Primitives;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// A label of a byte for each sample of a picture, with a pixel of <see cref="EdgeRidges.None"/> around it. An edge may be
/// joined from any place, so that all are kept.
/// </summary>
internal sealed unsafe class EdgeLabels
{
    private readonly AlignedBuffer _labels;
    private readonly int _channels;
    private readonly int _height;
    private readonly int _samples;
    private readonly nint _pitch;
    private nint[] _found = new nint[1024];
    private int _count;

    /// <param name="info">The picture.</param>
    /// <param name="limits">The limits on the buffer.</param>
    public EdgeLabels(ImageInfo info, ImageLimits limits)
    {
        (_channels, _height, _samples) = (info.Format.Channels, info.Height, info.RowSamples);
        _pitch = _samples + (2 * _channels);
        long bytes = (_height + 2L) * _pitch;
        limits.CheckMemory(bytes);
        _labels = new AlignedBuffer(bytes);
    }

    /// <summary>Bytes of the labels.</summary>
    public long Bytes => _labels.Length;

    /// <summary>The labels of a row.</summary>
    public byte* Row(int y) => _labels.Pointer + ((y + 1) * _pitch) + _channels;

    /// <summary>Makes every weak label strong that is joined to a strong one over the eight neighbours.</summary>
    public void Join()
    {
        for (int y = 0; y < _height; y++)
            JoinFrom(Row(y));
    }

    // Only a strong label beside a weak one can make others strong.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void JoinFrom(byte* row)
    {
        Vector<byte> weak = new(EdgeRidges.Weak), strong = new(EdgeRidges.Strong);
        for (int i = 0; i < _samples; i += Vector<byte>.Count)
        {
            byte* at = row + i;
            Vector<byte> isStrong = Vector.Equals(Vector.Load(at), strong);
            if (isStrong == Vector<byte>.Zero)
                continue;
            Vector<byte> nearWeak = Vector.Equals(Vector.Load(at - _channels), weak) | Vector.Equals(Vector.Load(at + _channels), weak)
                | NearWeak(at - _pitch, weak) | NearWeak(at + _pitch, weak);
            if ((isStrong & nearWeak) == Vector<byte>.Zero)
                continue;
            for (int k = i; k < Math.Min(i + Vector<byte>.Count, _samples); k++)
                if (row[k] == EdgeRidges.Strong)
                    Spread(row + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<byte> NearWeak(byte* at, Vector<byte> weak) =>
        Vector.Equals(Vector.Load(at - _channels), weak) | Vector.Equals(Vector.Load(at), weak)
        | Vector.Equals(Vector.Load(at + _channels), weak);

    private void Spread(byte* from)
    {
        Look(from);
        while (_count > 0)
            Look(_labels.Pointer + _found[--_count]);
    }

    private void Look(byte* at)
    {
        Take(at - _pitch - _channels);
        Take(at - _pitch);
        Take(at - _pitch + _channels);
        Take(at - _channels);
        Take(at + _channels);
        Take(at + _pitch - _channels);
        Take(at + _pitch);
        Take(at + _pitch + _channels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(byte* at)
    {
        if (*at != EdgeRidges.Weak)
            return;
        *at = EdgeRidges.Strong;
        if (_count == _found.Length)
            Array.Resize(ref _found, 2 * _count);
        _found[_count++] = (nint)(at - _labels.Pointer);
    }
}
