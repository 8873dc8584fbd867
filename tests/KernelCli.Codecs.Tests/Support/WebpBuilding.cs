using System.Buffers.Binary;
using KernelCli.Codecs.Webp;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>WebP files from their chunks.</summary>
internal static class WebpBuilding
{
    /// <summary>A file of chunks.</summary>
    public static byte[] File(params byte[][] chunks)
    {
        byte[] content = [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. Number(content.Length, 4), .. content];
    }

    /// <summary>A chunk, padded to an even length.</summary>
    public static byte[] Chunk(string type, params byte[] data)
    {
        using var stream = new MemoryStream();
        WebpChunks.Write(stream, System.Text.Encoding.ASCII.GetBytes(type), data);
        return stream.ToArray();
    }

    /// <summary>An animation: the VP8X and ANIM chunks, then frames.</summary>
    public static byte[] Animated(int width, int height, int plays, params byte[][] frames) => File(
        [Chunk("VP8X", [2 + 16, 0, 0, 0, .. Number(width - 1, 3), .. Number(height - 1, 3)]), Chunk("ANIM", [1, 2, 3, 4, .. Number(plays, 2)]), .. frames]);

    /// <summary>An ANMF chunk of RGBA pixels.</summary>
    public static byte[] Frame(int left, int top, int width, int height, byte[] rgba, bool isBlended, bool isRemoved, int delay = 0) => Chunk("ANMF",
        [.. Number(left / 2, 3), .. Number(top / 2, 3), .. Number(width - 1, 3), .. Number(height - 1, 3), .. Number(delay, 3),
            (byte)((isBlended ? 0 : 2) + (isRemoved ? 1 : 0)), .. Picture(width, height, rgba)]);

    /// <summary>The VP8L chunk of RGBA pixels.</summary>
    public static byte[] Picture(int width, int height, byte[] rgba) =>
        RoundTripTests.Write("webp", new ImageInfo(width, height, new PixelFormat(PixelLayout.Rgba, SampleType.UInt8)), rgba, 6)[12..];

    public static byte[] Number(int value, int bytes)
    {
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, value);
        return number[..bytes];
    }
}

/// <summary>Bits, the lowest of each byte first.</summary>
internal sealed class BitsBuilding
{
    private readonly List<bool> _bits = [];

    public BitsBuilding Add(int value, int count)
    {
        for (int i = 0; i < count; i++)
            _bits.Add(((value >> i) & 1) != 0);
        return this;
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[(_bits.Count + 7) / 8];
        for (int i = 0; i < _bits.Count; i++)
            bytes[i / 8] |= (byte)(_bits[i] ? 1 << (i % 8) : 0);
        return bytes;
    }
}
