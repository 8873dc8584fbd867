using System.Runtime.InteropServices;
using KernelCli.Primitives;

namespace KernelCli.Pointwise;

/// <summary>Turns rows of RGB or RGBA into gray or gray with alpha, each sample rounded half up once.</summary>
internal static class LumaRow
{
    /// <summary>Converts a row; alpha is carried over where the source has it.</summary>
    public static void Convert(Luma luma, PixelFormat source, ReadOnlySpan<byte> from, Span<byte> to)
    {
        (uint red, uint green, uint blue, uint divisor) = Weights(luma);
        switch (source.Sample)
        {
            case SampleType.UInt8 when luma is not Luma.Max:
                LumaBytes.Convert((int)red, (int)green, (int)blue, (int)divisor, source.Channels, from, to);
                break;
            case SampleType.UInt8:
                Largest(from, to, source.Channels);
                break;
            case SampleType.UInt16 when luma is not Luma.Max:
                Convert16(red, green, blue, divisor, source.Channels, MemoryMarshal.Cast<byte, ushort>(from),
                    MemoryMarshal.Cast<byte, ushort>(to));
                break;
            case SampleType.UInt16:
                Largest(MemoryMarshal.Cast<byte, ushort>(from), MemoryMarshal.Cast<byte, ushort>(to), source.Channels);
                break;
            case SampleType.Float32 when luma is Luma.Red or Luma.Green or Luma.Blue:
                Pick(luma - Luma.Red, source.Channels, MemoryMarshal.Cast<byte, float>(from), MemoryMarshal.Cast<byte, float>(to));
                break;
            case SampleType.Float32 when luma is not Luma.Max:
                ConvertS((float)red / divisor, (float)green / divisor, (float)blue / divisor, source.Channels,
                    MemoryMarshal.Cast<byte, float>(from), MemoryMarshal.Cast<byte, float>(to));
                break;
            default:
                Largest(MemoryMarshal.Cast<byte, float>(from), MemoryMarshal.Cast<byte, float>(to), source.Channels);
                break;
        }
    }

    // The weights of each channel over a common divisor.
    private static (uint Red, uint Green, uint Blue, uint Divisor) Weights(Luma luma) => luma switch
    {
        Luma.Bt601 => (299, 587, 114, 1000),
        Luma.Bt709 => (2126, 7152, 722, 10000),
        Luma.Average => (1, 1, 1, 3),
        Luma.Red => (1, 0, 0, 1),
        Luma.Green => (0, 1, 0, 1),
        _ => (0, 0, 1, 1),
    };

    // 65535 * 10000 + 5000 fits in 32 bits.
    private static void Convert16(uint red, uint green, uint blue, uint divisor, int channels, ReadOnlySpan<ushort> from, Span<ushort> to)
    {
        int written = channels == 4 ? 2 : 1;
        for (int i = 0, o = 0; i + channels <= from.Length; i += channels, o += written)
        {
            to[o] = (ushort)(((red * from[i]) + (green * from[i + 1]) + (blue * from[i + 2]) + (divisor / 2)) / divisor);
            if (written == 2)
                to[o + 1] = from[i + 3];
        }
    }

    private static void ConvertS(float red, float green, float blue, int channels, ReadOnlySpan<float> from, Span<float> to)
    {
        int written = channels == 4 ? 2 : 1;
        for (int i = 0, o = 0; i + channels <= from.Length; i += channels, o += written)
        {
            to[o] = MathF.FusedMultiplyAdd(blue, from[i + 2], MathF.FusedMultiplyAdd(green, from[i + 1], red * from[i]));
            if (written == 2)
                to[o + 1] = from[i + 3];
        }
    }

    // Copies a channel. A sum with weights of 0 would let NaN and infinity of the other channels through.
    private static void Pick(int channel, int channels, ReadOnlySpan<float> from, Span<float> to)
    {
        int written = channels == 4 ? 2 : 1;
        for (int i = 0, o = 0; i + channels <= from.Length; i += channels, o += written)
        {
            to[o] = from[i + channel];
            if (written == 2)
                to[o + 1] = from[i + 3];
        }
    }

    // The largest of the three channels, or NaN if one of them is NaN.
    private static void Largest<T>(ReadOnlySpan<T> from, Span<T> to, int channels)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int written = channels == 4 ? 2 : 1;
        for (int i = 0, o = 0; i + channels <= from.Length; i += channels, o += written)
        {
            to[o] = T.Max(T.Max(from[i], from[i + 1]), from[i + 2]);
            if (written == 2)
                to[o + 1] = from[i + 3];
        }
    }
}
