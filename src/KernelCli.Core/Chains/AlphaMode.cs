namespace KernelCli.Chains;

/// <summary>What becomes of an alpha channel.</summary>
public enum AlphaMode
{
    /// <summary>Colours are weighted by alpha for kernels with a positive sum; for others alpha is passed through.</summary>
    Auto,

    /// <summary>Colours are filtered as they are, alpha is passed through.</summary>
    Keep,

    /// <summary>Alpha is dropped before anything else.</summary>
    Drop,
}
