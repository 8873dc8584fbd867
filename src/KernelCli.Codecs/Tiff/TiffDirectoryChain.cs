using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>Where the directories of a file are: each tells the offset of the next one.</summary>
internal static class TiffDirectoryChain
{
    /// <summary>The most pages that are read from one file.</summary>
    public const int MaxPages = 65536;

    /// <summary>The offsets of all directories in their order, at least one.</summary>
    /// <exception cref="ImageFormatException">The first directory is damaged, or another one and damage is not reported.</exception>
    /// <exception cref="ImageLimitException">There are more than <see cref="MaxPages"/>.</exception>
    public static List<long> Find(TiffFile file, DecodeOptions options)
    {
        List<long> offsets = [];
        var seen = new HashSet<long>();
        long entries = 0;
        try
        {
            for (long at = file.FirstDirectory; at != 0;)
            {
                if (!seen.Add(at))
                    throw new ImageFormatException(TiffFile.Format, at, "the directories form a loop");
                (long count, long next) = TiffDirectory.Measure(file, at);

                // Directories that overlap could make a small file take long to read; those of a sound file do not.
                if ((entries += count) > file.Length)
                    throw new ImageFormatException(TiffFile.Format, at, "the directories overlap");
                offsets.Add(at);
                if (offsets.Count > MaxPages)
                    throw new ImageLimitException("pages", MaxPages, offsets.Count, "split the file first, for instance with tiffsplit");
                at = next;
            }
        }
        catch (ImageFormatException damage) when (offsets.Count > 0)
        {
            options.ReportDamage(damage);
        }
        return offsets.Count > 0 ? offsets : throw new ImageFormatException(TiffFile.Format, 4, "the file has no directory");
    }
}
