using KernelCli.Primitives;

namespace KernelCli.Codecs.Tiff;

/// <summary>Where the strips or tiles of a picture are, and how long.</summary>
internal sealed class TiffChunkTable
{
    // Sound strips neither overlap nor grow much by compression; tiles that are equal may share their data.
    private const int MostSharing = 16;

    // The library that decodes them takes longer to begin a strip than to decode a short one.
    private const int MostFaxStrips = 100_000;

    private readonly long[] _offsets;
    private readonly long[] _lengths;

    /// <param name="picture">The picture.</param>
    /// <param name="memory">What its decoder may take.</param>
    /// <exception cref="ImageFormatException">There are too few of them, or they overlap in a way that no writer needs.</exception>
    /// <exception cref="ImageLimitException">The table exceeds the limits.</exception>
    public TiffChunkTable(TiffPicture picture, TiffMemory memory)
    {
        TiffDirectory directory = picture.Directory;
        long count = (long)picture.ChunksAcross * picture.ChunksDown * (picture.IsPlanar ? picture.Samples : 1);
        if (picture.Scheme is TiffScheme.OldJpeg && TiffOldJpeg.IsOneStream(directory))
        {
            long place = directory.Number(TiffTag.OldJpegStream) ?? 0, rest = Math.Max(0, picture.File.Length - place);
            long length = directory.Number(TiffTag.OldJpegStreamLength) is > 0 and var given ? Math.Min(given, rest) : rest;
            (_offsets, _lengths) = ([place], [length]);
            return;
        }
        bool isTiled = picture.IsTiled && directory.TryGet(TiffTag.TileOffsets, out _);
        TiffTag offsets = isTiled ? TiffTag.TileOffsets : TiffTag.StripOffsets;
        TiffTag lengths = isTiled ? TiffTag.TileLengths : TiffTag.StripLengths;
        if (directory.IsDamaged(offsets))
            throw directory.Damage(offsets, "has values outside the file");
        if (!directory.TryGet(offsets, out TiffEntry entry))
            throw directory.Damage(offsets, "is missing");
        if (entry.Count < count)
            throw directory.Damage(offsets, $"has {entry.Count} values, and the picture has {count} strips or tiles");
        memory.Take(count * 4 * sizeof(long));
        if (picture.Scheme.IsFax() && count > MostFaxStrips)
            throw new ImageLimitException("strips of facsimile data", MostFaxStrips, count, "write it in strips of more rows");
        _offsets = directory.Numbers(offsets, count);
        _lengths = directory.Numbers(lengths, count);
        if (_lengths.Length < count)
            _lengths = Estimated(_offsets, picture.File.Length);
        CheckSharing(picture, count);
    }

    /// <summary>The place of a strip or tile and its length; 0 where the file gives none.</summary>
    public (long Offset, long Length) this[long index] => (_offsets[index], _lengths[index]);

    /// <summary>How many there are.</summary>
    public int Count => _offsets.Length;

    private void CheckSharing(TiffPicture picture, long count)
    {
        double stored = 0;
        foreach (long length in _lengths)
            stored += Math.Clamp(length, 0, picture.File.Length);
        double decoded = (double)picture.ChunkRowBytes * Math.Min(picture.ChunkHeight, picture.Height) * count;
        if (stored > (MostSharing * (double)picture.File.Length) + (2 * decoded))
            throw new ImageFormatException(TiffFile.Format, picture.Directory.Offset, "the strips or tiles overlap");
    }

    // Each ends where the next one of the file begins.
    private static long[] Estimated(long[] offsets, long end)
    {
        long[] sorted = [.. offsets];
        Array.Sort(sorted);
        long[] lengths = new long[offsets.Length];
        for (int i = 0; i < offsets.Length; i++)
        {
            int low = 0, high = sorted.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = sorted[middle] > offsets[i] ? (low, middle) : (middle + 1, high);
            }
            lengths[i] = Math.Max(0, (low < sorted.Length ? sorted[low] : end) - offsets[i]);
        }
        return lengths;
    }
}
