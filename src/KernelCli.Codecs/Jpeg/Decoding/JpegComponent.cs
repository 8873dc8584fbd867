namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>One component of a frame: luma, a chroma channel, a primary colour or an ink.</summary>
/// <param name="Index">Its index in the frame.</param>
/// <param name="Id">The identifier that scan headers use for it.</param>
/// <param name="Horizontal">Its horizontal sampling factor, 1 to 4.</param>
/// <param name="Vertical">Its vertical sampling factor, 1 to 4.</param>
/// <param name="QuantiserSlot">The slot of its quantisation table, 0 to 3.</param>
internal sealed record JpegComponent(int Index, int Id, int Horizontal, int Vertical, int QuantiserSlot)
{
    /// <summary>Samples in a row that belong to the picture.</summary>
    public int Width { get; init; }

    /// <summary>Rows of samples that belong to the picture.</summary>
    public int Height { get; init; }

    /// <summary>Blocks per row, including those that pad the last MCU of an interleaved scan.</summary>
    public int BlocksAcross { get; init; }

    /// <summary>Rows of blocks, including those that pad the last MCU row of an interleaved scan.</summary>
    public int BlocksDown { get; init; }

    /// <summary>Blocks per row of a non-interleaved scan, which has no padding blocks.</summary>
    public int NonInterleavedBlocksPerRow => (Width + 7) / 8;

    /// <summary>Rows of blocks of a non-interleaved scan.</summary>
    public int OwnBlocksDown => (Height + 7) / 8;
}
