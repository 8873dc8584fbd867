using System.Buffers.Binary;
using System.Security.Cryptography;
using KernelCli.Primitives;

namespace KernelCli.Tests.Verification;

/// <summary>The unrounded results of a case in the unit of its samples, and the samples that they are rounded to.</summary>
internal sealed class NaiveResult(int width, int height, int channels, SampleType sample, double[] values)
{
    // Whole numbers under whole weights are further from a half than this, or on it.
    private const double Tie = 1e-10;

    private readonly Dictionary<int, double> _fixed = [];

    public int Width => width;

    public int Height => height;

    public int Channels => channels;

    public SampleType Type => sample;

    public double[] Values => values;

    /// <summary>Half up, once.</summary>
    public static double Round(double value) => Math.Floor(value + 0.5 + Tie);

    /// <summary>Gives a sample a value of its own.</summary>
    public void Fix(int index, double value) => _fixed[index] = value;

    /// <summary>A sample.</summary>
    public double Sample(int index) => _fixed.TryGetValue(index, out double given) ? given
        : sample is SampleType.Float32 ? values[index] : Math.Clamp(Round(values[index]), 0, sample.FullRange());

    /// <summary>How far the result that is nearest to the middle between two samples is from it; ties are at 0.</summary>
    public double Margin => sample is SampleType.Float32 ? 1 : values.Where(double.IsFinite).Min(value =>
        Math.Abs(value - (Math.Clamp(Math.Floor(value), 0, sample.FullRange() - 1) + 0.5)));

    /// <summary>Whether float32 holds every sample.</summary>
    public bool IsHeld => sample is not SampleType.Float32 || Array.TrueForAll(values, value => double.IsNaN(value) || (float)value == value);

    /// <summary>The samples in the byte order that is hashed: 16 bit with the high byte first, float32 with the low byte first and one NaN.</summary>
    public byte[] Bytes()
    {
        int size = sample switch { SampleType.UInt8 => 1, SampleType.UInt16 => 2, _ => 4 };
        byte[] bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
            switch (sample)
            {
                case SampleType.UInt8:
                    bytes[i] = (byte)Sample(i);
                    break;
                case SampleType.UInt16:
                    BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 * i), (ushort)Sample(i));
                    break;
                default:
                    // Zero has no sign in doubles that were added up, and NaN is the quiet one.
                    float value = (float)Sample(i);
                    BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), float.IsNaN(value) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(value));
                    break;
            }
        return bytes;
    }

    /// <summary>The SHA-256 of the samples.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Bytes()));
}
