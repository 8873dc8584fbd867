using System.Buffers.Binary;
using System.IO.Compression;
using KernelCli.Codecs.Png;
using KernelCli.Codecs.Tests.Support;
using KernelCli.Primitives;

namespace KernelCli.Codecs.Tests.Png;

/// <summary>Files that are wrong in one place; each place was found wrong once.</summary>
public sealed class PngDamageTests
{
    [Theory]
    [InlineData(4, 4)]
    [InlineData(6, 8)]
    public void Transparency_beside_an_alpha_channel_is_passed_over(byte colorType, int bytes)
    {
        byte[] row = new byte[1 + (colorType == 6 ? 8 : 4)];
        Decoded decoded = Decoded.Read(File([Header(2, 1, 8, colorType), ("tRNS", new byte[bytes]), ("IDAT", Zlib(row)), ("IEND", [])]));
        Assert.True(decoded.Info.Format.HasAlpha);
        Assert.All(decoded.Samples, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_preset_dictionary_is_damage()
    {
        byte[] data = Zlib(new byte[3]);
        byte[] withDictionary = [0x78, 0xBB, 0, 0, 0, 1, .. data[2..]];
        Assert.Throws<ImageFormatException>(() => Decoded.Read(File([Header(2, 1, 8, 0), ("IDAT", withDictionary), ("IEND", [])])));

        // In a profile it does not touch the pixels.
        byte[] profile = [(byte)'i', 0, 0, .. withDictionary];
        Assert.Equal(2, Decoded.Read(File([Header(2, 1, 8, 0), ("iCCP", profile), ("IDAT", data), ("IEND", [])])).Info.Width);
    }

    [Fact]
    public void A_wrong_checksum_is_damage()
    {
        byte[] data = Zlib(new byte[3]);
        data[^1] ^= 1;
        Assert.Throws<ImageFormatException>(() => Decoded.Read(File([Header(2, 1, 8, 0), ("IDAT", data), ("IEND", [])])));
    }

    [Fact]
    public void Data_behind_the_compressed_stream_is_passed_over()
    {
        Assert.Equal(2, Decoded.Read(File([Header(2, 1, 8, 0), ("IDAT", [.. Zlib(new byte[3]), 1, 2, 3]), ("IEND", [])])).Samples.Length);
    }

    [Fact]
    public void A_rendering_intent_that_does_not_exist_is_not_carried_on()
    {
        Assert.Null(Decoded.Read(File([Header(2, 1, 8, 0), ("sRGB", [9]), ("IDAT", Zlib(new byte[3])), ("IEND", [])])).Info.Metadata.StandardRgbIntent);
    }

    private static (string, byte[]) Header(int width, int height, byte depth, byte colorType)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, colorType);
        return ("IHDR", header);
    }

    private static byte[] Zlib(byte[] rows)
    {
        using var stream = new MemoryStream();
        using (var deflate = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(rows);
        return stream.ToArray();
    }

    private static byte[] File((string Type, byte[] Data)[] chunks)
    {
        using var stream = new MemoryStream();
        stream.Write(PngCodec.Signature);
        foreach ((string type, byte[] data) in chunks)
            new PngChunkWriter(stream).Write(type, data);
        return stream.ToArray();
    }
}
