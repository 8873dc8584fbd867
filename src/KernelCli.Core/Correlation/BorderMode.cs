namespace KernelCli.Correlation;

/// <summary>What a kernel finds outside the picture. The pictures show a row <c>abcd</c> and what stands beside it.</summary>
public enum BorderMode
{
    /// <summary><c>aaa|abcd|ddd</c>: the nearest pixel.</summary>
    Replicate,

    /// <summary><c>dcb|abcd|cba</c>: a mirror in the middle of the edge pixel; period 2n - 2.</summary>
    Reflect101,

    /// <summary><c>cba|abcd|dcb</c>: a mirror at the outer side of the edge pixel; period 2n.</summary>
    Symmetric,

    /// <summary><c>bcd|abcd|abc</c>: the picture again; period n.</summary>
    Wrap,

    /// <summary><c>vvv|abcd|vvv</c>: one value.</summary>
    Constant,
}
