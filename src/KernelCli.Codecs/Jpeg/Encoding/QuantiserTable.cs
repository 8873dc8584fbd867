namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>The standard's quantisation tables at a quality, as the Independent JPEG Group scales them.</summary>
internal static class QuantiserTable
{
    /// <summary>A table, row by row.</summary>
    /// <param name="standard">The table of quality 50.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] AtQuality(ReadOnlySpan<byte> standard, int quality)
    {
        int percent = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        byte[] table = new byte[standard.Length];
        for (int i = 0; i < table.Length; i++)
            table[i] = (byte)Math.Clamp(((standard[i] * percent) + 50) / 100, 1, 255);
        return table;
    }
}
