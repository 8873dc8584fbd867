using KernelCli.Codecs.Registry;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Rows;

namespace KernelCli.Codecs.Tests.Corpus;

/// <summary>
/// The corpus' references of JPEG: PNM files of djpeg. Of larger pictures there is only an eighth, made of first coefficients, to which means
/// of blocks come near; djpeg itself is asked for those where it is installed. Pictures of four components, and progressive ones whose last
/// scans are missing, are decoded differently by every program, so that those are not compared.
/// </summary>
internal static class JpegReference
{
    private const int Block = 8;

    // On average: means are clamped sample by sample, first coefficients are not.
    private const double MostOfEighth = 5;

    public static string? Mismatch(CorpusFile file, Decoded picture)
    {
        if (file.Tolerance.StartsWith("loose", StringComparison.Ordinal))
            return null;
        if (file.ReferenceFile.Length > 0 && Compare(file, file.ReferenceFile, picture, 0) is { } problem)
            return problem;
        if (file.GrayReferenceFile.Length == 0 || picture.Info.Format.Channels == 1)
            return null;
        using IRowSource source = ImageCodecs.Open(new MemoryStream(file.Read()), new DecodeOptions { LumaOnly = true }, out _);

        // The luma of a file that holds none is rounded differently by a level.
        return Compare(file, file.GrayReferenceFile, Decoded.Read(source) is { Info.Format.Channels: 1 } gray ? gray : Luma(picture), source.Info.Format.Channels == 1 ? 0 : 1);
    }

    private static string? Compare(CorpusFile file, string reference, Decoded picture, int tolerance)
    {
        bool isEighth = reference.Contains(".s8.", StringComparison.Ordinal), asksPeer = isEighth && JpegTools.ArePresent;
        byte[] expected = asksPeer ? JpegTools.Run("djpeg", file.Read(), "-dct", "int") : CorpusFile.ReadReference(reference), samples = picture.Samples;
        if (isEighth && !asksPeer)
        {
            samples = BlockMeans(picture);
            double mean = samples.Zip(expected[^samples.Length..], (a, b) => Math.Abs(a - b)).Average();
            return mean <= MostOfEighth ? null : $"{reference}: means of blocks differ by {mean:0.00} on average";
        }
        if (expected.Length < samples.Length)
            return $"{reference}: {expected.Length} bytes for {samples.Length} samples";
        int first = expected.Length - samples.Length, wrong = 0, most = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            int difference = Math.Abs(samples[i] - expected[first + i]);
            wrong += difference > tolerance ? 1 : 0;
            most = Math.Max(most, difference);
        }
        return wrong == 0 ? null : $"{reference}: {wrong} of {samples.Length} samples differ, by {most} at most";
    }

    private static Decoded Luma(Decoded picture)
    {
        byte[] gray = new byte[picture.Samples.Length / 3];
        for (int i = 0; i < gray.Length; i++)
            gray[i] = (byte)(((299 * picture.Samples[3 * i]) + (587 * picture.Samples[(3 * i) + 1]) + (114 * picture.Samples[(3 * i) + 2]) + 500) / 1000);
        return new Decoded(picture.Info.With(new(Primitives.PixelLayout.Gray, Primitives.SampleType.UInt8)), gray);
    }

    private static byte[] BlockMeans(Decoded picture)
    {
        (int width, int height, int channels) = (picture.Info.Width, picture.Info.Height, picture.Info.Format.Channels);
        int across = (width + Block - 1) / Block, down = (height + Block - 1) / Block;
        byte[] means = new byte[across * down * channels];
        for (int by = 0; by < down; by++)
            for (int bx = 0; bx < across; bx++)
                for (int c = 0; c < channels; c++)
                {
                    (int sum, int count) = (0, 0);
                    for (int y = by * Block; y < Math.Min(height, (by + 1) * Block); y++)
                        for (int x = bx * Block; x < Math.Min(width, (bx + 1) * Block); x++, count++)
                            sum += picture.Samples[(((y * width) + x) * channels) + c];
                    means[(((by * across) + bx) * channels) + c] = (byte)((sum + (count / 2)) / count);
                }
        return means;
    }
}
