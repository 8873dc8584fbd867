using KernelCli.Numerics;

namespace KernelCli.SlidingWindow;

/// <summary>
/// What a kernel reads outside the picture. The diagrams show a row <c>abcd</c> and the values on both sides of it.
/// </summary>
public readonly record struct Border
{
    internal Border(BorderMode mode, double value = 0) => (Mode, Value) = (mode, value);

    /// <summary><c>aaa|abcd|ddd</c>: the nearest pixel.</summary>
    public static Border Replicate => new(BorderMode.Replicate);

    /// <summary><c>dcb|abcd|cba</c>: a mirror in the middle of the edge pixel.</summary>
    public static Border Reflect101 => new(BorderMode.Reflect101);

    /// <summary><c>cba|abcd|dcb</c>: a mirror at the outer side of the edge pixel.</summary>
    public static Border Symmetric => new(BorderMode.Symmetric);

    /// <summary><c>bcd|abcd|abc</c>: the picture again.</summary>
    public static Border Wrap => new(BorderMode.Wrap);

    /// <summary>How positions outside are mapped to pixels.</summary>
    internal BorderMode Mode { get; }

    /// <summary>The value of a constant border, in 8-bit levels.</summary>
    internal double Value { get; init; }

    /// <summary><c>vvv|abcd|vvv</c>: one value.</summary>
    /// <param name="value">The value of every channel in 8-bit levels (255 is full range); rounded half up to whole samples.</param>
    public static Border Constant(double value) => new(BorderMode.Constant, value);

    /// <inheritdoc/>
    public override string ToString() => Mode is BorderMode.Constant
        ? FormattableString.Invariant($"constant={Value}")
        : Mode.ToString().ToLowerInvariant();

    /// <summary>
    /// Maps <paramref name="position"/> to the index in 0..<paramref name="length"/>-1 whose value it takes, exactly for
    /// any distance and any length of 1 or more; -1 if it takes the constant.
    /// </summary>
    internal static int Map(BorderMode mode, long position, int length)
    {
        if ((ulong)position < (ulong)length)
            return (int)position;
        switch (mode)
        {
            case BorderMode.Replicate:
                return position < 0 ? 0 : length - 1;
            case BorderMode.Wrap:
                return (int)FloorMath.Modulo(position, length);
            case BorderMode.Symmetric:
                long twice = FloorMath.Modulo(position, 2L * length);
                return (int)(twice < length ? twice : (2L * length) - 1 - twice);
            case BorderMode.Reflect101:
                if (length == 1)
                    return 0;
                long period = (2L * length) - 2, phase = FloorMath.Modulo(position, period);
                return (int)(phase < length ? phase : period - phase);
            default:
                return -1;
        }
    }
}

/// <summary>The kinds of border.</summary>
internal enum BorderMode
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
