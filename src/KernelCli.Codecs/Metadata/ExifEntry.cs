namespace KernelCli.Codecs.Metadata;

/// <summary>An entry of a directory of an EXIF block.</summary>
/// <param name="Place">Where its twelve bytes stand.</param>
/// <param name="Tag">What it is.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Count">Their number.</param>
/// <param name="Value">Where they stand: in the entry where they fit, else elsewhere.</param>
/// <param name="Length">Their bytes; 0 where they are not inside the block.</param>
internal readonly record struct ExifEntry(int Place, ushort Tag, ushort Type, uint Count, int Value, int Length)
{
    /// <summary>Bytes of an entry.</summary>
    public const int Bytes = 12;

    /// <summary>The type of 16-bit numbers.</summary>
    public const ushort Short = 3;

    /// <summary>The type of 32-bit numbers.</summary>
    public const ushort Long = 4;

    /// <summary>Whether it is one whole number.</summary>
    public bool IsNumber => Type is Short or Long && Count >= 1 && Length > 0;
}
