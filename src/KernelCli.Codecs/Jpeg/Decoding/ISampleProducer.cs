namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Produces rows of samples on demand.</summary>
internal interface ISampleProducer
{
    /// <summary>Produces at least the next row of MCUs of every wanted component.</summary>
    void Produce();

    /// <summary>Number of rows of samples that a component has so far.</summary>
    int ReadyRows(JpegComponent component);
}

/// <summary>Receives the blocks of one component as they are decoded.</summary>
internal unsafe interface IBlockTarget
{
    /// <summary>Returns 64 coefficients, all 0, to decode a block into.</summary>
    /// <param name="x">The block's column.</param>
    /// <param name="y">The block's row.</param>
    short* Begin(int x, int y);

    /// <summary>Completes the block that <see cref="Begin"/> returned.</summary>
    /// <param name="x">The block's column.</param>
    /// <param name="y">The block's row.</param>
    /// <param name="last">The zigzag index of its last non-zero coefficient; 0 if there is only DC.</param>
    void End(int x, int y, int last);

    /// <summary>Skips a block that could not be decoded.</summary>
    /// <param name="x">The block's column.</param>
    /// <param name="y">The block's row.</param>
    void Skip(int x, int y);
}
