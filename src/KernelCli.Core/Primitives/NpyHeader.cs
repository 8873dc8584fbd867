using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KernelCli.Primitives;

/// <summary>The header of a NumPy .npy file: version 1 to 3, one plain number type, C order.</summary>
/// <param name="Kind">'u', 'i' or 'f'.</param>
/// <param name="ItemBytes">Bytes of a number: 1, 2, 4 or 8.</param>
/// <param name="IsBigEndian">Byte order of the numbers.</param>
/// <param name="Shape">Lengths of the axes, outermost first.</param>
/// <param name="DataOffset">Offset of the numbers from the start of the file, in bytes.</param>
internal sealed record NpyHeader(char Kind, int ItemBytes, bool IsBigEndian, int[] Shape, int DataOffset)
{
    /// <summary>The magic bytes at the start of every .npy file.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Bytes that must be read before the header's own length is known.</summary>
    public const int PreambleBytes = 12;

    private const int MaxHeader = 1 << 16;

    /// <summary>The bytes from the start of the file to the numbers.</summary>
    /// <exception cref="ImageFormatException">The magic bytes, the version or the header length is wrong.</exception>
    public static int LengthOf(ReadOnlySpan<byte> preamble)
    {
        if (preamble.Length < PreambleBytes || !preamble.StartsWith(Magic))
            throw new ImageFormatException("NPY", 0, "expected the bytes 93 'NUMPY'");
        long length = preamble[6] switch
        {
            1 => 10 + BinaryPrimitives.ReadUInt16LittleEndian(preamble[8..]),
            2 or 3 => 12 + (long)BinaryPrimitives.ReadUInt32LittleEndian(preamble[8..]),
            _ => throw new ImageFormatException("NPY", 6, $"expected version 1, 2 or 3, found {preamble[6]}"),
        };
        return length is >= PreambleBytes and <= MaxHeader
            ? (int)length
            : throw new ImageFormatException("NPY", 8, $"a header of {length} bytes");
    }

    /// <summary>Reads a whole header.</summary>
    /// <exception cref="ImageFormatException">It is not a dictionary of descr, fortran_order and shape.</exception>
    /// <exception cref="UnsupportedImageException">Fortran order, or a type that is not a plain number.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> header)
    {
        int start = header[6] == 1 ? 10 : 12;
        string text = Encoding.Latin1.GetString(header[start..]);
        string type = Value(text, "descr").Trim('\'', '"');
        string order = Value(text, "fortran_order");
        if (order == "True")
            throw new UnsupportedImageException("an NPY array in Fortran order: save it with numpy.ascontiguousarray");
        if (order != "False")
            throw new ImageFormatException("NPY", start, "expected fortran_order True or False");

        if (type.Length != 3 || type[0] is not ('<' or '>' or '|' or '=') || type[1] is not ('u' or 'i' or 'f')
            || type[2] is not ('1' or '2' or '4' or '8') || (type[1] == 'f' && type[2] == '1'))
            throw new UnsupportedImageException($"an NPY array of type '{type}': save it as plain numbers, such as u1, u2, f4 or f8");
        return new NpyHeader(type[1], type[2] - '0', type[0] == '>', ParseShape(text, start), header.Length);
    }

    /// <summary>Creates a version 1 header for an array in C order.</summary>
    public static byte[] Create(string type, params ReadOnlySpan<int> shape)
    {
        var sides = new StringBuilder();
        foreach (int side in shape)
            sides.Append(CultureInfo.InvariantCulture, $"{side}, ");
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sides.ToString().TrimEnd()}), }}";

        // NumPy aligns the numbers to 64 bytes and ends the header with a line feed.
        int length = (10 + text.Length + 1 + 63) & -64;
        byte[] header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        Magic.CopyTo(header);
        (header[6], header[7], header[^1]) = (1, 0, (byte)'\n');
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - 10));
        Encoding.Latin1.GetBytes(text, header.AsSpan(10));
        return header;
    }

    /// <summary>Reads one number.</summary>
    public double ReadNumber(ReadOnlySpan<byte> at) => (Kind, ItemBytes) switch
    {
        ('u', 1) => at[0],
        ('i', 1) => (sbyte)at[0],
        ('u', 2) => IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at),
        ('i', 2) => IsBigEndian ? BinaryPrimitives.ReadInt16BigEndian(at) : BinaryPrimitives.ReadInt16LittleEndian(at),
        ('u', 4) => IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at),
        ('i', 4) => IsBigEndian ? BinaryPrimitives.ReadInt32BigEndian(at) : BinaryPrimitives.ReadInt32LittleEndian(at),
        ('f', 2) => (double)(IsBigEndian ? BinaryPrimitives.ReadHalfBigEndian(at) : BinaryPrimitives.ReadHalfLittleEndian(at)),
        ('f', 4) => IsBigEndian ? BinaryPrimitives.ReadSingleBigEndian(at) : BinaryPrimitives.ReadSingleLittleEndian(at),
        ('f', _) => IsBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(at) : BinaryPrimitives.ReadDoubleLittleEndian(at),
        ('u', _) => IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(at) : BinaryPrimitives.ReadUInt64LittleEndian(at),
        _ => IsBigEndian ? BinaryPrimitives.ReadInt64BigEndian(at) : BinaryPrimitives.ReadInt64LittleEndian(at),
    };

    // The text after 'key':, up to the comma or brace that ends it.
    private static string Value(string text, string key)
    {
        int at = text.IndexOf($"'{key}'", StringComparison.Ordinal);
        int colon = at < 0 ? -1 : text.IndexOf(':', at);
        int end = colon < 0 ? -1 : text.IndexOfAny([',', '}'], colon);
        return end < 0 ? throw new ImageFormatException("NPY", 10, $"expected '{key}' in the header") : text[(colon + 1)..end].Trim();
    }

    private static int[] ParseShape(string text, int start)
    {
        int key = text.IndexOf("'shape'", StringComparison.Ordinal);
        int open = key < 0 ? -1 : text.IndexOf('(', key), close = open < 0 ? -1 : text.IndexOf(')', open);
        if (close < 0)
            throw new ImageFormatException("NPY", start, "expected a shape in brackets");
        string[] parts = text[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] shape = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            if (!int.TryParse(parts[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                throw new ImageFormatException("NPY", start, $"expected a whole number in the shape, found '{parts[i]}'");
        return shape;
    }
}
