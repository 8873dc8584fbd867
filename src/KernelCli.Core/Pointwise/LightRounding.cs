using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KernelCli.Pointwise;

/// <summary>
/// Linear light to whole samples, halves up: sample k begins at the float32 nearest to the light of k - 1/2, so that half of the light
/// of an odd sample in the straight part of a curve is rounded up too.
/// The upper bits of a float choose a bucket, in which the sample is guessed from the lower bits and then corrected.
/// </summary>
internal sealed class LightRounding
{
    // Buckets of 256 in each octave; 1.0 begins the last one.
    private const int LowBits = 15;
    private const int One = 0x3F800000;
    private const int Infinity = 0x7F800000;
    private const int Buckets = One >> LowBits;

    // No value is above the last one.
    private readonly float[] _begins;
    private readonly int[] _first = new int[Buckets + 2];
    private readonly int _full;
    private readonly bool _isFine = true;

    /// <param name="curve">The curve.</param>
    /// <param name="full">White: 255 or 65535.</param>
    public LightRounding(LightCurve curve, int full)
    {
        (_full, _begins) = (full, new float[full + 2]);
        (_begins[0], _begins[full + 1]) = (float.NegativeInfinity, float.NaN);
        for (int k = 1; k <= full; k++)
            _begins[k] = MathF.Max(_begins[k - 1], (float)curve.Decode((k - 0.5) / full));
        for (int bucket = 0, k = 0; bucket <= Buckets; bucket++)
        {
            float start = BitConverter.Int32BitsToSingle(bucket << LowBits);
            while (_begins[k + 1] <= start)
                k++;
            _first[bucket] = k;
            _isFine &= bucket == 0 || k - _first[bucket - 1] <= 1;
        }
        _first[Buckets] = _first[Buckets + 1] = full;
    }

    /// <summary>Rounds one value.</summary>
    public int Of(float light)
    {
        int bits = Bits(light), bucket = bits >> LowBits, first = _first[bucket];
        int k = first + (int)((long)(_first[bucket + 1] - first) * (bits & ((1 << LowBits) - 1)) >> LowBits);
        while (light < _begins[k] && k > 0)
            k--;
        while (k < _full && light >= _begins[k + 1])
            k++;
        return k;
    }

    /// <summary>Rounds a row to bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<float> from, Span<byte> to)
    {
        if (!_isFine)
        {
            for (int i = 0; i < from.Length; i++)
                to[i] = (byte)Of(from[i]);
            return;
        }
        // No bucket holds more than one beginning.
        ref int first = ref MemoryMarshal.GetArrayDataReference(_first);
        ref float begins = ref MemoryMarshal.GetArrayDataReference(_begins);
        for (int i = 0; i < from.Length && i < to.Length; i++)
        {
            float light = from[i];
            int k = Unsafe.Add(ref first, Bits(light) >> LowBits);
            to[i] = (byte)(k + (light >= Unsafe.Add(ref begins, k + 1) ? 1 : 0));
        }
    }

    /// <summary>Rounds a row to unsigned 16 bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ReadOnlySpan<float> from, Span<ushort> to)
    {
        for (int i = 0; i < from.Length; i++)
            to[i] = (ushort)Of(from[i]);
    }

    // The bits of a value brought into 0..1: those of floats from 0 on are in their order, and below 0 the highest is set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bits(float light)
    {
        int bits = BitConverter.SingleToInt32Bits(light);
        return bits < 0 || bits > Infinity ? 0 : Math.Min(bits, One);
    }
}
