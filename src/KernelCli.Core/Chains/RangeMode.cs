namespace KernelCli.Chains;

/// <summary>How results outside the output range are brought in.</summary>
public enum RangeMode
{
    /// <summary>Below becomes 0, above white.</summary>
    Clip,

    /// <summary>The absolute value, then clipped.</summary>
    Abs,

    /// <summary>Half the range is added (128 of 256, 32768 of 65536, 0.5 of 1), then clipped: signed results around gray.</summary>
    Mid,

    /// <summary>The least value of the picture becomes 0, the largest white. Buffers the picture.</summary>
    Stretch,
}
