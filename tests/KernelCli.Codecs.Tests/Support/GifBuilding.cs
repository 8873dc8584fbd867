using System.Buffers.Binary;
using KernelCli.Codecs.Gif;

namespace KernelCli.Codecs.Tests.Support;

/// <summary>GIF files from their blocks. The global color table is black, red, green, blue; index 3 is transparent where that is asked for.</summary>
internal static class GifBuilding
{
    public static readonly byte[] Colors = [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255];

    /// <summary>A file of blocks.</summary>
    public static byte[] File(int width, int height, params byte[][] blocks) =>
        [.. "GIF89a"u8, .. Number(width), .. Number(height), 0x81, 0, 0, .. Colors, .. blocks.SelectMany(block => block), 0x3B];

    /// <summary>A frame of the indices of its rows, in the order in which they are stored.</summary>
    public static byte[] Frame(int left, int top, int width, int height, byte[] indices, int disposal = 0, bool isTransparent = false, int delay = 0, bool isInterlaced = false) =>
    [
        0x21, 0xF9, 4, (byte)((disposal << 2) | (isTransparent ? 1 : 0)), .. Number(delay), 3, 0,
        0x2C, .. Number(left), .. Number(top), .. Number(width), .. Number(height), (byte)(isInterlaced ? 0x40 : 0), .. Data(indices),
    ];

    /// <summary>The extension with a number of repeats.</summary>
    public static byte[] Loop(int repeats, string name = "NETSCAPE2.0") =>
        [0x21, 0xFF, 11, .. System.Text.Encoding.ASCII.GetBytes(name), 3, 1, .. Number(repeats), 0];

    /// <summary>The data blocks of pixels.</summary>
    public static byte[] Data(byte[] indices, int bits = 2)
    {
        using var stream = new MemoryStream();
        var encoder = new GifLzwEncoder(stream, bits);
        encoder.Write(indices);
        encoder.Complete();
        return stream.ToArray();
    }

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }
}
