using System.Numerics;
using System.Runtime.CompilerServices;
using KernelCli.Pointwise;
using KernelCli.Primitives;
using KernelCli.SlidingWindow;

namespace KernelCli.Neighbourhood.Execution;

/// <summary>
/// The greatest of eight kernels that are one turned round. They share the sums of two neighbours; Robinson's are four
/// sums, each with both signs.
/// </summary>
/// <typeparam name="T">Numbers that hold the sums: short for bytes, int for 16 bit, float.</typeparam>
internal sealed unsafe class CompassRowFilter<T> : NeighbourhoodRowFilter
    where T : unmanaged, INumber<T>
{
    private readonly bool _isKirsch;
    private readonly SampleType _sample;
    private readonly SampleType _result;
    private readonly AlignedBuffer _padded;
    private readonly AlignedBuffer _greatest;
    private readonly AlignedBuffer _singles;

    public CompassRowFilter(Strip strip, bool isKirsch, SampleType result)
        : base(strip, result.Bytes(), 1, rowsPerCall: 1)
    {
        (_isKirsch, _sample, _result) = (isKirsch, strip.Sample, result);
        RingRowBytes = AlignedBuffer.RoundUp((long)PaddedSamples * sizeof(T));
        (_padded, _greatest) = (new AlignedBuffer(AlignedBuffer.RoundUp(Padder.Bytes)), new AlignedBuffer(RingRowBytes));
        _singles = new AlignedBuffer(AlignedBuffer.RoundUp((long)Columns * sizeof(float)));
    }

    public override long RingRowBytes { get; }

    public override long ScratchBytes => base.ScratchBytes + _padded.Length + _greatest.Length + _singles.Length;

    public override void Ingest(byte* source, byte* ringRow)
    {
        Padder.Pad(source, _padded.Pointer);
        Widen(ringRow);
    }

    public override void IngestConstant(byte* ringRow)
    {
        Padder.Fill(_padded.Pointer);
        Widen(ringRow);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void MakeRows(byte** rows, long position, byte* to, long pitch, int count)
    {
        T* above = (T*)rows[0], own = (T*)rows[1], below = (T*)rows[2], greatest = (T*)_greatest.Pointer;
        int step = Channels;
        for (int i = 0; i < Columns; i += Vector<T>.Count)
        {
            Vector<T> nw = Vector.Load(above + i), n = Vector.Load(above + i + step), ne = Vector.Load(above + i + (2 * step));
            Vector<T> w = Vector.Load(own + i), e = Vector.Load(own + i + (2 * step));
            Vector<T> sw = Vector.Load(below + i), s = Vector.Load(below + i + step), se = Vector.Load(below + i + (2 * step));
            Vector.Store(_isKirsch ? Kirsch(nw, n, ne, e, se, s, sw, w) : Robinson(nw - se, n - s, ne - sw, e - w), greatest + i);
        }
        float* singles = (float*)_singles.Pointer;
        for (int i = 0; i < Columns; i++)
            singles[i] = float.CreateTruncating(greatest[i]);
        SampleRow.FromSingle(_result, new ReadOnlySpan<float>(singles, Columns), 1, new Span<byte>(Line(0), Columns * ResultBytes));
        Emit(Line(0), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Kirsch(Vector<T> a, Vector<T> b, Vector<T> c, Vector<T> d, Vector<T> e, Vector<T> f, Vector<T> g, Vector<T> h)
    {
        Vector<T> ab = a + b, bc = b + c, cd = c + d, de = d + e, ef = e + f, fg = f + g, gh = g + h, ha = h + a;
        return Vector.Max(
            Vector.Max(Vector.Max(Edge(ab + c, de + fg + h), Edge(bc + d, ef + gh + a)),
                Vector.Max(Edge(cd + e, fg + ha + b), Edge(de + f, gh + ab + c))),
            Vector.Max(Vector.Max(Edge(ef + g, ha + bc + d), Edge(fg + h, ab + cd + e)),
                Vector.Max(Edge(gh + a, bc + de + f), Edge(ha + b, cd + ef + g))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Edge(Vector<T> three, Vector<T> five)
    {
        Vector<T> twice = three + three;
        return twice + twice + three - (five + five + five);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Robinson(Vector<T> a, Vector<T> b, Vector<T> c, Vector<T> d) =>
        Vector.Max(Vector.Max(Vector.Abs(a + b + (b + c)), Vector.Abs(b + c + (c + d))),
            Vector.Max(Vector.Abs(c + d + (d - a)), Vector.Abs(d - a - (a + b))));

    private void Widen(byte* ringRow)
    {
        T* to = (T*)ringRow;
        byte* from = _padded.Pointer;
        for (int i = 0; i < PaddedSamples; i++)
            to[i] = _sample switch
            {
                SampleType.UInt8 => T.CreateTruncating(from[i]),
                SampleType.UInt16 => T.CreateTruncating(((ushort*)from)[i]),
                _ => T.CreateTruncating(((float*)from)[i]),
            };
    }
}
