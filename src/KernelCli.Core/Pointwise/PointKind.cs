namespace KernelCli.Pointwise;

/// <summary>What is done to each sample by itself.</summary>
public enum PointKind
{
    /// <summary><c>|v|</c>.</summary>
    Abs,

    /// <summary><c>white - v</c>.</summary>
    Invert,

    /// <summary><c>v * A</c>.</summary>
    Multiply,

    /// <summary><c>v + A</c>, A in 8-bit levels.</summary>
    Add,

    /// <summary><c>white * (v / white)^(1 / A)</c>, so that more than 1 brightens; values below 0 become 0.</summary>
    Gamma,

    /// <summary>white where v is A or more, else 0, NaN where it is NaN; A in 8-bit levels.</summary>
    Threshold,

    /// <summary>v no less than A and no more than B, both in 8-bit levels.</summary>
    Clip,
}
