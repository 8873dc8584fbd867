namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Makes rows of samples when they are asked for.</summary>
internal interface ISampleProducer
{
    /// <summary>Makes the next row of blocks, or of MCUs of blocks, of every component that is wanted.</summary>
    void Produce();
}

/// <summary>Where the blocks of one component go as they are decoded.</summary>
internal unsafe interface IBlockTarget
{
    /// <summary>64 zeros to decode a block into.</summary>
    /// <param name="x">The block's place in its row.</param>
    /// <param name="y">Its row.</param>
    short* Begin(int x, int y);

    /// <summary>Takes the block.</summary>
    /// <param name="x">The block's place in its row.</param>
    /// <param name="y">Its row.</param>
    /// <param name="last">The last place in coded order that is not 0.</param>
    void End(int x, int y, int last);

    /// <summary>Skips a block that could not be decoded.</summary>
    /// <param name="x">The block's place in its row.</param>
    /// <param name="y">Its row.</param>
    void Skip(int x, int y);
}
