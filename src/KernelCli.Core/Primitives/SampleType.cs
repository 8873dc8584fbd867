namespace KernelCli.Primitives;

/// <summary>The type of one sample (one channel of one pixel) in memory, always in the byte order of the machine.</summary>
public enum SampleType
{
    /// <summary>Unsigned 8 bit, full range 0..255.</summary>
    UInt8,

    /// <summary>Unsigned 16 bit, full range 0..65535.</summary>
    UInt16,

    /// <summary>Signed 16 bit: a result type for kernels with negative weights. Pictures are never read as this type.</summary>
    Int16,

    /// <summary>IEEE 754 binary32. In files full range is 0..1.</summary>
    Float32,
}

/// <summary>Sizes and ranges of <see cref="SampleType"/>.</summary>
internal static class SampleTypeExtensions
{
    /// <summary>Bytes of one sample: 1, 2 or 4.</summary>
    public static int Bytes(this SampleType type) => type switch
    {
        SampleType.UInt8 => 1,
        SampleType.UInt16 or SampleType.Int16 => 2,
        _ => 4,
    };

    /// <summary>The value of white: 255, 65535, 32767 or 1.</summary>
    public static double FullRange(this SampleType type) => type switch
    {
        SampleType.UInt8 => 255,
        SampleType.UInt16 => 65535,
        SampleType.Int16 => 32767,
        _ => 1,
    };

    /// <summary>The largest finite value a sample can hold.</summary>
    public static double Maximum(this SampleType type) => type is SampleType.Float32 ? float.MaxValue : type.FullRange();
}
