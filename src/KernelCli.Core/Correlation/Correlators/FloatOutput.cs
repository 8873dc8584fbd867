using KernelCli.Correlation.Finishing;
using KernelCli.Correlation.Sums;
using KernelCli.Primitives;
using KernelCli.Simd;

namespace KernelCli.Correlation.Correlators;

/// <summary>
/// Takes the last sums of a float32 correlation to the picture. Where they are the results already, whole blocks go there at once, from each row's
/// first aligned sample on; all else goes through a buffer and the finish.
/// </summary>
internal sealed unsafe class FloatOutput<TSimd, TVector>
    where TSimd : struct, ISimd<TVector>
    where TVector : struct
{
    private readonly int _samples;
    private readonly RowFinish _finish;
    private readonly FloatPass _pass;
    private readonly bool _isResult;
    private readonly AlignedBuffer _sums;

    /// <param name="samples">Samples of an output row.</param>
    /// <param name="pass">Makes the sums, or the results where those need no more than what <paramref name="scaled"/> says.</param>
    /// <param name="finish">From sums to samples.</param>
    /// <param name="scaled">Whether the pass has scaled the sums as the finish would.</param>
    public FloatOutput(int samples, FloatPass pass, RowFinish finish, bool scaled = false)
    {
        (_samples, _pass) = (samples, pass);
        _finish = scaled ? new CopyFinish<TSimd, TVector>(sizeof(float), finish.BypassesCache) : finish;
        _isResult = _finish is CopyFinish<TSimd, TVector>;
        _sums = new AlignedBuffer(AlignedBuffer.RoundUp((long)samples * sizeof(float)));
    }

    public long ScratchBytes => _sums.Length;

    /// <summary>Writes a piece of an output row. Pieces come from left to right, and what they read is there up to their own end.</summary>
    /// <param name="rows">The rows that the pass reads.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="samples">Their number.</param>
    /// <param name="to">Where the first goes.</param>
    public void Write(byte** rows, int first, int samples, byte* to)
    {
        // A plane that lies across samples has no aligned one.
        if (!_isResult || (_finish.BypassesCache && ((nint)to & (sizeof(float) - 1)) != 0))
        {
            Through(rows, first, samples, to);
            return;
        }

        // Pieces begin and end early by what is missing to the next aligned sample of this row.
        float* row = (float*)to - first;
        int lanes = TSimd.Bytes / sizeof(float), lead = (int)(-(nint)row & (TSimd.Bytes - 1)) / sizeof(float), back = (lanes - lead) % lanes;
        int begin = first == 0 ? 0 : first - back, end = first + samples == _samples ? _samples : first + samples - back;
        if (first == 0 && lead > 0)
        {
            begin = Math.Min(lead, end);
            Through(rows, 0, begin, (byte*)row);
        }
        int block = FloatStores.Block<TSimd, TVector>(), whole = (end - begin) / block * block;
        if (whole > 0)
            _pass.Run(rows, begin, row + begin, whole, _finish.BypassesCache);
        if (begin + whole < end)
            Through(rows, begin + whole, end - begin - whole, (byte*)(row + begin + whole));
    }

    private void Through(byte** rows, int first, int samples, byte* to)
    {
        _pass.Run(rows, first, (float*)_sums.Pointer, samples);
        _finish.Run(_sums.Pointer, to, samples);
    }
}
