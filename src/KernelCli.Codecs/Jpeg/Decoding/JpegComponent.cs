namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>One component of a frame: luma, a chroma, or an ink.</summary>
/// <param name="Index">Its place in the frame.</param>
/// <param name="Id">The number by which scans name it.</param>
/// <param name="Horizontal">Samples for the most of any component, along a row: 1 to 4.</param>
/// <param name="Vertical">The same down a column.</param>
/// <param name="QuantiserSlot">The quantisation table that it names.</param>
internal sealed record JpegComponent(int Index, int Id, int Horizontal, int Vertical, int QuantiserSlot)
{
    /// <summary>Samples in a row that belong to the picture.</summary>
    public int Width { get; init; }

    /// <summary>Rows of samples that belong to the picture.</summary>
    public int Height { get; init; }

    /// <summary>Blocks in a row, those that fill up the last unit of an interleaved scan included.</summary>
    public int BlocksAcross { get; init; }

    /// <summary>Rows of blocks, filled up likewise.</summary>
    public int BlocksDown { get; init; }

    /// <summary>Blocks in a row of a scan of this component alone.</summary>
    public int NonInterleavedBlocksPerRow => (Width + 7) / 8;

    /// <summary>Rows of blocks of a scan of this component alone.</summary>
    public int OwnBlocksDown => (Height + 7) / 8;
}
