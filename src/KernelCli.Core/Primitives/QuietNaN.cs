using System.Runtime.InteropServices;

namespace KernelCli.Primitives;

/// <summary>
/// The one NaN that is written: quiet, positive, without a payload. Which sign and payload an operation gives its NaN is the processor's
/// own affair.
/// </summary>
internal static class QuietNaN
{
    private const uint Bits = 0x7FC00000;

    /// <summary>Puts it in the place of every NaN.</summary>
    public static void Unify(Span<float> samples)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(samples);
        for (int i = 0; i < samples.Length; i++)
            bits[i] = float.IsNaN(samples[i]) ? Bits : bits[i];
    }

    /// <summary>A row of float32 samples with it; the row itself where it has no NaN.</summary>
    /// <param name="row">The row.</param>
    /// <param name="copy">Where a changed row goes; made when it is first needed, and kept for rows that are no longer.</param>
    public static ReadOnlySpan<byte> Unify(ReadOnlySpan<byte> row, ref byte[]? copy)
    {
        if (!HasNaN(MemoryMarshal.Cast<byte, float>(row)))
            return row;
        copy ??= new byte[row.Length];
        row.CopyTo(copy);
        Unify(MemoryMarshal.Cast<byte, float>(copy.AsSpan(0, row.Length)));
        return copy.AsSpan(0, row.Length);
    }

    private static bool HasNaN(ReadOnlySpan<float> samples)
    {
        bool has = false;
        foreach (float sample in samples)
            has |= float.IsNaN(sample);
        return has;
    }
}
