namespace KernelCli.Correlation;

/// <summary>How far outside the picture a kernel may reach.</summary>
public enum PaddingMode
{
    /// <summary>As far as keeps the size: ceil(in / stride) outputs, output i on pixel i * stride.</summary>
    Same,

    /// <summary>Not at all: the result shrinks.</summary>
    Valid,

    /// <summary>As far as it still touches the picture: the result grows.</summary>
    Full,

    /// <summary>By given numbers of pixels.</summary>
    Explicit,
}
