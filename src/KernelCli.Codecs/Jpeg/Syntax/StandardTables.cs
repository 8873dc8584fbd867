namespace KernelCli.Codecs.Jpeg.Syntax;

/// <summary>
/// The example tables of T.81, annex K. Nearly all encoders use them; Motion JPEG leaves the Huffman tables out.
/// </summary>
internal static class StandardTables
{
    /// <summary>The Huffman table of luma DC differences (table K.3).</summary>
    public static HuffmanSpec LumaDc { get; } = new([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

    /// <summary>The Huffman table of chroma DC differences (table K.4).</summary>
    public static HuffmanSpec ChromaDc { get; } = new([0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);

    /// <summary>The Huffman table of luma AC coefficients (table K.5).</summary>
    public static HuffmanSpec LumaAc { get; } = new(
        [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D],
        Convert.FromHexString(
            "0102030004110512213141061351610722711432" + "8191A1082342B1C11552D1F02433627282090A16"
                + "1718191A25262728292A3435363738393A434445" + "464748494A535455565758595A63646566676869" +
            "6A737475767778797A838485868788898A929394" + "95969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6"
                + "B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8" + "D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8" + "F9FA"));

    /// <summary>The Huffman table of chroma AC coefficients (table K.6).</summary>
    public static HuffmanSpec ChromaAc { get; } = new(
        [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77],
        Convert.FromHexString(
            "0001020311040521310612415107617113223281" + "08144291A1B1C109233352F0156272D10A162434"
                + "E125F11718191A262728292A35363738393A4344" + "45464748494A535455565758595A636465666768" +
            "696A737475767778797A82838485868788898A92" + "939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4"
                + "B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6" + "D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8" + "F9FA"));

    /// <summary>The luma quantisation table at quality 50, row by row (table K.1).</summary>
    public static ReadOnlySpan<byte> LumaQuantisation =>
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    /// <summary>The chroma quantisation table at quality 50, row by row (table K.2).</summary>
    public static ReadOnlySpan<byte> ChromaQuantisation =>
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];
}

/// <summary>The order in which the coefficients of a block are coded (T.81, figure A.6).</summary>
internal static class ZigZag
{
    /// <summary>Number of coefficients in a block.</summary>
    public const int Count = 64;

    /// <summary>
    /// The index in a block, row by row, of each coefficient in zigzag order. Sixteen extra entries repeat the last index, so
    /// that even an unchecked run past the end of a damaged block stays inside the block.
    /// </summary>
    public static ReadOnlySpan<byte> Natural =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
        63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    ];
}
