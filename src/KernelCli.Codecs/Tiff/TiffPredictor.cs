using System.Runtime.InteropServices;

namespace KernelCli.Codecs.Tiff;

/// <summary>How rows are made easier to compress: what is stored instead of samples (TIFF 6.0, section 14, and technical note 3).</summary>
internal enum TiffPrediction
{
    None = 1,

    /// <summary>The difference from the same sample of the pixel to the left.</summary>
    Horizontal = 2,

    /// <summary>The bytes of floating-point numbers by significance, of which each is a difference from the pixel to the left.</summary>
    FloatingPoint = 3,
}

/// <summary>Applies and undoes predictions, a row at a time.</summary>
internal static class TiffPredictor
{
    /// <summary>Undoes a prediction in place. Samples are in machine order, those of floating-point prediction become so.</summary>
    /// <param name="prediction">What was done.</param>
    /// <param name="row">A stored row.</param>
    /// <param name="stride">Samples of a pixel that are stored side by side.</param>
    /// <param name="sampleBytes">Bytes of a sample.</param>
    /// <param name="scratch">As long as the row; used for floating-point prediction.</param>
    public static void Undo(TiffPrediction prediction, Span<byte> row, int stride, int sampleBytes, Span<byte> scratch)
    {
        if (prediction is TiffPrediction.FloatingPoint)
        {
            for (int i = stride; i < row.Length; i++)
                row[i] += row[i - stride];
            row.CopyTo(scratch);
            Gather(scratch, row, sampleBytes);
        }
        else if (prediction is TiffPrediction.Horizontal)
        {
            switch (sampleBytes)
            {
                case 1:
                    for (int i = stride; i < row.Length; i++)
                        row[i] += row[i - stride];
                    break;
                case 2:
                    Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(row);
                    for (int i = stride; i < shorts.Length; i++)
                        shorts[i] += shorts[i - stride];
                    break;
                case 4:
                    Span<uint> words = MemoryMarshal.Cast<byte, uint>(row);
                    for (int i = stride; i < words.Length; i++)
                        words[i] += words[i - stride];
                    break;
                case 8:
                    Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(row);
                    for (int i = stride; i < longs.Length; i++)
                        longs[i] += longs[i - stride];
                    break;
            }
        }
    }

    /// <summary>Applies the prediction that suits the samples: floating-point to those of 4 bytes, horizontal to others.</summary>
    /// <param name="row">A row in machine order.</param>
    /// <param name="to">As long as the row; differences of integers are in machine order.</param>
    /// <param name="stride">Samples of a pixel.</param>
    /// <param name="sampleBytes">Bytes of a sample: 1, 2 or 4.</param>
    public static void Apply(ReadOnlySpan<byte> row, Span<byte> to, int stride, int sampleBytes)
    {
        if (sampleBytes == 4)
            Scatter(row, to);
        else
            row.CopyTo(to);
        if (sampleBytes == 2)
        {
            Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(to);
            for (int i = shorts.Length - 1; i >= stride; i--)
                shorts[i] -= shorts[i - stride];
            return;
        }
        for (int i = to.Length - 1; i >= stride; i--)
            to[i] -= to[i - stride];
    }

    // All first bytes, then all second ones and so on, the most significant ones first.
    private static void Gather(ReadOnlySpan<byte> planes, Span<byte> row, int sampleBytes)
    {
        int count = row.Length / sampleBytes;
        for (int k = 0; k < sampleBytes; k++)
        {
            ReadOnlySpan<byte> plane = planes.Slice(k * count, count);
            int place = BitConverter.IsLittleEndian ? sampleBytes - 1 - k : k;
            for (int i = 0; i < plane.Length; i++)
                row[(i * sampleBytes) + place] = plane[i];
        }
    }

    private static void Scatter(ReadOnlySpan<byte> row, Span<byte> planes)
    {
        const int sampleBytes = sizeof(float);
        int count = row.Length / sampleBytes;
        for (int k = 0; k < sampleBytes; k++)
        {
            Span<byte> plane = planes.Slice(k * count, count);
            int place = BitConverter.IsLittleEndian ? sampleBytes - 1 - k : k;
            for (int i = 0; i < plane.Length; i++)
                plane[i] = row[(i * sampleBytes) + place];
        }
    }
}
