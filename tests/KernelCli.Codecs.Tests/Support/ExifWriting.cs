using System.Buffers.Binary;
using System.Text;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>Makes EXIF blocks in either byte order, as cameras write them.</summary>
internal sealed class ExifWriting(bool isBigEndian)
{
    private readonly List<byte> _block = [.. isBigEndian ? "MM\0*\0\0\0\u0008"u8 : "II*\0\u0008\0\0\0"u8];

    /// <summary>A small picture: the segments and a scan of a JPEG.</summary>
    public static byte[] Picture(byte shade) => [0xFF, 0xD8, 0xFF, 0xDB, 0, 5, shade, shade, shade, 0xFF, 0xC0, 0, 4, 1, 2, 0xFF, 0xDA, 0, 3, 0, shade, shade, 0xFF, 0, shade, 0xFF, 0xD9];

    /// <summary>A camera's block: orientation and sizes, a maker's note with a preview in it, a thumbnail in a second directory.</summary>
    public static byte[] Camera(bool isBigEndian, byte[] thumbnail, byte[]? preview = null)
    {
        var exif = new ExifWriting(isBigEndian);
        const int first = 8, firstEntries = 5, second = first + 2 + (12 * firstEntries) + 4, secondEntries = 3, third = second + 2 + (12 * secondEntries) + 4, thirdEntries = 3;
        byte[] maker = Encoding.ASCII.GetBytes("Maker of cameras\0"), note = [.. "NOTE"u8, .. preview ?? [], .. "MORE"u8];
        int makerAt = third + 2 + (12 * thirdEntries) + 4, noteAt = makerAt + maker.Length, thumbnailAt = noteAt + note.Length;
        exif.Directory(third,
            exif.Entry(0x0100, 4, 1, 160), exif.Entry(0x0101, 3, 1, 120), exif.Entry(0x010F, 2, maker.Length, makerAt), exif.Entry(0x0112, 3, 1, 6), exif.Entry(0x8769, 4, 1, second));
        exif.Directory(0, exif.Entry(0x927C, 7, note.Length, noteAt), exif.Entry(0xA002, 3, 1, 160), exif.Entry(0xA003, 4, 1, 120));
        exif.Directory(0, exif.Entry(0x0103, 3, 1, 6), exif.Entry(0x0201, 4, 1, thumbnailAt), exif.Entry(0x0202, 4, 1, thumbnail.Length));
        exif._block.AddRange(maker);
        exif._block.AddRange(note);
        exif._block.AddRange(thumbnail);
        return [.. exif._block];
    }

    /// <summary>A block of one directory.</summary>
    public static byte[] Of(bool isBigEndian, byte[] rest, params (ushort Tag, ushort Type, int Count, int Value)[] entries)
    {
        var exif = new ExifWriting(isBigEndian);
        exif.Directory(0, [.. entries.Select(entry => exif.Entry(entry.Tag, entry.Type, entry.Count, entry.Value))]);
        exif._block.AddRange(rest);
        return [.. exif._block];
    }

    private void Directory(int next, params byte[][] entries)
    {
        _block.AddRange(Short(entries.Length));
        foreach (byte[] entry in entries)
            _block.AddRange(entry);
        _block.AddRange(Long(next));
    }

    private byte[] Entry(int tag, int type, int count, int value) =>
        [.. Short(tag), .. Short(type), .. Long(count), .. type == 3 && count == 1 ? (byte[])[.. Short(value), 0, 0] : Long(value)];

    private byte[] Short(int value)
    {
        byte[] bytes = [(byte)(value >> 8), (byte)value];
        if (!isBigEndian)
            Array.Reverse(bytes);
        return bytes;
    }

    private byte[] Long(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        if (!isBigEndian)
            Array.Reverse(bytes);
        return bytes;
    }
}
