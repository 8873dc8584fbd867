namespace KernelCli.Codecs.Jpeg.Decoding;

/// <summary>Makes rows of samples when they are asked for.</summary>
internal interface ISampleProducer
{
    /// <summary>Makes the next row of blocks, or of units of blocks, of every component that is wanted.</summary>
    void Produce();
}
