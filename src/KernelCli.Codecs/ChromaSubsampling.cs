namespace KernelCli.Codecs;

/// <summary>How many samples a lossy format keeps of the colour differences.</summary>
public enum ChromaSubsampling
{
    /// <summary>4:2:0, one for every two by two pixels.</summary>
    Quarter,

    /// <summary>4:4:4, one for every pixel.</summary>
    None,
}
