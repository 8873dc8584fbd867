namespace KernelCli.Codecs.Jpeg.Encoding;

/// <summary>Takes the blocks of a scan in their order.</summary>
internal unsafe interface IBlockSink
{
    /// <summary>Takes a block.</summary>
    /// <param name="component">Whose it is.</param>
    /// <param name="block">64 quantised coefficients in coded order.</param>
    void Write(int component, short* block);

    /// <summary>Ends a unit.</summary>
    void EndUnit();
}
