using System.Runtime.InteropServices;

namespace KernelCli.Primitives;

/// <summary>
/// The only NaN that is written to files: quiet, positive, without a payload. The sign and payload of a computed NaN
/// depend on the processor, and files must not.
/// </summary>
internal static class QuietNaN
{
    private const uint Bits = 0x7FC00000;

    /// <summary>Replaces every NaN by this one.</summary>
    public static void Unify(Span<float> samples)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(samples);
        for (int i = 0; i < samples.Length; i++)
            bits[i] = float.IsNaN(samples[i]) ? Bits : bits[i];
    }

    /// <summary>
    /// Returns a row of float32 samples with every NaN replaced by this one, or the row itself if it has no NaN.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="copy">Buffer for a changed row. It is allocated when first
    /// needed and reused for later rows, which must not be longer.</param>
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
