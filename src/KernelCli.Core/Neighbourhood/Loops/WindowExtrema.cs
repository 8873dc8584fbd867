using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Neighbourhood.Loops;

/// <summary>
/// The least or greatest of every window along a row. Windows of 2 and 4 times the length are made of shorter ones until
/// four of them, which may overlap, cover the window; the cost grows with the logarithm of its length.
/// </summary>
internal sealed unsafe class WindowExtrema
{
    private const int Tile = 4096;

    // Two of the widest registers, for which all rows have slack.
    private const int LeastBytes = 2 * VectorWidths.MostBytes;
    private readonly int[] _factors;
    private readonly int _length;
    private readonly int _step;
    private readonly AlignedBuffer[] _levels;

    /// <param name="length">Samples of a window.</param>
    /// <param name="step">Bytes from one sample of a window to the next.</param>
    public WindowExtrema(int length, int step)
    {
        (_length, _step) = (length, step);
        var factors = new List<int>();
        for (int covered = 1; 4 * covered < length; covered *= factors[^1])
            factors.Add(8 * covered >= length ? 2 : 4);
        _factors = [.. factors];
        _levels = new AlignedBuffer[factors.Count];
        for (int i = 0; i < _levels.Length; i++)
            _levels[i] = new AlignedBuffer(AlignedBuffer.RoundUp(Tile + ((long)length * step)));
    }

    /// <summary>Bytes of the rows between.</summary>
    public long ScratchBytes
    {
        get
        {
            long bytes = 0;
            foreach (AlignedBuffer level in _levels)
                bytes += level.Length;
            return bytes;
        }
    }

    /// <summary>Writes the extrema of the windows that start at each sample.</summary>
    /// <param name="row">A row with a block of slack after it.</param>
    /// <param name="to">The extrema, also with a block of slack.</param>
    /// <param name="bytes">Their number in bytes.</param>
    public void Run<TSimd, TVector, TPick>(byte* row, byte* to, long bytes)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TPick : struct, IExtremum<TVector>
    {
        byte** pair = stackalloc byte*[2];
        for (long first = 0; first < bytes; first += Tile)
        {
            long part = Math.Min(Tile, bytes - first);
            byte* from = row + first;
            int covered = 1;
            for (int level = 0; level < _levels.Length; level++)
            {
                long wanted = part + ((long)(_length - (covered * _factors[level])) * _step), at = (long)covered * _step;
                byte* longer = _levels[level].Pointer;
                if (_factors[level] == 4)
                    Extrema<TSimd, TVector, TPick>.Run4(from, from + at, from + (2 * at), from + (3 * at), longer, wanted);
                else
                {
                    pair[0] = from;
                    pair[1] = from + at;
                    Extrema<TSimd, TVector, TPick>.Run(pair, 2, longer, Math.Max(wanted, LeastBytes));
                }
                covered *= _factors[level];
                from = longer;
            }
            Cover<TSimd, TVector, TPick>(from, covered, to + first, part, pair);
        }
    }

    private void Cover<TSimd, TVector, TPick>(byte* from, int covered, byte* to, long bytes, byte** pair)
        where TSimd : struct, ISimd<TVector>
        where TVector : struct
        where TPick : struct, IExtremum<TVector>
    {
        long at = (long)covered * _step, last = (long)(_length - covered) * _step;
        switch ((_length + covered - 1) / covered)
        {
            case 1:
                pair[0] = from;
                Extrema<TSimd, TVector, TPick>.Run(pair, 1, to, Math.Max(bytes, LeastBytes));
                break;
            case 2:
                pair[0] = from;
                pair[1] = from + last;
                Extrema<TSimd, TVector, TPick>.Run(pair, 2, to, Math.Max(bytes, LeastBytes));
                break;
            case 3:
                Extrema<TSimd, TVector, TPick>.Run3(from, from + at, from + last, to, bytes);
                break;
            default:
                Extrema<TSimd, TVector, TPick>.Run4(from, from + at, from + (2 * at), from + last, to, bytes);
                break;
        }
    }
}
