namespace KernelCli.Codecs.Metadata;

/// <summary>
/// Removes the pictures from an EXIF block: the directories after the first with their thumbnails, the previews to which the
/// first directory refers, and JPEG data anywhere, such as in maker notes. Their bytes are set to zero, and are cut off if
/// they are at the end.
/// </summary>
internal sealed class ExifPictures(ExifDirectories block)
{
    private const int MaxDirectories = 64;

    // Tags whose values are offsets of pictures, each with the tag of their lengths.
    private static readonly (ushort Places, ushort Lengths)[] Data =
        [(ExifTag.JpegOffset, ExifTag.JpegLength), (ExifTag.StripOffsets, ExifTag.StripLengths),
            (ExifTag.TileOffsets, ExifTag.TileLengths)];

    // Marks the bytes that are kept, and those of maker notes, which are kept except for the pictures in them.
    private readonly bool[] _stays = new bool[block.Block.Length], _notes = new bool[block.Block.Length];
    private readonly HashSet<int> _seen = [];
    private bool _found;
    private long _work;

    /// <summary>Removes the pictures.</summary>
    /// <param name="found">Whether there were any.</param>
    /// <returns>The block, which is shorter if it ended with pictures.</returns>
    public byte[] Remove(out bool found)
    {
        int first = block.First;
        _stays.AsSpan(0, Math.Min(8, _stays.Length)).Fill(true);
        MarkStaying(first);
        RemoveFrom(first);
        if (block.NextOf(first) is >= 0 and var next)
        {
            WipeChain(block.Place(next));
            block.Clear(next);
        }
        for (int from = 0; EmbeddedJpeg.Find(block.Block, from) is { } picture; from = picture.End)
        {
            // This clears bytes that are marked as kept too, because any value can contain a picture.
            block.Block.AsSpan(picture.Start, picture.End - picture.Start).Clear();
            _found = true;
        }
        found = _found;
        return _found ? block.Block[..End()] : block.Block;
    }

    // Marks the bytes of a directory and of those to which it refers as kept, except values that hold pictures.
    private void MarkStaying(int directory)
    {
        if (directory < 0 || !_seen.Add(directory) || _seen.Count > MaxDirectories)
            return;
        List<ExifEntry> entries = block.Entries(directory);
        Mark(_stays, directory, 2 + (ExifEntry.Bytes * entries.Count) + 4);
        foreach (ExifEntry entry in entries)
        {
            if (HoldsPicture(entry.Tag))
                continue;
            Mark(entry.Tag == ExifTag.MakerNote ? _notes : _stays, entry.Value, entry.Length);
            if (entry.Tag is ExifTag.ExifDirectory or ExifTag.GpsDirectory or ExifTag.InteroperabilityDirectory && entry.IsNumber)
                MarkStaying(block.Place(entry.Value));
        }
    }

    // Whether a tag is about pictures. XMP is treated like them, because it is carried over separately.
    private static bool HoldsPicture(ushort tag) =>
        tag is ExifTag.SubDirectories or ExifTag.ThumbnailData or ExifTag.Xmp
            || Array.Exists(Data, data => data.Places == tag || data.Lengths == tag);

    private void RemoveFrom(int directory)
    {
        List<ExifEntry> entries = block.Entries(directory);
        WipeData(entries);
        foreach (ExifEntry entry in entries)
        {
            if (!HoldsPicture(entry.Tag))
                continue;
            _found |= entry.Tag != ExifTag.Xmp;
            if (entry.Tag == ExifTag.SubDirectories && entry.IsNumber)
                for (int i = 0; i < Math.Min(entry.Length / 4, MaxDirectories); i++)
                    WipeChain(block.Place(entry.Value + (4 * i)));
            if (entry.Length > 4)
                Wipe(entry.Value, entry.Length);
        }
        foreach (ExifEntry entry in entries)
            if (HoldsPicture(entry.Tag))
                block.Remove(directory, entry.Tag);
    }

    private void WipeChain(int directory)
    {
        while (directory >= 0 && _seen.Add(directory) && _seen.Count <= MaxDirectories)
        {
            _found = true;
            List<ExifEntry> entries = block.Entries(directory);
            int next = block.NextOf(directory) is >= 0 and var at ? block.Place(at) : -1;
            WipeData(entries);
            foreach (ExifEntry entry in entries)
                Wipe(entry.Value, entry.Length);
            Wipe(directory, 2 + (ExifEntry.Bytes * entries.Count) + 4);
            directory = next;
        }
    }

    private void WipeData(List<ExifEntry> entries)
    {
        foreach ((ushort placesTag, ushort lengthsTag) in Data)
        {
            ExifEntry places = entries.Find(entry => entry.Tag == placesTag), lengths = entries.Find(entry => entry.Tag == lengthsTag);
            if (!places.IsNumber || !lengths.IsNumber)
                continue;
            int count = Math.Min(CountOf(places), CountOf(lengths));
            for (int i = 0; i < count; i++)
                Wipe(block.Number(places, i), block.Number(lengths, i));
        }
    }

    private static int CountOf(ExifEntry entry) => entry.Length / (entry.Type == ExifEntry.Short ? 2 : 4);

    // Sets bytes to zero unless they are marked as kept. If a damaged block refers to the same bytes very often, all
    // remaining work is replaced by one pass over the block.
    private void Wipe(long from, long length)
    {
        long end = Math.Min(from + length, block.Block.Length), most = 8L * block.Block.Length;
        if (_work > most || from >= end)
            return;
        _work += end - from;
        if (_work > most)
            (from, end) = (0, block.Block.Length);
        for (long i = from; i < end; i++)
            if (!_stays[i])
                block.Block[i] = 0;
    }

    private static void Mark(bool[] bytes, int from, int length)
    {
        int end = Math.Min(from + length, bytes.Length);
        if (from < end)
            bytes.AsSpan(from, end - from).Fill(true);
    }

    // The end of the block without trailing zeros that need not be kept.
    private int End()
    {
        int end = block.Block.Length;
        while (end > 0 && block.Block[end - 1] == 0 && !_stays[end - 1] && !_notes[end - 1])
            end--;
        return end;
    }
}
