namespace KernelCli.Primitives;

/// <summary>The type of one sample (one channel of one pixel) in memory, always in the byte order of the machine.</summary>
public enum SampleType
{
    /// <summary>Unsigned 8 bit, full range 0..255.</summary>
    UInt8,

    /// <summary>Unsigned 16 bit, full range 0..65535.</summary>
    UInt16,

    /// <summary>Signed 16 bit: a result type for signed kernels; no file is read as it.</summary>
    Int16,

    /// <summary>IEEE 754 binary32. In files full range is 0..1.</summary>
    Float32,
}
