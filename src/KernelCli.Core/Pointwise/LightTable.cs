using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Pointwise;

/// <summary>Rows of samples to linear light in float32, full range 1, and back.</summary>
/// <param name="curve">The curve.</param>
internal sealed class LightTable(LightCurve curve)
{
    private readonly Lazy<float[]> _bytes = new(() => Lights(curve, 255));
    private readonly Lazy<float[]> _shorts = new(() => Lights(curve, 65535));
    private readonly Lazy<LightRounding> _toBytes = new(() => new LightRounding(curve, 255));
    private readonly Lazy<LightRounding> _toShorts = new(() => new LightRounding(curve, 65535));

    /// <summary>Decodes a row of bytes or of unsigned 16 bit; alpha only becomes a fraction.</summary>
    public void Decode(PixelFormat format, ReadOnlySpan<byte> from, Span<float> to)
    {
        if (format.Sample is SampleType.UInt8)
            Look(_bytes.Value, from, to);
        else
            Look(_shorts.Value, MemoryMarshal.Cast<byte, ushort>(from), to);
        if (!format.HasAlpha)
            return;
        ReadOnlySpan<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(from);
        for (int i = format.Channels - 1; i < to.Length; i += format.Channels)
            to[i] = format.Sample is SampleType.UInt8 ? from[i] / 255f : shorts[i] / 65535f;
    }

    /// <summary>
    /// Encodes a row to bytes or unsigned 16 bit: the sample whose light is nearest in stored values, halves up, NaN to 0. Alpha is
    /// only rounded.
    /// </summary>
    public void Encode(PixelFormat format, ReadOnlySpan<float> from, Span<byte> to)
    {
        if (format.Sample is SampleType.UInt8)
            _toBytes.Value.Run(from, to);
        else
            _toShorts.Value.Run(from, MemoryMarshal.Cast<byte, ushort>(to));
        if (!format.HasAlpha)
            return;
        Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(to);
        double full = format.Sample.FullRange();
        for (int i = format.Channels - 1; i < from.Length; i += format.Channels)
        {
            double alpha = from[i] > 0 ? Math.Min((from[i] * full) + 0.5, full) : 0;
            if (format.Sample is SampleType.UInt8)
                to[i] = (byte)alpha;
            else
                shorts[i] = (ushort)alpha;
        }
    }

    /// <summary>Encodes one value, which is no alpha.</summary>
    public int Encode(SampleType type, double light) => (type is SampleType.UInt8 ? _toBytes : _toShorts).Value.Of((float)light);

    /// <summary>The light of a whole sample.</summary>
    public float Light(SampleType type, int sample) => (type is SampleType.UInt8 ? _bytes : _shorts).Value[sample];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Look(float[] table, ReadOnlySpan<byte> from, Span<float> to)
    {
        ref float lights = ref MemoryMarshal.GetArrayDataReference(table);
        for (int i = 0; i < from.Length && i < to.Length; i++)
            to[i] = Unsafe.Add(ref lights, from[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Look(float[] table, ReadOnlySpan<ushort> from, Span<float> to)
    {
        ref float lights = ref MemoryMarshal.GetArrayDataReference(table);
        for (int i = 0; i < from.Length && i < to.Length; i++)
            to[i] = Unsafe.Add(ref lights, from[i]);
    }

    private static float[] Lights(LightCurve curve, int full)
    {
        float[] lights = new float[full + 1];
        for (int i = 0; i <= full; i++)
            lights[i] = (float)curve.Decode((double)i / full);
        return lights;
    }
}
